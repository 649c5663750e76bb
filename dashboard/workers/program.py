"""A model compiled for speed: many weight updates in one call, with the semantics of Keras' own train step.

``model.fit`` returns to Python after every batch, which costs more than the arithmetic of a small model.
Here a loop inside one ``tf.function`` takes the batches from an index table. What was tried and measured on the
way here is in docs/engine.md.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.workers.convolution import training_steps
from dashboard.workers.layers import Dropout

PADDING = -1  # an index that stands for no example
FIGURES = 3  # loss, correct answers and examples, in front of each row of totals
_EVALUATION_BATCH = 500
_PREDICTION_BATCH = 1000


@dataclass
class Sums:
    """Figures summed over examples; divided by ``count`` they are what Keras logs."""

    loss: float = 0.0
    correct: float = 0.0
    count: float = 0.0

    def add(self, totals: NDArray[np.float64]) -> None:
        """Add what a compiled call returned: loss, correct answers and examples; what follows is left out."""
        loss, correct, count = totals[:FIGURES]
        self.loss += loss
        self.correct += correct
        self.count += count

    def logs(self, *, accuracy: bool) -> dict[str, float]:
        """Return the means by Keras' names."""
        count = max(self.count, 1.0)
        logs = {"accuracy": float(self.correct / count)} if accuracy else {}
        return {**logs, "loss": float(self.loss / count)}


def index_table(orders: Sequence[NDArray[Any]], batch_size: int, rows: int | None = None) -> tf.Tensor:
    """Lay out examples in batches, epoch after epoch; the last batch of an epoch may be short.

    Args:
        orders: for each epoch the indices of its examples in the order of use, shape (examples,).
        batch_size: examples a row.
        rows: rows of the table; as many as needed by default. A fixed number spares a compilation.

    Returns:
        int32 tensor of shape (rows, batch_size), filled up with ``PADDING``.
    """
    needed = [-(-len(order) // batch_size) for order in orders]
    table = np.full((rows or sum(needed), batch_size), PADDING, np.int32)
    first = 0
    for order, count in zip(orders, needed, strict=True):
        table[first : first + count].reshape(-1)[: len(order)] = order
        first += count
    return tf.constant(table)


class Program:
    """A compiled Keras model whose training and evaluation run in few calls.

    Args:
        model: a model after ``compile``; its loss is any Keras loss that gives one value an example, its
            metrics are none or ``["accuracy"]`` over whole-number labels: of one probability for each class, or of
            a single one, that of the label 1.
        divisor: what inputs are divided by inside the graph, so that pictures can stay uint8.
        xla: compile the training with XLA: compiling takes longer, and training a fraction of the time.
        epochs_per_call: epochs that one call of :meth:`train` may span; its figures come for each of them.
        keeps_path: whether :meth:`train` also gives the weights at the end of each of those epochs.

    Raises:
        ValueError: if the model is not compiled, or a metric is not supported.
    """

    def __init__(
        self,
        model: keras.Model,
        *,
        divisor: float = 1.0,
        xla: bool = False,
        epochs_per_call: int = 1,
        keeps_path: bool = False,
    ) -> None:
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
        self.epochs_per_call = epochs_per_call
        self.keeps_path = keeps_path
        self.compile_seconds: float | None = None  # None until it is compiled
        self.seconds_per_step: float | None = None
        self.traces = 0  # how often training was traced: each time it is compiled
        self._divisor = divisor
        # XLA wants convolutions in another form; anything but a stack of layers is left as it is.
        convert = xla and isinstance(model, keras.Sequential)
        self._steps = training_steps(model) if convert else (lambda inputs: model(inputs, training=True),)
        self._loss = _loss_of_each_example(model.loss)
        self._start_of_optimizer = [variable.numpy() for variable in self.optimizer.variables]
        # Retracing for another number of examples is avoided by leaving shapes out of the trace. XLA compiles for
        # each shape whatever the trace says.
        self._train = (
            tf.function(self._train_steps, jit_compile=True)
            if xla
            else tf.function(self._train_steps, reduce_retracing=True)
        )
        self._evaluate = tf.function(self._evaluate_steps, reduce_retracing=True)
        self._predict = tf.function(self._predict_batch, reduce_retracing=True)
        self._compiling: threading.Thread | None = None
        self._compile_error: Exception | None = None

    def reset(self, start: Sequence[NDArray[Any]], learning_rate: float, dropout: float = 0.0) -> None:
        """Put every variable back to the state of a freshly built model and optimizer.

        Args:
            start: values of ``model.variables`` of a model of the same architecture, just built from the wanted
                seed.
            learning_rate: the optimizer's new learning rate.
            dropout: the new rate of all :class:`dashboard.workers.layers.Dropout` layers.
        """
        self._join()
        for layer in self.model.layers:
            if isinstance(layer, Dropout):
                layer.set_rate(dropout)
        for variable, value in zip(self.model.variables, start, strict=True):
            variable.assign(value)
        for variable, value in zip(self.optimizer.variables, self._start_of_optimizer, strict=True):
            variable.assign(value)
        self.optimizer.learning_rate = learning_rate
        self.model.stop_training = False

    def snapshot(self) -> dict[str, NDArray[Any]]:
        """Return copies of all variables: of the model with its random numbers, and of the optimizer."""
        return {name: np.array(variable.numpy()) for name, variable in self._named_variables()}

    def restore(self, snapshot: Mapping[str, NDArray[Any]]) -> None:
        """Set all variables to what :meth:`snapshot` gave, of this model or of one of the same architecture.

        Raises:
            KeyError: if a variable is missing.
            ValueError: if a shape differs; the variables before it are set.
        """
        self._join()
        for name, variable in self._named_variables():
            variable.assign(snapshot[name])

    def prepare(self, x: tf.Tensor, y: tf.Tensor, table: tf.Tensor, stop: Callable[[], bool]) -> bool:
        """Compile what training and evaluation need, once, and wait for it.

        Compiling takes up to a second and cannot be interrupted, so it runs aside; the wait can be.

        Args:
            x: inputs, as :meth:`train` gets them.
            y: targets.
            table: an index table of the shape that :meth:`train` gets.
            stop: asked many times a second.

        Returns:
            Whether it is ready; False if ``stop`` said so first.
        """
        if self.compile_seconds is None and self._compiling is None:
            self._compiling = threading.Thread(
                target=self._compile, args=(x, y, table), name="compile", daemon=True
            )
            self._compiling.start()
        while self._compiling is not None:
            self._compiling.join(0.02)
            if not self._compiling.is_alive():
                self._compiling = None
            elif stop():
                return False
        if self._compile_error is not None:
            error, self._compile_error = self._compile_error, None
            raise error
        return True

    def train(
        self, x: tf.Tensor, y: tf.Tensor, table: tf.Tensor, start: int, stop: int, steps_per_epoch: int
    ) -> NDArray[np.float64]:
        """Update the weights with the batches ``start`` to ``stop`` of the table.

        Args:
            x: inputs, shape (examples, ...).
            y: targets, shape (examples, ...).
            table: what :func:`index_table` gave.
            start: the first row of the table to use.
            stop: the row after the last.
            steps_per_epoch: rows that make an epoch.

        Returns:
            Loss, correct answers and examples, summed for each epoch of the table: shape (epochs_per_call, 3).
            With ``keeps_path`` the weights follow in each row, one after the other: 0 where no batch was trained.
        """
        totals: NDArray[np.float64] = self._train(
            x, y, table, tf.constant(start), tf.constant(stop), tf.constant(steps_per_epoch)
        ).numpy()
        return totals

    def weights_row(self) -> tuple[float, ...]:
        """Return all trainable weights in one row, in the order of ``model.get_weights()``."""
        row: list[float] = self._weights_in_a_row().numpy().tolist()
        return tuple(row)

    def evaluate(self, x: tf.Tensor, y: tf.Tensor, first: int, last: int) -> Sums:
        """Return the figures of the examples ``first`` to ``last`` with the present weights."""
        sums = Sums()
        table = index_table([np.arange(first, last)], _EVALUATION_BATCH)
        sums.add(self._evaluate(x, y, table).numpy())
        return sums

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
        sums.add(
            self._totals(targets, predicted, self._losses(targets, predicted), tf.ones(len(outputs))).numpy()
        )
        return sums

    def _predict_batch(self, x: Any) -> Any:
        return self.model(tf.cast(x, tf.float32) / self._divisor, training=False)

    def _named_variables(self) -> list[tuple[str, Any]]:
        # Numbered: paths of variables may repeat.
        owners = (("model", self.model.variables), ("optimizer", self.optimizer.variables))
        return [(f"{owner}/{place}", value) for owner, values in owners for place, value in enumerate(values)]

    def _compile(self, x: tf.Tensor, y: tf.Tensor, table: tf.Tensor) -> None:
        began = time.perf_counter()
        try:
            # Rows 0 to 0: no batch is trained, the calls only compile.
            self.train(x, y, table, 0, 0, 1)
            self.evaluate(x, y, 0, 1)
            self.compile_seconds = time.perf_counter() - began
        except Exception as error:  # told by whoever waits for it
            self._compile_error = error

    def _join(self) -> None:
        # A compilation that was abandoned reads and writes the variables at its end.
        if self._compiling is not None:
            self._compiling.join()

    def _train_steps(self, x: Any, y: Any, table: Any, start: Any, stop: Any, steps_per_epoch: Any) -> Any:
        self.traces += 1
        totals = tf.zeros((self.epochs_per_call, FIGURES), tf.float64)
        path = tf.zeros((self.epochs_per_call, self._path_length), tf.float64)
        step = start
        # Not "for step in tf.range(start, stop)": XLA would compile anew for every start and stop.
        while step < stop:
            inputs, targets, weights = self._batch(x, y, table[step])
            with tf.GradientTape() as tape:
                outputs = self._forward(inputs)
                losses = self._losses(targets, outputs)
                # The mean over the examples that are there, as Keras takes it in a short last batch.
                objective = _weighted_sum(losses, weights) / tf.reduce_sum(weights)
            variables = self.model.trainable_variables
            self.optimizer.apply(tape.gradient(objective, variables), variables)
            figures = self._totals(targets, outputs, losses, weights)
            if self.epochs_per_call == 1:
                totals += figures
            else:
                epoch = [[step // steps_per_epoch]]
                totals = tf.tensor_scatter_nd_add(totals, epoch, [figures])
                if self.keeps_path:
                    path = tf.tensor_scatter_nd_update(path, epoch, [self._weights_in_a_row()])
            step += 1
        return tf.concat([totals, path], axis=1)

    @property
    def _path_length(self) -> int:
        return self.model.count_params() if self.keeps_path and self.epochs_per_call > 1 else 0

    def _weights_in_a_row(self) -> Any:
        rows = [tf.reshape(variable, (-1,)) for variable in self.model.trainable_variables]
        return tf.cast(tf.concat(rows, axis=0), tf.float64)

    def _forward(self, inputs: Any) -> Any:
        for step in self._steps:
            inputs = step(inputs)
        return inputs

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
        losses = self._loss(aligned(targets, outputs), outputs)
        return losses + tf.add_n(self.model.losses) if self.model.losses else losses

    def _totals(self, targets: Any, outputs: Any, losses: Any, weights: Any) -> Any:
        correct = tf.constant(0.0)
        if self.reports_accuracy:
            right = (
                keras.metrics.binary_accuracy(aligned(targets, outputs), outputs)
                if outputs.shape[-1] == 1
                else keras.metrics.sparse_categorical_accuracy(targets, outputs)
            )
            correct = tf.reduce_sum(tf.reshape(tf.cast(right, tf.float32), [-1]) * weights)  # (batch,)
        sums = tf.stack([_weighted_sum(losses, weights), correct, tf.reduce_sum(weights)])
        return tf.cast(sums, tf.float64)


def aligned(targets: Any, outputs: Any) -> Any:
    """Return labels as a column where a model has a single output, as Keras does: else each would meet each output."""
    return targets[:, None] if targets.shape.rank == 1 and outputs.shape[-1] == 1 else targets


def of_each_class(outputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return one probability for each class, shape (examples, classes); a single output is that of class 1."""
    return np.hstack([1 - outputs, outputs]) if outputs.shape[-1] == 1 else outputs


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
