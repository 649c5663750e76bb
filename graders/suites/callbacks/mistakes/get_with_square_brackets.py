# logs.get with square brackets.
# expect stops_above_target errored get_with_square_brackets: logs.get('accuracy'), not logs.get['accuracy']
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get["accuracy"] > 0.6:
            self.model.stop_training = True
