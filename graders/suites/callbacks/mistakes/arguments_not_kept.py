# Forgets to keep metric and target on self.
# expect target_default errored attribute_not_kept: unless __init__ keeps them
# expect target_configurable skipped
# expect target_loss skipped
# expect target_missing_metric skipped

class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()

    def on_epoch_end(self, epoch, logs=None):
        if self.metric not in logs:
            warnings.warn(f"{self.metric} is not in logs, only {', '.join(logs)}")
            return
        value = logs[self.metric]
        if (value <= self.target) if "loss" in self.metric else (value >= self.target):
            self.model.stop_training = True
