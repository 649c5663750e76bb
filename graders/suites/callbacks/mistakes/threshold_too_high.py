# Another threshold than the one asked for.
# expect stops_above_target failed other_threshold: stops at 0.95, but the task asks for 0.6
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.95:
            self.model.stop_training = True
