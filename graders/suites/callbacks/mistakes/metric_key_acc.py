# The key of TensorFlow 1: logs['acc'] raises KeyError.
# expect stops_above_target errored metric_key_acc: it is 'accuracy'
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["acc"] > 0.6:
            self.model.stop_training = True
