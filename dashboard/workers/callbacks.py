"""Keras callbacks that the dashboard itself attaches to a run.

``reads_logs_only`` promises the engine that a callback never looks at the model's weights, so that several short
epochs may be trained in one call.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras

from dashboard.experiments.config import TrainingConfig

_SLICE_SECONDS = 0.02
CHECKPOINT_FILE = "best.weights.h5"


def keras_callback(config: TrainingConfig, folder: Path) -> keras.callbacks.Callback | None:
    """Return the callback of Keras' own that the settings name, or None.

    Args:
        config: the settings.
        folder: where ``ModelCheckpoint`` keeps its file.
    """
    # Keras finds the direction by itself only for models that went through its own fit.
    watched = {"monitor": config.monitor, "mode": "min" if config.monitor.endswith("loss") else "max"}
    waiting = {"patience": config.patience, "min_delta": config.min_delta}
    match config.callback:
        case "early_stopping":
            return keras.callbacks.EarlyStopping(
                **watched, **waiting, restore_best_weights=config.restore_best_weights
            )
        case "model_checkpoint":
            return keras.callbacks.ModelCheckpoint(
                str(folder / CHECKPOINT_FILE), **watched, save_best_only=True, save_weights_only=True
            )
        case "reduce_lr":
            return keras.callbacks.ReduceLROnPlateau(**watched, **waiting, factor=config.factor)
    return None


def stop_reason(callback: keras.callbacks.Callback | None) -> str:
    """Return in one sentence why ``EarlyStopping`` ended a training; empty if it did not."""
    if not isinstance(callback, keras.callbacks.EarlyStopping) or not callback.stopped_epoch:
        return ""
    kept = (
        f" The weights of epoch {callback.best_epoch + 1} are restored."
        if callback.restore_best_weights
        else ""
    )
    return (
        f"EarlyStopping ended training after epoch {callback.stopped_epoch + 1}: {callback.monitor} was best after "
        f"epoch {callback.best_epoch + 1}.{kept}"
    )


class StopAtAccuracy(keras.callbacks.Callback):
    """Stop once the training accuracy of an epoch is above a target, as the callback in the course's notes does.

    Args:
        target: accuracy, 0 to 1.
    """

    reads_logs_only = True

    def __init__(self, target: float) -> None:
        super().__init__()
        self.target = target
        self.reason = ""

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Set ``model.stop_training``, and ``reason`` to one sentence, above the target."""
        accuracy = (logs or {}).get("accuracy")
        if accuracy is not None and accuracy > self.target:
            self.model.stop_training = True
            self.reason = (
                f"The callback stopped training after epoch {epoch + 1}: "
                f"the accuracy reached {accuracy:.1%}, above {self.target * 100:g} %."
            )


class Pacer(keras.callbacks.Callback):
    """Slow motion: let every epoch but the last take a while, so that each can be seen.

    It waits in small slices, so that Stop and another pace are heard at once. It is to be the last callback.

    Args:
        pace: asked again and again for the seconds an epoch is to take at least.
        stop: asked again and again whether to wait no longer.
        last_epoch: the epoch, from 0, after which there is nothing to wait for.
        slice_seconds: how long it sleeps at a time.
    """

    reads_logs_only = True

    def __init__(
        self,
        pace: Callable[[], float],
        stop: Callable[[], bool],
        last_epoch: int,
        slice_seconds: float = _SLICE_SECONDS,
    ) -> None:
        super().__init__()
        self.waited = 0.0
        self._pace = pace
        self._stop = stop
        self._last_epoch = last_epoch
        self._slice = slice_seconds
        self._began = time.monotonic()

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Begin to measure."""
        self._began = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002
        """Wait for the rest of the time that the epoch is to take; ``waited`` sums up the pauses, in seconds."""
        ended = time.monotonic()
        if epoch < self._last_epoch and not self.model.stop_training:
            while not self._stop() and (left := self._began + self._pace() - time.monotonic()) > 0:
                time.sleep(min(left, self._slice))
        self._began = time.monotonic()
        self.waited += self._began - ended


class EpochReporter(keras.callbacks.Callback):
    """Hand on every epoch's figures.

    Args:
        report: called with the epoch, from 0, and its logs.
    """

    reads_logs_only = True

    def __init__(self, report: Callable[[int, dict[str, float]], None]) -> None:
        super().__init__()
        self._report = report

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Report the epoch."""
        self._report(epoch, {name: float(value) for name, value in (logs or {}).items()})
