# Sets stop_training on the callback itself.
# expect stops_in_time failed never_stops: self.model.stop_training

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.999:
            self.stop_training = True
