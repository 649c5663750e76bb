"""What a worker leaves in a run's folder once the model is trained, and how to read it back."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SUMMARY = "summary.json"
PREDICTIONS = "predictions.npz"
WEIGHTS = "weights.npz"


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
    """

    name: str
    class_name: str
    output_shape: str
    params: int


@dataclass(frozen=True)
class ModelSummary:
    """The trained model in figures.

    Args:
        test_loss: loss on the official test pictures.
        test_accuracy: fraction of the test pictures named correctly, 0 to 1.
        total_params: number of weights of all layers.
        layers: the rows of ``model.summary()``.
    """

    test_loss: float
    test_accuracy: float
    total_params: int
    layers: tuple[LayerRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; a loss that is nan or inf becomes text."""
        return {
            "test_loss": self.test_loss if np.isfinite(self.test_loss) else str(self.test_loss),
            "test_accuracy": self.test_accuracy,
            "total_params": self.total_params,
            "layers": [vars(row) for row in self.layers],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ModelSummary:
        """Read what :meth:`to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: if a member is missing or of another type.
        """
        return cls(
            test_loss=float(data["test_loss"]),
            test_accuracy=float(data["test_accuracy"]),
            total_params=int(data["total_params"]),
            layers=tuple(LayerRow(**row) for row in data["layers"]),
        )


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
        path = self.folder / SUMMARY
        try:
            return ModelSummary.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArtifactError(_damaged(path)) from error

    @cached_property
    def probabilities(self) -> NDArray[np.float32]:
        """The model's probabilities on the test pictures, in their order: shape (10000, 10).

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return _read_arrays(self.folder / PREDICTIONS)["probabilities"].astype(np.float32)

    @cached_property
    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The trained weights by their path in the model, for example ``dense/kernel`` of shape (784, 128).

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return _read_arrays(self.folder / WEIGHTS)

    @property
    def first_layer(self) -> NDArray[np.float32]:
        """The weights of the first dense layer: shape (784, units); column u seen as 28x28 is what unit u looks for.

        Raises:
            ArtifactError: if the file is missing or damaged.
        """
        return next(array for array in self.weights.values() if array.ndim == 2)


def _read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        # Opened here, since numpy leaves the file open when it is no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ArtifactError(_damaged(path)) from error


def _damaged(path: Path) -> str:
    return f"The file {path.name} of this run is missing or damaged: press Train to run it again."
