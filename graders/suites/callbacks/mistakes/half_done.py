# Only the first part is written; the rest is still the stub's.
# expect target_default not_attempted: StopAtTarget is still as it was given
# expect target_configurable skipped
# expect target_loss skipped
# expect target_missing_metric skipped
# expect trains_a_classifier not_attempted: train_mnist is still as it was given
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped
# without StopAbove

class StopAtTarget(tf.keras.callbacks.Callback):
    """Stop training once a metric reaches its target."""

    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        pass

    def on_epoch_end(self, epoch, logs=None):
        pass


def train_mnist(x_train, y_train):
    pass
