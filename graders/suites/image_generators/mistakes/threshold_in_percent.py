# A target in per cent, which is never reached.
# expect stops_in_time failed never_stops: every picture was right

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 99.9:
            self.model.stop_training = True
