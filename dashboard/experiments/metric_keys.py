"""Two programs that name the accuracy in the old way, one of them not everywhere; a worker runs both.

A test runs them with Keras and compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

_HEAD = """import keras

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train, y_train = x_train[:2000], y_train[:2000]
"""
_BODY = """keras.utils.set_random_seed(42)
x_train = x_train / 255


class myCallback(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={{}}):
        if logs.get('acc') > 0.6:
            self.model.stop_training = True


model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation='relu'),
        keras.layers.Dense(10, activation='softmax'),
    ]
)
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['{metric}'])
history = model.fit(x_train, y_train, epochs=5, callbacks=[myCallback()], verbose=0)
"""


@dataclass(frozen=True)
class KeyProgram:
    """A program whose callback asks for ``logs.get('acc')``.

    Args:
        id: its name in questions to a worker.
        metric: what it is compiled with.
    """

    id: str
    metric: str
    dataset: ClassVar[str] = "fashion_mnist"

    @property
    def program(self) -> str:
        """The whole program, as a learner would run it."""
        return f"{_HEAD}{self.body}"

    @property
    def body(self) -> str:
        """The program after the pictures are loaded into ``x_train`` and ``y_train``."""
        return _BODY.format(metric=self.metric)


OLD, MIXED = KeyProgram("key-acc", "acc"), KeyProgram("key-mixed", "accuracy")
KEY_PROGRAMS = {program.id: program for program in (OLD, MIXED)}
