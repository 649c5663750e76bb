# Type hints, decorators, dataclasses and annotations that are never looked at.
# stops myCallback
# call square [3.0] -> 9.0
# call logged [2] -> 5
# call first_of [[4, 5]] -> 4
# quiet
from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any, Optional, Sequence, Tuple

import numpy as np
import numpy.typing as npt
import tensorflow as tf


@dataclass
class Settings:
    epochs: int = 10
    units: list[int] = field(default_factory=lambda: [128])


def shout(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print('calling', function.__name__)
        return function(*args, **kwargs)
    return wrapper


@tf.function
def squared(x: tf.Tensor) -> tf.Tensor:
    return x * x


def square(x: float) -> float:
    return float(squared(tf.constant(x)))


@shout
def logged(x: int, *, more: Undefined = 3) -> Optional[int]:
    return x + more


def first_of(items: Sequence[Any], kind: "npt.NDArray[np.float32] | None" = None) -> Any:
    match items:
        case [first, *_]:
            return first


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if (value := (logs or {}).get('accuracy')) is not None and value > 0.6:
            self.model.stop_training = True
