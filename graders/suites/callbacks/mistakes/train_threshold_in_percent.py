# 99 instead of 0.99.
# expect stops_above_99 failed threshold_in_percent: stops at 99, but the task asks for above 0.99

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 99:
            self.model.stop_training = True
