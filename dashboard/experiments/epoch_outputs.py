"""What a model answered to a few pictures before training and after every epoch, kept beside the run's other files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays

OUTPUTS = "outputs.npz"


@dataclass(frozen=True)
class EpochOutputs:
    """A few pictures and the model's probabilities for them, epoch by epoch.

    Args:
        pictures: uint8 pixels, shape (pictures, height, width).
        labels: their classes, shape (pictures,).
        learned: whether the model learned from each, shape (pictures,); the others are test pictures.
        probabilities: float32, shape (times, pictures, classes): the first before any training seen here, then one
            for each epoch.
        first_epoch: whole epochs done at the first time; 0 is before any training.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    learned: NDArray[np.bool_]
    probabilities: NDArray[np.float32]
    first_epoch: int = 0

    @property
    def last_epoch(self) -> int:
        """Whole epochs done at the last time."""
        return self.first_epoch + len(self.probabilities) - 1

    def after(self, epochs: int, picture: int) -> NDArray[np.float32]:
        """Return the probabilities for one picture after so many whole epochs, shape (classes,).

        Raises:
            IndexError: if they were not recorded.
        """
        if not self.first_epoch <= epochs <= self.last_epoch:
            raise IndexError(f"Expected {self.first_epoch} to {self.last_epoch} epochs; received {epochs}.")
        return self.probabilities[epochs - self.first_epoch, picture]


def write_outputs(folder: Path, outputs: EpochOutputs) -> None:
    """Keep them in the run's folder.

    Raises:
        OSError: if the file cannot be written.
    """
    np.savez_compressed(
        folder / OUTPUTS,
        pictures=outputs.pictures,
        labels=outputs.labels,
        learned=outputs.learned,
        probabilities=outputs.probabilities.astype(np.float16),
        first_epoch=np.int64(outputs.first_epoch),
    )


def read_outputs(folder: Path) -> EpochOutputs:
    """Return what :func:`write_outputs` kept.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    arrays = read_arrays(folder / OUTPUTS)
    try:
        outputs = EpochOutputs(
            arrays["pictures"],
            arrays["labels"],
            arrays["learned"],
            arrays["probabilities"].astype(np.float32),
            int(arrays["first_epoch"]),
        )
        count = len(outputs.labels)
        whole = outputs.probabilities.ndim == 3 and len(outputs.probabilities) > 0
        if whole and outputs.probabilities.shape[1] == len(outputs.pictures) == len(outputs.learned) == count:
            return outputs
    except (KeyError, TypeError, ValueError):
        pass  # the same sentence as for shapes that do not fit
    raise ArtifactError(f"The file {OUTPUTS} of this run is damaged: press Train to run it again.")
