# Waits for a loss to rise above the target.
# expect target_loss failed loss_direction: A loss gets better as it falls

class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if self.metric not in logs:
            warnings.warn(f"{self.metric} is not in logs, only {', '.join(logs)}")
            return
        value = logs[self.metric]
        if value >= self.target:
            self.model.stop_training = True
