"""Training as ``model.fit`` does it, on compiled programs: callbacks, logs and stopping as in Keras."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.workers.program import FIGURES, Program, Sums, index_table

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
        interrupted: whether ``stop`` ended it; the model is then as after the last whole epoch.
    """

    history: Mapping[str, list[float]]
    interrupted: bool

    @property
    def epochs(self) -> int:
        """Whole epochs done in this training."""
        return max((len(values) for values in self.history.values()), default=0)


@dataclass(frozen=True)
class FitOptions:
    """How to go through the examples.

    Args:
        batch_size: examples a weight update.
        epochs: times through the examples.
        seed: start of the shuffling.
        shuffle: whether every epoch takes the examples in a new order, which the seed and the epoch decide.
        first_epoch: the epoch to begin with, from 0; earlier ones are done already.
        table_rows: rows of the index table; a fixed number spares XLA a compilation for each number of examples.
    """

    batch_size: int = 32
    epochs: int = 1
    seed: int = 0
    shuffle: bool = True
    first_epoch: int = 0
    table_rows: int | None = None


def as_they_are(inputs: Any, _epoch: int) -> Any:
    """Return the same inputs in every epoch."""
    return inputs


@dataclass(frozen=True)
class Renewal:
    """What an epoch makes of the inputs: same shape and type, new values, decided by the epoch alone.

    Args:
        train: gets all training inputs and the epoch, from 0.
        validation: the same for the validation inputs.
    """

    train: Callable[[Any, int], Any] = as_they_are
    validation: Callable[[Any, int], Any] = as_they_are


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
    xla: bool = False,
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
        xla: compile with XLA.

    Returns:
        The history of the whole epochs.

    Raises:
        ValueError: if the model is not compiled, or a metric is not supported.
    """
    validation = None if validation_data is None else examples(*validation_data)
    fitting = Fitting(Program(model, xla=xla), options or FitOptions(), callbacks, stop)
    return fitting.run(examples(x, y), validation)


class Fitting:
    """One training of a program.

    Args:
        program: the compiled model.
        options: batch size, epochs and the like.
        callbacks: Keras callbacks.
        stop: asked between calls; True ends training at once.
        on_progress: told the epoch (from 0) and the fraction of it that is done, between calls.
        on_compiled: told the seconds that compiling took, if the model was not compiled before.
        on_weights: told the weights in a row at the start, and at the end of each epoch just before the callbacks
            are, if the program keeps them.
        renewal: what each epoch makes of the inputs; then every epoch is a call of its own.
    """

    def __init__(
        self,
        program: Program,
        options: FitOptions,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        stop: Callable[[], bool] = never,
        on_progress: Callable[[int, float], None] | None = None,
        on_compiled: Callable[[float], None] | None = None,
        on_weights: Callable[[tuple[float, ...]], None] | None = None,
        renewal: Renewal | None = None,
    ) -> None:
        self._program = program
        self._renewal = renewal
        self._options = options
        self._given = tuple(callbacks)
        self._batch_by_batch = any(_overrides_batch_hook(callback) for callback in callbacks)
        self._stop = stop
        self._on_progress = on_progress
        self._on_compiled = on_compiled
        self._on_weights = on_weights if program.keeps_path else None

    def run(self, train: Examples, validation: Examples | None = None) -> FitResult:
        """Train to the end, to a callback's ``stop_training``, or to ``stop``.

        Raises:
            Exception: whatever compiling the model raises.
        """
        self._train, self._validation = train, validation
        self._inputs = train.x
        model, options = self._program.model, self._options
        self._steps = -(-len(train) // options.batch_size)
        self._callbacks = keras.callbacks.CallbackList(
            list(self._given),
            add_history=True,
            model=model,
            verbose=0,
            epochs=options.epochs,
            steps=self._steps,
        )
        model.stop_training = False
        logs: dict[str, float] | None = None
        epoch, interrupted = options.first_epoch, False
        if self._on_weights is not None:
            self._on_weights(self._program.weights_row())
        self._callbacks.on_train_begin()
        while epoch < options.epochs and not (interrupted or model.stop_training):
            some = self._several(epoch) if self._group > 1 else self._one(epoch)
            epoch += len(some)
            logs = some[-1] if some else logs
            interrupted = self._stop() and epoch < options.epochs
        self._callbacks.on_train_end(logs)
        return FitResult(dict(model.history.history), interrupted)

    @property
    def _group(self) -> int:
        """Epochs a call: several only where nobody looks at the model between them."""
        onlookers = self._validation is not None or not all(
            getattr(callback, "reads_logs_only", False) for callback in self._given
        )
        return 1 if onlookers or self._renewal is not None else self._program.epochs_per_call

    def _one(self, epoch: int) -> list[dict[str, float]]:
        """Train one epoch and evaluate; the list is empty, and the model as before, if ``stop`` ended it."""
        self._callbacks.on_epoch_begin(epoch)
        table = self._table(epoch, 1)
        if not self._prepare(table):
            return []
        before = self._program.snapshot()
        if self._renewal is not None:
            self._inputs = self._renewal.train(self._train.x, epoch)
        sums = Sums()
        step = 0
        while step < self._steps and not (step and self._program.model.stop_training):
            step = self._chunk(table, step, sums)
            if self._stop() and step < self._steps:
                self._program.restore(before)
                return []
            if self._on_progress is not None:
                self._on_progress(epoch, step / self._steps)
        logs = sums.logs(accuracy=self._program.reports_accuracy)
        if self._validation is not None:
            logs |= self._validate(self._validation, epoch)
        if self._on_weights is not None:
            self._on_weights(self._program.weights_row())
        self._callbacks.on_epoch_end(epoch, logs)
        return [logs]

    def _several(self, epoch: int) -> list[dict[str, float]]:
        """Train epochs in one call, then tell them one by one; what was trained too far is taken back."""
        count = min(self._group, self._options.epochs - epoch)
        table = self._table(epoch, count)
        if not self._prepare(table):
            return []
        before = self._program.snapshot()
        totals = self._train_rows(table, 0, count * self._steps)
        told: list[dict[str, float]] = []
        for figures in totals[:count]:
            sums = Sums()
            sums.add(figures)
            told.append(sums.logs(accuracy=self._program.reports_accuracy))
            if self._on_weights is not None:
                self._on_weights(tuple(figures[FIGURES:].tolist()))
            self._callbacks.on_epoch_begin(epoch + len(told) - 1)
            self._callbacks.on_epoch_end(epoch + len(told) - 1, told[-1])
            if self._program.model.stop_training or self._stop():
                break
        if len(told) < count:
            self._program.restore(before)
            self._train_rows(table, 0, len(told) * self._steps)
        return told

    def _table(self, epoch: int, count: int) -> Any:
        """Return the batches of the epochs from ``epoch`` on; their order depends on nothing but seed and epoch."""
        options = self._options
        orders = []
        for each in range(epoch, epoch + count):
            order = np.arange(self._train.first, self._train.last)
            if options.shuffle:
                np.random.default_rng((options.seed, each)).shuffle(order)
            orders.append(order)
        return index_table(orders, options.batch_size, options.table_rows)

    def _prepare(self, table: Any) -> bool:
        if self._stop():
            return False
        began = time.perf_counter()
        compiled = self._program.compile_seconds is not None
        ready = self._program.prepare(self._train.x, self._train.y, table, self._stop)
        if not compiled and self._on_compiled is not None:
            self._on_compiled(time.perf_counter() - began)
        return ready

    def _chunk(self, table: Any, step: int, sums: Sums) -> int:
        """Run as many batches as fit in ``CHUNK_SECONDS``; return the next step."""
        program = self._program
        # A stop asked for at the start of an epoch takes effect after one batch, as in Keras.
        if self._batch_by_batch or program.model.stop_training:
            end = step + 1
        else:
            pace = program.seconds_per_step
            end = min(self._steps, step + (max(1, int(CHUNK_SECONDS / pace)) if pace else _FIRST_CHUNK))
        if self._batch_by_batch:
            self._callbacks.on_train_batch_begin(step)
        began = time.perf_counter()
        sums.add(self._train_rows(table, step, end)[0])
        program.seconds_per_step = (time.perf_counter() - began) / (end - step)
        if self._batch_by_batch:
            self._callbacks.on_train_batch_end(step, sums.logs(accuracy=program.reports_accuracy))
        return end

    def _train_rows(self, table: Any, start: int, stop: int) -> NDArray[np.float64]:
        return self._program.train(self._inputs, self._train.y, table, start, stop, self._steps)

    def _validate(self, validation: Examples, epoch: int) -> dict[str, float]:
        self._callbacks.on_test_begin()
        inputs = validation.x if self._renewal is None else self._renewal.validation(validation.x, epoch)
        sums = self._program.evaluate(inputs, validation.y, validation.first, validation.last)
        logs = sums.logs(accuracy=self._program.reports_accuracy)
        self._callbacks.on_test_end(logs)
        return {f"val_{name}": value for name, value in logs.items()}


def examples(x: Any, y: Any) -> Examples:
    """Return all rows of two arrays as examples.

    Raises:
        ValueError: if their lengths differ.
    """
    inputs, targets = tf.constant(x), tf.constant(y)
    if len(inputs) != len(targets):
        raise ValueError(f"Expected as many inputs as targets; received {len(inputs)} and {len(targets)}.")
    return Examples(inputs, targets, 0, len(inputs))


def _overrides_batch_hook(callback: keras.callbacks.Callback) -> bool:
    return any(
        name in vars(callback) or getattr(type(callback), name) is not getattr(keras.callbacks.Callback, name)
        for name in _BATCH_HOOKS
    )
