"""Keras callbacks that the dashboard itself attaches to a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras


class StopAtAccuracy(keras.callbacks.Callback):
    """Stop once the training accuracy of an epoch is above a target, as the callback in the course's notes does.

    Args:
        target: accuracy, 0 to 1.
    """

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


class EpochReporter(keras.callbacks.Callback):
    """Hand on every epoch's figures.

    Args:
        report: called with the epoch, from 0, and its logs.
    """

    def __init__(self, report: Callable[[int, dict[str, float]], None]) -> None:
        super().__init__()
        self._report = report

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Report the epoch."""
        self._report(epoch, {name: float(value) for name, value in (logs or {}).items()})
