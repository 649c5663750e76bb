# onEpochEnd is never called by Keras.
# expect defines_callback failed misspelt_method: onEpochEnd is never called
# expect stops_above_target skipped
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def onEpochEnd(self, epoch, logs=None):
        if logs.get("accuracy") > 0.6:
            self.model.stop_training = True
