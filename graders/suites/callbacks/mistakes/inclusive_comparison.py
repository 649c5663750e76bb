# Stops at exactly 0.6, where the task says above.
# expect keeps_training_below failed inclusive_comparison: use > and not >=

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") >= 0.6:
            self.model.stop_training = True
