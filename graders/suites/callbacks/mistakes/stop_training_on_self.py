# Sets stop_training on the callback instead of the model.
# expect stops_above_target failed stop_training_on_self: self.model.stop_training = True
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.6:
            self.stop_training = True
