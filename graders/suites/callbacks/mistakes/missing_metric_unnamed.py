# Warns, but does not say which metrics there are.
# expect target_missing_metric failed missing_metric_unnamed: does not name every metric

class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if self.metric not in logs:
            warnings.warn(f"{self.metric} is missing")
            return
        value = logs[self.metric]
        if (value <= self.target) if "loss" in self.metric else (value >= self.target):
            self.model.stop_training = True
