# Stops at 95 % where 99 % was asked.
# expect stops_above_99 failed other_threshold: stops at 0.95, but the task asks for above 0.99

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.95:
            self.model.stop_training = True
