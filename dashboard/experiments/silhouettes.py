"""Outlines of ten animals, 28 x 28 grey values: a second data set beside Fashion-MNIST, read with numpy."""

from __future__ import annotations

import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.data_folder import REMEDY, DatasetError, data_folder, missing, unreadable

SILHOUETTES_FILE = "animal_silhouettes/animal_silhouettes.npz"
# By label. Source of the names and their order: the description of the package animal-mnist.
ANIMALS = ("Bear", "Bird", "Cat", "Cow", "Dog", "Elephant", "Giraffe", "Horse", "Sheep", "Zebra")
SILHOUETTE_COUNTS = {"train": 8_116, "test": 1_600}


def silhouettes(split: str, data: Path | None = None) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read one split; its pictures are shuffled, and none of them is in the other split.

    Args:
        split: ``"train"`` or ``"test"``.
        data: the folder that holds ``animal_silhouettes/``; the project's own by default.

    Returns:
        uint8 pixels from 0 to 255, shape (pictures, 28, 28), and uint8 labels, shape (pictures,), both read-only.

    Raises:
        DatasetError: if there is no such split, or the file is missing or damaged.
    """
    if split not in SILHOUETTE_COUNTS:
        raise DatasetError(f"Expected the split train or test; received {split!r}.")
    return _read(data or data_folder(), split)


@lru_cache(maxsize=2)
def _read(data: Path, split: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    path, count = data / SILHOUETTES_FILE, SILHOUETTE_COUNTS[split]
    try:
        # Opened here, since numpy leaves the file open when it is no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            images, labels = arrays[f"x_{split}"], arrays[f"y_{split}"]
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise unreadable(path, error) from None
    wanted = ((count, 28, 28), (count,))
    if (images.shape, labels.shape) != wanted or images.dtype != np.uint8 or labels.max() >= len(ANIMALS):
        raise DatasetError(
            f"The data file {path} is damaged: expected uint8 arrays of the shapes {wanted[0]} and {wanted[1]}, "
            f"received {images.dtype} {images.shape} and {labels.shape}. {REMEDY}"
        )
    images.flags.writeable = labels.flags.writeable = False
    return images, labels.astype(np.uint8, copy=False)
