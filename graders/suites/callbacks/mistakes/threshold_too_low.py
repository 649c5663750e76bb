# Stops long before 60 %.
# expect keeps_training_below failed other_threshold: stops at 0.3, but the task asks for above 0.6
# expect stops_real_training failed wrong_stop_in_fit: ended with the first epoch above

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.3:
            self.model.stop_training = True
