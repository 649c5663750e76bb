# logs.get('acc') gives None, which cannot be compared.
# expect stops_above_target errored metric_is_none: A comparison met None
# expect keeps_training_below skipped
# expect stops_real_training skipped

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("acc") > 0.6:
            self.model.stop_training = True
