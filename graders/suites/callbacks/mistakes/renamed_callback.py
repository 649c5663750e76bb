# MyCallback instead of myCallback.
# expect defines_callback failed renamed_definition: You have “MyCallback”: did you mean “myCallback”?
# expect stops_above_target skipped
# expect keeps_training_below skipped
# expect stops_real_training skipped
# without myCallback

class MyCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.6:
            self.model.stop_training = True
