# Looks up a metric that is not there.
# expect target_missing_metric errored key_missing: asks for one

class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        value = logs[self.metric]
        if (value <= self.target) if "loss" in self.metric else (value >= self.target):
            self.model.stop_training = True
