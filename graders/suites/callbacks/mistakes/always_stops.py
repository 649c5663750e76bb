# Stops after every first epoch.
# expect keeps_training_below failed other_threshold: always stops
# expect stops_real_training failed wrong_stop_in_fit: ended with the first epoch above

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if True:
            self.model.stop_training = True
