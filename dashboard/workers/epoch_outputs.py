"""Records a model's answers to a few pictures while it trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.epoch_outputs import EpochOutputs, read_outputs, write_outputs
from dashboard.workers.engine import Examples
from dashboard.workers.measuring import as_inputs


class OutputsRecorder(keras.callbacks.Callback):
    """Ask the model about the first picture of each class, learned and not, before training and after each epoch.

    Twenty pictures cost about two milliseconds an epoch.

    Args:
        train: the examples that it learns from, pictures with a whole number as label.
        test: examples that it never learns from.
        first_epoch: whole epochs done before this training.
    """

    def __init__(self, train: Examples, test: Examples, first_epoch: int = 0) -> None:
        super().__init__()
        chosen = [_first_of_each_class(part) for part in (train, test)]
        self._inputs = as_inputs(tf.concat([pictures for pictures, _ in chosen], axis=0))
        self._rows: list[NDArray[np.float32]] = []
        learned, not_learned = (len(labels) for _, labels in chosen)
        self._frame = EpochOutputs(
            pictures=np.concatenate([pictures.numpy() for pictures, _ in chosen]),
            labels=np.concatenate([labels for _, labels in chosen]),
            learned=np.repeat([True, False], [learned, not_learned]),
            probabilities=np.zeros((0, learned + not_learned, 0), np.float32),
            first_epoch=first_epoch,
        )

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Record the answers before the first epoch."""
        self._record()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002
        """Record the answers after the epoch."""
        self._record()

    def write(self, folder: Path) -> None:
        """Keep what was recorded; where a training goes on, after what was recorded before.

        Raises:
            OSError: if the file cannot be written.
        """
        outputs = replace(self._frame, probabilities=np.stack(self._rows))
        try:
            before = read_outputs(folder) if outputs.first_epoch else None
        except ArtifactError:  # a run from before answers were recorded
            before = None
        if before is not None and before.last_epoch == outputs.first_epoch:
            rows = np.concatenate([before.probabilities[:-1], outputs.probabilities])
            outputs = replace(outputs, probabilities=rows, first_epoch=before.first_epoch)
        write_outputs(folder, outputs)

    def _record(self) -> None:
        self._rows.append(self.model(self._inputs, training=False).numpy())


def _first_of_each_class(part: Examples) -> tuple[tf.Tensor, NDArray[Any]]:
    labels = np.asarray(part.y[part.first : part.last]).ravel()
    found, places = np.unique(labels, return_index=True)
    return tf.gather(part.x, places + part.first), found
