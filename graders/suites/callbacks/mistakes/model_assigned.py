# Assigns the model that Keras itself gives the callback.
# expect stops_above_target errored callback_model_assigned: Remove the line that assigns self.model
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def __init__(self, model=None):
        super().__init__()
        self.model = model

    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.6:
            self.model.stop_training = True
