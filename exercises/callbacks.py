"""
# Stop when it is good enough

Training longer costs time and, after a while, makes a model worse on new pictures. A *callback* is an object
whose methods Keras calls while it trains: after each epoch it calls `on_epoch_end(epoch, logs)`, and a callback
that sets `self.model.stop_training = True` ends the training there.

Write three things:

1. **`myCallback`** stops training after the first epoch whose `accuracy` is above 0.6 (60 %).
2. **`StopAtTarget(metric="accuracy", target=0.95)`** does the same for any metric and any target. It stops once
   the metric *reaches* the target: for a metric whose name contains `loss`, lower is better, so reaching means at or
   below; for every other metric it means at or above. If `logs` has no such metric, it must not crash and must not
   stop: it warns with `warnings.warn(...)` and names the metrics that `logs` does have.
3. **`train_mnist(x_train, y_train)`** builds, compiles and fits a classifier of 28x28 grey pictures in ten classes
   (labels 0 to 9). It trains for at most 10 epochs and stops after the first epoch whose accuracy is above 0.99.
   The pictures come scaled to values from 0 to 1. Return what `model.fit` returns (a `History`); returning the
   model, or the pair (epochs, accuracy), is accepted too.

Check your work with `python -m graders check exercises/callbacks.py`, or with the Check button in the dashboard.
"""

import warnings

import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    """Stop training once accuracy is above 60 %."""

    def on_epoch_end(self, epoch, logs=None):
        # START: look at logs["accuracy"], and set self.model.stop_training
        pass
        # END


class StopAtTarget(tf.keras.callbacks.Callback):
    """Stop training once a metric reaches its target."""

    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        # START: keep metric and target for later
        pass
        # END

    def on_epoch_end(self, epoch, logs=None):
        # START: warn if the metric is missing, stop if the target is reached
        pass
        # END


def train_mnist(x_train, y_train):
    """Train a classifier of 28x28 pictures until its accuracy is above 0.99, for at most 10 epochs.

    Args:
        x_train: pictures, shape (n, 28, 28), values from 0 to 1.
        y_train: labels, shape (n,), whole numbers from 0 to 9.

    Returns:
        The History that model.fit returns.
    """
    # START: a callback, a model, compile, fit
    pass
    # END
