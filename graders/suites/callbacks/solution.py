import warnings

import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if (logs or {}).get("accuracy", 0.0) > 0.6:
            self.model.stop_training = True


class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.metric not in logs:
            warnings.warn(f"no metric {self.metric!r} in logs; available: {', '.join(sorted(logs))}", stacklevel=2)
            return
        value = logs[self.metric]
        reached = value <= self.target if "loss" in self.metric else value >= self.target
        if reached:
            self.model.stop_training = True


class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.99:
            self.model.stop_training = True


def train_mnist(x_train, y_train):
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(512, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()], verbose=0)
