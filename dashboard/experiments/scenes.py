"""Rendered scenes, not photographs: pictures in colour, in a folder a class, read with Pillow.

``train`` and ``same_artist`` show drawings of the same artists, in other scenes; ``new_artist`` shows drawings of
artists that no model has learned from. What they are made of is in data/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dashboard.experiments.data_folder import REMEDY, DatasetError, data_folder, missing, unreadable

SCENE_SIDE = 96  # pixels of the files
SIZES = (48, 64, 96)
SPLITS = ("train", "same_artist", "new_artist")
# Classes in the order of their labels, which is that of the alphabet, as Keras takes folders; pictures by split.
_CLASSES = {
    "horse_or_human": ("horses", "humans"),
    "cats_and_dogs": ("cats", "dogs"),
    "rock_paper_scissors": ("paper", "rock", "scissors"),
}
_COUNTS = {
    "horse_or_human": {"train": 600, "same_artist": 200, "new_artist": 200},
    "cats_and_dogs": {"train": 600, "same_artist": 200, "new_artist": 200},
    "rock_paper_scissors": {"train": 600, "same_artist": 210, "new_artist": 210},
}
SCENES = tuple(_CLASSES)
# Decoded splits kept in memory, in a server that has little: 600 pictures of 96 x 96 take 17 MB, of 48 x 48 4 MB.
_KEPT = 2


@dataclass(frozen=True)
class Scenes:
    """One split of a set of scenes.

    Args:
        images: uint8 pixels from 0 to 255, shape (pictures, size, size, 3), read-only.
        labels: uint8 classes, shape (pictures,), read-only.
        class_names: name of each class, by label: the names of the folders.
        files: each picture's file inside the split's folder, for example ``horses/0007.jpg``.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    class_names: tuple[str, ...]
    files: tuple[str, ...]


def scenes(name: str, split: str, size: int = SCENE_SIDE, data: Path | None = None) -> Scenes:
    """Read one split of a set, smaller if wanted.

    Args:
        name: one of ``SCENES``.
        split: one of ``SPLITS``.
        size: height and width of the pictures, 8 to 96 pixels; 96 reads them as they are.
        data: the folder that holds ``scenes/``; the project's own by default.

    Returns:
        The pictures, sorted by class and file name, as ``flow_from_directory`` finds them.

    Raises:
        DatasetError: if there is no such set or split, the size is out of range, or a file is missing or damaged.
    """
    _check(name, split, size)
    return _read(data or data_folder(), name, split, size)


def scene_counts(name: str) -> dict[str, int]:
    """Return how many pictures each split of a set has.

    Raises:
        DatasetError: if there is no such set.
    """
    _check(name, "train", SCENE_SIDE)
    return dict(_COUNTS[name])


def scene_classes(name: str) -> tuple[str, ...]:
    """Return the names of the classes of a set, by label.

    Raises:
        DatasetError: if there is no such set.
    """
    _check(name, "train", SCENE_SIDE)
    return _CLASSES[name]


def scene_folder(name: str, split: str) -> Path:
    """Return the folder of a split, which holds a folder a class.

    Raises:
        DatasetError: if there is no such set or split.
    """
    _check(name, split, SCENE_SIDE)
    return data_folder() / "scenes" / name / split


def shrink(picture: Image.Image, size: int) -> NDArray[np.uint8]:
    """Return a picture in colour as pixels of shape (size, size, 3), as Keras' loaders make it smaller.

    Args:
        picture: any picture that Pillow has opened.
        size: the wanted height and width.
    """
    colour = picture.convert("RGB")
    if colour.size != (size, size):
        # What ``image_dataset_from_directory(interpolation="bilinear")`` does as well: four neighbours, not an area.
        colour = colour.transform(
            (size, size), Image.Transform.EXTENT, (0, 0, *colour.size), Image.Resampling.BILINEAR
        )
    return np.asarray(colour, dtype=np.uint8)


def _check(name: str, split: str, size: int) -> None:
    if name not in _CLASSES:
        raise DatasetError(f"Expected one of {', '.join(SCENES)}; received {name!r}.")
    if split not in SPLITS:
        raise DatasetError(f"Expected the split {_or(SPLITS)}; received {split!r}.")
    if type(size) is not int or not 8 <= size <= SCENE_SIDE:
        raise DatasetError(f"Expected a size from 8 to {SCENE_SIDE} pixels; received {size!r}.")


def _or(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}"


@lru_cache(maxsize=_KEPT)
def _read(data: Path, name: str, split: str, size: int) -> Scenes:
    folder = data / "scenes" / name / split
    files = [
        (label, path)
        for label, class_name in enumerate(_CLASSES[name])
        for path in sorted((folder / class_name).glob("*.jpg"))
    ]
    expected = _COUNTS[name][split]
    if not files:
        raise missing(folder)
    if len(files) != expected:
        raise DatasetError(f"Expected {expected} pictures in {folder}; received {len(files)}. {REMEDY}")
    images = np.empty((expected, size, size, 3), np.uint8)
    for place, (_, path) in enumerate(files):
        images[place] = _decode(path, size)
    labels = np.array([label for label, _ in files], np.uint8)
    images.flags.writeable = labels.flags.writeable = False
    names = tuple(path.relative_to(folder).as_posix() for _, path in files)
    return Scenes(images, labels, _CLASSES[name], names)


def _decode(path: Path, size: int) -> NDArray[np.uint8]:
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            return shrink(picture, size)
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise unreadable(path, error) from None
