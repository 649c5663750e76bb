"""Training as ``model.fit`` does it, on compiled programs: callbacks, logs and stopping as in Keras."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from dashboard.workers.program import Program, Sums, index_table

CHUNK_SECONDS = 0.06  # how long a call may take, and so how late Stop may be heard
_FIRST_CHUNK = 16
_BATCH_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")


@dataclass(frozen=True)
class Examples:
    """A part of a data set: the rows ``first`` to ``last`` of two tensors.

    Args:
        x: inputs, shape (rows, ...).
        y: targets, shape (rows, ...).
        first: the first row that counts.
        last: the row after the last.
    """

    x: tf.Tensor
    y: tf.Tensor
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


@dataclass(frozen=True)
class FitResult:
    """How training went.

    Args:
        history: values by name, one a whole epoch, as in Keras' ``History.history``.
        interrupted: whether ``stop`` ended it, perhaps in the middle of an epoch.
    """

    history: Mapping[str, list[float]]
    interrupted: bool

    @property
    def epochs(self) -> int:
        """Whole epochs done."""
        return max((len(values) for values in self.history.values()), default=0)


@dataclass(frozen=True)
class FitOptions:
    """How to go through the examples.

    Args:
        batch_size: examples a weight update.
        epochs: times through the examples.
        seed: start of the shuffling.
        shuffle: whether every epoch takes the examples in a new order.
        xla: train with XLA from the second epoch on (the first is already under way while a page waits for a point).
        table_rows: rows of the index table; a fixed number spares XLA a compilation for each number of examples.
    """

    batch_size: int = 32
    epochs: int = 1
    seed: int = 0
    shuffle: bool = True
    xla: bool = False
    table_rows: int | None = None


def never() -> bool:
    """Say no: the default of ``stop``."""
    return False


def fit(
    model: keras.Model,
    x: Any,
    y: Any,
    *,
    validation_data: tuple[Any, Any] | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    options: FitOptions | None = None,
    stop: Callable[[], bool] = never,
) -> FitResult:
    """Train any compiled Keras model as ``model.fit(x, y, ...)`` would.

    Args:
        model: compiled, with none or the "accuracy" metric.
        x: inputs as an array, shape (examples, ...).
        y: targets as an array, shape (examples, ...).
        validation_data: inputs and targets to evaluate after every epoch.
        callbacks: Keras callbacks; hooks of epochs, of training and of batches are honoured.
        options: batch size, epochs and the like.
        stop: asked several times a second; True ends training at once, keeping whole epochs.

    Returns:
        The history of the whole epochs.

    Raises:
        ValueError: if the model is not compiled, or a metric is not supported.
    """
    validation = None if validation_data is None else _examples(*validation_data)
    fitting = Fitting(Program(model), options or FitOptions(), callbacks, stop)
    return fitting.run(_examples(x, y), validation)


class Fitting:
    """One training of a program.

    Args:
        program: the compiled model.
        options: batch size, epochs and the like.
        callbacks: Keras callbacks.
        stop: asked between calls; True ends training at once.
        on_progress: told the epoch (from 0) and the fraction of it that is done, between calls.
    """

    def __init__(
        self,
        program: Program,
        options: FitOptions,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        stop: Callable[[], bool] = never,
        on_progress: Callable[[int, float], None] | None = None,
    ) -> None:
        self._program = program
        self._options = options
        self._given = tuple(callbacks)
        self._batch_by_batch = any(_overrides_batch_hook(callback) for callback in callbacks)
        self._stop = stop
        self._on_progress = on_progress

    def run(self, train: Examples, validation: Examples | None = None) -> FitResult:
        """Train to the end, to a callback's ``stop_training``, or to ``stop``."""
        model, options = self._program.model, self._options
        steps = -(-len(train) // options.batch_size)
        self._callbacks = keras.callbacks.CallbackList(
            list(self._given), add_history=True, model=model, verbose=0, epochs=options.epochs, steps=steps
        )
        model.stop_training = False
        logs: dict[str, float] | None = None
        interrupted = False
        self._callbacks.on_train_begin()
        for epoch in range(options.epochs):
            self._callbacks.on_epoch_begin(epoch)
            epoch_logs = self._epoch(epoch, train, validation, steps)
            if epoch_logs is None:
                interrupted = True
                break
            logs = epoch_logs
            self._callbacks.on_epoch_end(epoch, logs)
            if model.stop_training:
                break
        self._callbacks.on_train_end(logs)
        return FitResult(dict(model.history.history), interrupted)

    def _epoch(
        self, epoch: int, train: Examples, validation: Examples | None, steps: int
    ) -> dict[str, float] | None:
        """Train one epoch and evaluate; None if ``stop`` ended it before its end."""
        program, options = self._program, self._options
        order = np.arange(train.first, train.last)
        if options.shuffle:
            np.random.default_rng((options.seed, epoch)).shuffle(order)
        table = index_table(order, options.batch_size, options.table_rows)
        xla = options.xla and epoch > 0
        if self._stop() or (xla and not program.compile_xla(train.x, train.y, table, self._stop)):
            return None
        sums = Sums()
        step = 0
        while step < steps and not (step and program.model.stop_training):
            step = self._chunk(train, table, step, steps, sums, xla=xla)
            if self._stop():
                return None
            if self._on_progress is not None:
                self._on_progress(epoch, step / steps)
        logs = sums.logs(accuracy=program.reports_accuracy)
        return logs if validation is None else logs | self._validate(validation)

    def _chunk(self, train: Examples, table: Any, step: int, steps: int, sums: Sums, *, xla: bool) -> int:
        """Run as many batches as fit in ``CHUNK_SECONDS``; return the next step."""
        program = self._program
        # A stop asked for at the start of an epoch takes effect after one batch, as in Keras.
        if self._batch_by_batch or program.model.stop_training:
            end = step + 1
        else:
            pace = program.seconds_per_step
            end = min(steps, step + (max(1, int(CHUNK_SECONDS / pace)) if pace else _FIRST_CHUNK))
        if self._batch_by_batch:
            self._callbacks.on_train_batch_begin(step)
        began = time.perf_counter()
        sums.add(program.train(train.x, train.y, table, step, end, xla=xla))
        if program.traced:
            program.seconds_per_step = (time.perf_counter() - began) / (end - step)
        program.traced = True
        if self._batch_by_batch:
            self._callbacks.on_train_batch_end(step, sums.logs(accuracy=program.reports_accuracy))
        return end

    def _validate(self, validation: Examples) -> dict[str, float]:
        self._callbacks.on_test_begin()
        sums = self._program.evaluate(validation.x, validation.y, validation.first, validation.last)
        logs = sums.logs(accuracy=self._program.reports_accuracy)
        self._callbacks.on_test_end(logs)
        return {f"val_{name}": value for name, value in logs.items()}


def _examples(x: Any, y: Any) -> Examples:
    inputs, targets = tf.constant(x), tf.constant(y)
    if len(inputs) != len(targets):
        raise ValueError(f"Expected as many inputs as targets; received {len(inputs)} and {len(targets)}.")
    return Examples(inputs, targets, 0, len(inputs))


def _overrides_batch_hook(callback: keras.callbacks.Callback) -> bool:
    return any(
        name in vars(callback) or getattr(type(callback), name) is not getattr(keras.callbacks.Callback, name)
        for name in _BATCH_HOOKS
    )
