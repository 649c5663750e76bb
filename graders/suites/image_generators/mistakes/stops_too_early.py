# Stops at one half.
# expect learns_all_pictures failed stops_too_early: above 0.999
# expect stops_in_time skipped
# expect recognises_new_faces failed learns_too_little: cannot tell happy from sad

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.3:
            self.model.stop_training = True
