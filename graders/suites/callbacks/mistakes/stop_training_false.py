# Sets stop_training to False.
# expect stops_above_target failed never_stops: is it set to True
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.6:
            self.model.stop_training = False
