# on_epoch_end without its logs.
# expect stops_above_target errored callback_signature: on_epoch_end(self, epoch, logs=None)
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch):
        self.model.stop_training = True
