# Keeps metric and target, then uses fixed ones.
# expect target_configurable failed ignores_arguments: use self.metric and self.target
# expect target_loss failed loss_direction: A loss gets better
# expect target_missing_metric failed missing_metric_silent: There was no warning

class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if "accuracy" in logs and logs["accuracy"] >= 0.95 or logs.get("val_auc", 0) > 2:
            self.model.stop_training = True
