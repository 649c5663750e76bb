# A missing metric is passed over without a word.
# expect target_missing_metric failed missing_metric_silent: There was no warning

class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if self.metric not in logs:
            return
        value = logs[self.metric]
        if (value <= self.target) if "loss" in self.metric else (value >= self.target):
            self.model.stop_training = True
