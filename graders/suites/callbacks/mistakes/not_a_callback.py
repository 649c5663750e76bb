# A class that does not inherit from Callback.
# expect defines_callback failed not_a_callback: must inherit from tf.keras.callbacks.Callback
# expect stops_above_target skipped
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback:
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.6:
            self.model.stop_training = True
