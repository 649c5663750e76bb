"""A model compiled for speed: many weight updates in one call, with the semantics of Keras' own train step.

``model.fit`` returns to Python after every batch, which costs more than the arithmetic of a small model.
Here a loop inside one ``tf.function`` takes the batches from an index table.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

PADDING = -1  # an index that stands for no example
_EVALUATION_BATCH = 500
_PREDICTION_BATCH = 1000


@dataclass
class Sums:
    """Figures summed over examples; divided by ``count`` they are what Keras logs."""

    loss: float = 0.0
    correct: float = 0.0
    count: float = 0.0

    def add(self, totals: Any) -> None:
        """Add what a compiled call returned."""
        loss, correct, count = totals.numpy()
        self.loss += loss
        self.correct += correct
        self.count += count

    def logs(self, *, accuracy: bool) -> dict[str, float]:
        """Return the means by Keras' names."""
        count = max(self.count, 1.0)
        logs = {"accuracy": float(self.correct / count)} if accuracy else {}
        return {**logs, "loss": float(self.loss / count)}


def index_table(order: NDArray[Any], batch_size: int, rows: int | None = None) -> tf.Tensor:
    """Lay out examples in batches.

    Args:
        order: indices of the examples, in the order of use; shape (examples,).
        batch_size: examples a row.
        rows: rows of the table; as many as needed by default. A fixed number spares a compilation.

    Returns:
        int32 tensor of shape (rows, batch_size), filled up with ``PADDING``.
    """
    needed = -(-len(order) // batch_size)
    table = np.full((rows or needed) * batch_size, PADDING, np.int32)
    table[: len(order)] = order
    return tf.constant(table.reshape(-1, batch_size))


class Program:
    """A compiled Keras model whose training and evaluation run in few calls.

    Args:
        model: a model after ``compile``; its loss is any Keras loss that gives one value an example, its
            metrics are none or ``["accuracy"]`` over whole-number labels.
        divisor: what inputs are divided by inside the graph, so that pictures can stay uint8.

    Raises:
        ValueError: if the model is not compiled, or a metric is not supported.
    """

    def __init__(self, model: keras.Model, *, divisor: float = 1.0) -> None:
        if not model.compiled:
            raise ValueError("Expected a compiled model; call model.compile(optimizer=..., loss=...) first.")
        settings = model.get_compile_config() or {}
        metrics = settings.get("metrics") or []
        if any(metric not in ("accuracy", "acc") for metric in metrics):
            raise ValueError(f'Expected no metrics or metrics=["accuracy"]; received {metrics!r}.')
        self.model = model
        self.optimizer = model.optimizer
        self.optimizer.build(model.trainable_variables)
        self.reports_accuracy = bool(metrics)
        self.traced = False  # the first call takes long, and says nothing of the pace
        self.seconds_per_step: float | None = None
        self._divisor = divisor
        self._loss = _loss_of_each_example(model.loss)
        self._start_of_optimizer = [variable.numpy() for variable in self.optimizer.variables]
        # Retracing for another number of examples is avoided by leaving shapes out of the trace.
        self._train = tf.function(self._train_steps, reduce_retracing=True)
        self._train_xla = tf.function(self._train_steps, jit_compile=True, autograph=True)
        self._evaluate = tf.function(self._evaluate_steps, reduce_retracing=True)
        self._predict = tf.function(self._predict_batch, reduce_retracing=True)
        self._xla_thread: threading.Thread | None = None

    def reset(self, fresh: keras.Model, learning_rate: float) -> None:
        """Put every variable back to the state of a freshly built model and optimizer.

        Args:
            fresh: a model of the same architecture, just built from the wanted seed.
            learning_rate: the optimizer's new learning rate.
        """
        self._join_xla()
        for mine, new in zip(self.model.variables, fresh.variables, strict=True):
            mine.assign(new)
        for variable, value in zip(self.optimizer.variables, self._start_of_optimizer, strict=True):
            variable.assign(value)
        self.optimizer.learning_rate = learning_rate
        self.model.stop_training = False

    def train(
        self, x: tf.Tensor, y: tf.Tensor, table: tf.Tensor, start: int, stop: int, *, xla: bool = False
    ) -> Any:
        """Update the weights with the batches ``start`` to ``stop`` of the table.

        Returns:
            float64 tensor of shape (3,): loss, correct answers and examples, summed.
        """
        function = self._train_xla if xla else self._train
        return function(x, y, table, tf.constant(start), tf.constant(stop))

    def evaluate(self, x: tf.Tensor, y: tf.Tensor, first: int, last: int) -> Sums:
        """Return the figures of the examples ``first`` to ``last`` with the present weights."""
        sums = Sums()
        table = index_table(np.arange(first, last), _EVALUATION_BATCH)
        sums.add(self._evaluate(x, y, table))
        return sums

    def compile_xla(self, x: tf.Tensor, y: tf.Tensor, table: tf.Tensor, stop: Callable[[], bool]) -> bool:
        """Compile the XLA form of training, and wait for it.

        Compiling takes most of a second and cannot be interrupted, so it runs aside; the wait can be.

        Returns:
            Whether it is ready; False if ``stop`` said so first.
        """
        if self._xla_thread is None:
            # No batch is trained (0 to 0): the call only compiles.
            self._xla_thread = threading.Thread(
                target=lambda: self.train(x, y, table, 0, 0, xla=True), name="xla", daemon=True
            )
            self._xla_thread.start()
        while self._xla_thread.is_alive():
            self._xla_thread.join(0.02)
            if stop():
                return False
        return True

    def predict(self, x: tf.Tensor) -> NDArray[np.float32]:
        """Return the model's outputs for every example of ``x``: shape (examples, outputs)."""
        parts = [
            self._predict(x[first : first + _PREDICTION_BATCH])
            for first in range(0, len(x), _PREDICTION_BATCH)
        ]
        return np.concatenate([part.numpy() for part in parts])

    def judge(self, outputs: NDArray[np.float32], targets: tf.Tensor) -> Sums:
        """Return the figures of outputs that :meth:`predict` gave, without running the model again."""
        predicted = tf.constant(outputs)
        sums = Sums()
        sums.add(self._totals(targets, predicted, self._losses(targets, predicted), tf.ones(len(outputs))))
        return sums

    def _predict_batch(self, x: Any) -> Any:
        return self.model(tf.cast(x, tf.float32) / self._divisor, training=False)

    def _join_xla(self) -> None:
        # A compilation that was abandoned reads and writes the weights at its end.
        if self._xla_thread is not None:
            self._xla_thread.join()

    def _train_steps(self, x: Any, y: Any, table: Any, start: Any, stop: Any) -> Any:
        totals = tf.zeros(3, tf.float64)
        step = start
        # Not "for step in tf.range(start, stop)": XLA would compile anew for every start and stop.
        while step < stop:
            inputs, targets, weights = self._batch(x, y, table[step])
            with tf.GradientTape() as tape:
                outputs = self.model(inputs, training=True)
                losses = self._losses(targets, outputs)
                # The mean over the examples that are there, as Keras takes it in a short last batch.
                objective = _weighted_sum(losses, weights) / tf.reduce_sum(weights)
            variables = self.model.trainable_variables
            self.optimizer.apply(tape.gradient(objective, variables), variables)
            totals += self._totals(targets, outputs, losses, weights)
            step += 1
        return totals

    def _evaluate_steps(self, x: Any, y: Any, table: Any) -> Any:
        totals = tf.zeros(3, tf.float64)
        for step in tf.range(tf.shape(table)[0]):
            inputs, targets, weights = self._batch(x, y, table[step])
            outputs = self.model(inputs, training=False)
            totals += self._totals(targets, outputs, self._losses(targets, outputs), weights)
        return totals

    def _batch(self, x: Any, y: Any, indices: Any) -> tuple[Any, Any, Any]:
        weights = tf.cast(indices >= 0, tf.float32)  # (batch,)
        present = tf.maximum(indices, 0)
        inputs = tf.cast(tf.gather(x, present), tf.float32) / self._divisor
        return inputs, tf.gather(y, present), weights

    def _losses(self, targets: Any, outputs: Any) -> Any:
        """Return the loss of each example, what regularisers of layers add included; shape (batch,)."""
        losses = self._loss(targets, outputs)
        return losses + tf.add_n(self.model.losses) if self.model.losses else losses

    def _totals(self, targets: Any, outputs: Any, losses: Any, weights: Any) -> Any:
        correct = tf.constant(0.0)
        if self.reports_accuracy:
            right = keras.metrics.sparse_categorical_accuracy(targets, outputs)  # (batch,)
            correct = tf.reduce_sum(tf.cast(right, tf.float32) * weights)
        sums = tf.stack([_weighted_sum(losses, weights), correct, tf.reduce_sum(weights)])
        return tf.cast(sums, tf.float64)


def _weighted_sum(losses: Any, weights: Any) -> Any:
    # where, not a product: 0 * nan would let a padded row spoil the sum.
    return tf.reduce_sum(tf.where(weights > 0, losses, 0.0))


def _loss_of_each_example(loss: Any) -> Callable[[Any, Any], Any]:
    """Return a function that gives one loss an example: (batch, ...) to (batch,)."""
    function = keras.losses.get(loss)
    if isinstance(function, keras.losses.Loss):
        function = function.call

    def of_each(targets: Any, outputs: Any) -> Any:
        losses = function(targets, outputs)
        return tf.reduce_mean(tf.reshape(losses, (tf.shape(losses)[0], -1)), axis=1)

    return of_each
