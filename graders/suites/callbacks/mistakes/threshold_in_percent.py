# 60 instead of 0.6.
# expect stops_above_target failed threshold_in_percent: a fraction from 0 to 1
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 60:
            self.model.stop_training = True
