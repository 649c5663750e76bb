"""Keras layers that compute the same in a form that compiles once and runs fast."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


class Dropout(keras.layers.Dropout):
    """Keras' dropout with a rate that may change without compiling anew.

    Args:
        rate: fraction of the inputs set to zero while training, 0 to 1.
        xla: whether the layer will be compiled with XLA, where Keras' own dropout takes seven times as long as a
            whole small network without it, and a generator written for such machines next to nothing.
        options: as ``keras.layers.Dropout`` takes them; ``seed`` begins the random numbers.
    """

    def __init__(self, rate: float, *, xla: bool = False, **options: Any) -> None:
        super().__init__(rate, **options)
        self._live_rate = tf.Variable(rate, trainable=False, dtype=tf.float32)
        # XLA compiles Threefry to plain arithmetic; TensorFlow's own kernels on a CPU know Philox only.
        self._algorithm = "threefry" if xla else "philox"

    def set_rate(self, rate: float) -> None:
        """Take another rate, 0 to 1, from the next step on."""
        self.rate = rate
        self._live_rate.assign(rate)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Set values to zero and scale up the others by 1 / (1 - rate), while training only."""
        if not training:
            return inputs
        seed = tf.bitcast(tf.cast(self.seed_generator.next(), tf.uint32), tf.int32)  # (2,)
        chance = tf.random.stateless_uniform(tf.shape(inputs), seed, alg=self._algorithm)
        rate = self._live_rate
        return tf.where(chance >= rate, inputs / (1 - rate), 0.0)
