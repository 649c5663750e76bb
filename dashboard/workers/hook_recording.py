"""Keras' own ``model.fit`` with a callback that writes down every hook that is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np

from dashboard.experiments.config import OPTIMIZERS, VALIDATION_SPLIT, TrainingConfig
from dashboard.experiments.datasets import arrays, dataset_info
from dashboard.experiments.hooks import HookCall
from dashboard.workers.models import build_model

STOP_EPOCH = 1  # the epoch, from 0, in which a hook stops; on_train_begin comes before all
STOP_BATCH = 1


class HookRecorder(keras.callbacks.Callback):
    """Write down every hook with its logs, and stop training in one of them.

    Args:
        stops_in: the name of the hook that sets ``model.stop_training``, in the second epoch and, for hooks of
            batches, at the second batch; any other text for none.
    """

    def __init__(self, stops_in: str) -> None:
        super().__init__()
        self.calls: list[HookCall] = []
        self._stops_in = stops_in
        self._epoch: int | None = None

    def _note(self, hook: str, batch: int | None, logs: Mapping[str, Any] | None) -> None:
        stops = hook == self._stops_in and (
            hook == "on_train_begin" or (self._epoch == STOP_EPOCH and batch in (None, STOP_BATCH))
        )
        if stops:
            self.model.stop_training = True
        figures = {name: float(value) for name, value in (logs or {}).items()}
        self.calls.append(HookCall(hook, self._epoch, batch, figures, stops))

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_train_begin", None, logs)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_train_end", None, logs)

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._epoch = epoch
        self._note("on_epoch_begin", None, logs)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002
        """Note the call."""
        self._note("on_epoch_end", None, logs)
        self._epoch = None

    def on_train_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_train_batch_begin", batch, logs)

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_train_batch_end", batch, logs)

    def on_test_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_test_begin", None, logs)

    def on_test_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_test_end", None, logs)

    def on_test_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_test_batch_begin", batch, logs)

    def on_test_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call."""
        self._note("on_test_batch_end", batch, logs)


class _StopWhenAsked(keras.callbacks.Callback):
    def __init__(self, stop: Callable[[], bool]) -> None:
        super().__init__()
        self.asked = False
        self._stop = stop

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002
        if self._stop():
            self.asked = self.model.stop_training = True


def record(
    config: TrainingConfig, callbacks: Sequence[keras.callbacks.Callback], stop: Callable[[], bool]
) -> tuple[list[HookCall], bool]:
    """Train a config with ``model.fit``.

    Args:
        config: the settings; ``hooks`` says where to stop.
        callbacks: further Keras callbacks.
        stop: asked after every batch; True ends training.

    Returns:
        The calls in their order, and whether ``stop`` ended the training.

    Raises:
        DatasetError: if a data file is missing or damaged.
    """
    info = dataset_info(config.dataset)
    pixels, labels = arrays(config.dataset, "train")
    x = np.asarray(pixels[: config.examples], np.float32) / info.divisor
    model = build_model(config)
    optimizer = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)
    momentum = {"momentum": config.momentum} if config.momentum else {}
    model.compile(
        optimizer(learning_rate=config.learning_rate, **momentum), info.loss, metrics=list(info.metrics)
    )
    recorder, asked = HookRecorder(config.hooks), _StopWhenAsked(stop)
    model.fit(
        x,
        labels[: config.examples],
        validation_split=VALIDATION_SPLIT,
        batch_size=config.batch_size,
        epochs=config.epochs,
        verbose=0,
        callbacks=[recorder, asked, *callbacks],
    )
    return recorder.calls, asked.asked
