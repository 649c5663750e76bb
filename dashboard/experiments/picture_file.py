"""All pictures of a data set, a few at a time: unpacked to a file once, and read from there in pieces.

The 70,000 pictures of Fashion-MNIST are 55 MB in memory, too much for a process that serves many learners and shows
each of them two dozen.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.datasets import REMEDY, DatasetError, dataset_info, keras_home
from dashboard.experiments.runs import default_root, disk_problem

_PREFIXES = {"train": "train", "test": "t10k"}
_IMAGES_HEADER = 16  # bytes of an IDX file before its pictures: a magic number and three sizes
_LABELS_HEADER = 8
_PIECE = 5_000  # pictures read at once: 4 MB


@dataclass(frozen=True)
class ClassStatistics:
    """What the pictures of each class have in common.

    Args:
        count: pictures of each class, shape (classes,).
        mean: the average of each pixel over the pictures of a class, 0 to 255, shape (classes, height, width).
        std: the standard deviation of each pixel over them, shape (classes, height, width).
    """

    count: NDArray[np.int64]
    mean: NDArray[np.float64]
    std: NDArray[np.float64]


class PictureFile:
    """One split of a data set of grey pictures.

    Args:
        dataset: for example ``"fashion_mnist"``.
        split: ``"train"`` or ``"test"``.
        home: the folder that holds ``datasets/``; the embedded data by default.
        cache: where pictures are unpacked; beside the runs by default.

    Attributes:
        labels: the class of each picture, uint8, shape (pictures,).

    Raises:
        DatasetError: if a file is missing or damaged, or the disk has no room; the message says what to do.
    """

    def __init__(self, dataset: str, split: str, home: Path | None = None, cache: Path | None = None) -> None:
        info = dataset_info(dataset)
        if not info.folder or split not in _PREFIXES:
            raise DatasetError(
                f"Expected a data set of pictures and the split train or test; received {dataset!r}, {split!r}."
            )
        self._shape = info.shape
        size = info.train_size if split == "train" else info.test_size
        folder = (home or keras_home()) / "datasets" / info.folder
        self.labels = _labels(folder / f"{_PREFIXES[split]}-labels-idx1-ubyte.gz", size)
        self._path = (cache or default_root().parent / "cache") / f"{info.folder}-{split}.u8"
        self._bytes = int(np.prod(self._shape))
        if not self._path.is_file() or self._path.stat().st_size != size * self._bytes:
            _unpack(folder / f"{_PREFIXES[split]}-images-idx3-ubyte.gz", self._path, size * self._bytes)

    def __len__(self) -> int:
        return len(self.labels)

    def images(self, indices: Sequence[int]) -> NDArray[np.uint8]:
        """Return some pictures, shape (len(indices), height, width), in the order asked for.

        Raises:
            IndexError: if there is no such picture.
        """
        found = np.empty((len(indices), *self._shape), np.uint8)
        with self._path.open("rb") as file:
            for place, index in enumerate(indices):
                if not 0 <= index < len(self):
                    raise IndexError(f"Expected a picture from 0 to {len(self) - 1}; received {index}.")
                file.seek(index * self._bytes)
                found[place] = np.frombuffer(file.read(self._bytes), np.uint8).reshape(self._shape)
        return found

    def of_class(self, label: int) -> NDArray[np.int64]:
        """Return the places of all pictures of a class, in their order."""
        return np.flatnonzero(self.labels == label)

    def statistics(self) -> ClassStatistics:
        """Return count, average and standard deviation of each class; reads every picture, some at a time."""
        classes = int(self.labels.max()) + 1
        total = np.zeros((classes, self._bytes))
        squares = np.zeros_like(total)
        for start, piece in self._pieces():
            labels = self.labels[start : start + len(piece)]
            for label in range(classes):
                mine = piece[labels == label].astype(np.float64)
                total[label] += mine.sum(axis=0)
                squares[label] += (mine**2).sum(axis=0)
        count = np.bincount(self.labels, minlength=classes)
        mean = total / np.maximum(count, 1)[:, None]
        variance = np.maximum(squares / np.maximum(count, 1)[:, None] - mean**2, 0.0)
        shape = (classes, *self._shape)
        return ClassStatistics(count, mean.reshape(shape), np.sqrt(variance).reshape(shape))

    def _pieces(self) -> Iterator[tuple[int, NDArray[np.uint8]]]:
        with self._path.open("rb") as file:
            for start in range(0, len(self), _PIECE):
                content = file.read(_PIECE * self._bytes)
                yield start, np.frombuffer(content, np.uint8).reshape(-1, self._bytes)


def _labels(path: Path, size: int) -> NDArray[np.uint8]:
    try:
        with gzip.open(path, "rb") as file:
            content = file.read()[_LABELS_HEADER:]
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(f"The data file {path} cannot be read ({error}). {REMEDY}") from None
    if len(content) != size:
        raise DatasetError(
            f"The data file {path} is damaged: expected {size} labels, received {len(content)}. {REMEDY}"
        )
    return np.frombuffer(content, np.uint8)


def _unpack(source: Path, target: Path, size: int) -> None:
    """Write the pictures of a gzipped IDX file beside their place and move them there, whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            part = Path(file.name)
            try:
                _copy(source, file)
                if file.tell() != size:
                    raise DatasetError(
                        f"The data file {source} is damaged: expected {size} bytes of pictures, received "
                        f"{file.tell()}. {REMEDY}"
                    )
                file.flush()
                os.replace(part, target)  # noqa: PTH105 - says that it replaces
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise DatasetError(disk_problem(error, target.parent)) from None


def _copy(source: Path, target: tempfile._TemporaryFileWrapper[bytes]) -> None:
    try:
        with gzip.open(source, "rb") as packed:
            packed.read(_IMAGES_HEADER)
            shutil.copyfileobj(packed, target, 1 << 20)
    except (gzip.BadGzipFile, EOFError, zlib.error, FileNotFoundError) as error:
        raise DatasetError(f"The data file {source} cannot be read ({error}). {REMEDY}") from None
