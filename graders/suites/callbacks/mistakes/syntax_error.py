# A bracket is missing.
# expect defines_callback failed syntax_error: is not valid Python. Line
# expect stops_above_target skipped
# expect keeps_training_below skipped
# expect stops_real_training skipped
# expect target_default failed syntax_error: is not valid Python
# expect target_configurable skipped
# expect target_loss skipped
# expect target_missing_metric skipped
# expect trains_a_classifier failed syntax_error: is not valid Python
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped
# whole file

import warnings

import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy" > 0.6:
            self.model.stop_training = True


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
        if (value <= self.target) if "loss" in self.metric else (value >= self.target):
            self.model.stop_training = True


class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.99:
            self.model.stop_training = True


def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
