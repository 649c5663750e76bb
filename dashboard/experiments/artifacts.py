"""What a worker leaves in a run's folder once the model is trained, and how to read it back."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.health import Health

SUMMARY = "summary.json"
PREDICTIONS = "predictions.npz"
WEIGHTS = "weights.npz"
HEALTH = "health.json"
CHECKPOINT = "checkpoint.json"


class ArtifactError(RuntimeError):
    """A file of a run is missing or damaged; the message is one sentence for a person."""


@dataclass(frozen=True)
class LayerRow:
    """One row of ``model.summary()``.

    Args:
        name: the layer's name.
        class_name: its class in ``keras.layers``.
        output_shape: as Keras prints it, for example ``(None, 128)``.
        params: number of weights.
        activation: Keras' name of its activation function, for example ``relu``; empty if it has none.
    """

    name: str
    class_name: str
    output_shape: str
    params: int
    activation: str = ""


@dataclass(frozen=True)
class ModelSummary:
    """The trained model in figures.

    Args:
        test_loss: loss on the official test examples.
        test_accuracy: fraction of the test examples named correctly, 0 to 1; None for a model without classes.
        total_params: number of weights of all layers.
        layers: the rows of ``model.summary()``.
        non_trainable_params: those of the weights that training leaves as they are.
        optimizer_params: numbers that the optimizer keeps for itself; Keras adds them to the total once a model is
            compiled.
        fingerprint: tells these weights from those after more training (see :func:`fingerprint`).
    """

    test_loss: float
    test_accuracy: float | None
    total_params: int
    layers: tuple[LayerRow, ...]
    non_trainable_params: int = 0
    optimizer_params: int = 0
    fingerprint: str = ""

    @property
    def trainable_params(self) -> int:
        """Number of weights that training changes."""
        return self.total_params - self.non_trainable_params

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; a loss that is nan or inf becomes text."""
        loss = self.test_loss if np.isfinite(self.test_loss) else str(self.test_loss)
        return {**asdict(self), "test_loss": loss}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelSummary:
        """Read what :meth:`to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: if a member is missing, unknown or of another type.
        """
        accuracy = data["test_accuracy"]
        members = {
            **data,
            "test_loss": float(data["test_loss"]),
            "test_accuracy": None if accuracy is None else float(accuracy),
            "total_params": int(data["total_params"]),
            "layers": tuple(LayerRow(**row) for row in data["layers"]),
        }
        return cls(**members)


@dataclass(frozen=True)
class Artifacts:
    """The files of one finished run; each is read once, when first asked for.

    Args:
        folder: the run's folder.
    """

    folder: Path

    @cached_property
    def summary(self) -> ModelSummary:
        """The trained model in figures.

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return _read_summary(self.folder / SUMMARY)

    @cached_property
    def checkpoint(self) -> ModelSummary:
        """The weights that ``ModelCheckpoint`` kept, in figures.

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return _read_summary(self.folder / CHECKPOINT)

    @cached_property
    def health(self) -> Health:
        """What was measured of gradients and activations at the end of training.

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        path = self.folder / HEALTH
        try:
            return Health.from_json(_read_json(path))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArtifactError(_damaged(path)) from error

    @cached_property
    def probabilities(self) -> NDArray[np.float32]:
        """The model's probabilities on the test pictures, in their order: shape (10000, 10).

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return self._prediction("probabilities")

    @cached_property
    def line(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Inputs, true values and predictions of a model without classes, each of shape (examples,).

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        inputs, targets, outputs = (self._prediction(name) for name in ("inputs", "targets", "outputs"))
        if not len(inputs.ravel()) == len(targets.ravel()) == len(outputs.ravel()):
            raise ArtifactError(_damaged(self.folder / PREDICTIONS))
        return inputs.ravel(), targets.ravel(), outputs.ravel()

    @cached_property
    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The trained weights by their path in the model, for example ``sequential/dense/kernel``.

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return read_arrays(self.folder / WEIGHTS)

    def layer_weights(self, layer: str) -> dict[str, NDArray[np.float32]]:
        """Return one layer's weights by their own names, ``kernel`` and ``bias``; empty if it has none.

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        parts = {tuple(path.split("/")): array for path, array in self.weights.items()}
        return {path[-1]: array for path, array in parts.items() if path[-2:-1] == (layer,)}

    def _prediction(self, name: str) -> NDArray[np.float32]:
        path = self.folder / PREDICTIONS
        try:
            return read_arrays(path)[name].astype(np.float32)
        except (KeyError, ValueError) as error:
            raise ArtifactError(_damaged(path)) from error


def fingerprint(weights: Iterable[NDArray[Any]]) -> str:
    """Return eight hexadecimal digits that differ when any weight differs."""
    crc = 0
    for array in weights:
        crc = zlib.crc32(np.ascontiguousarray(array).tobytes(), crc)
    return f"{crc:08x}"


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of an ``.npz`` file by name, in the order they were written.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    try:
        # Opened here, since numpy leaves the file open when it is no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ArtifactError(_damaged(path)) from error


def _read_summary(path: Path) -> ModelSummary:
    try:
        return ModelSummary.from_json(_read_json(path))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(_damaged(path)) from error


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtifactError(_damaged(path)) from error


def _damaged(path: Path) -> str:
    return f"The file {path.name} of this run is missing or damaged: press Train to run it again."
