"""Questions to learners' functions that read pictures from CSV files, and what every right answer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.arrays import KnownResult, expect_array, expect_equal, same_numbers
from graders.grading.silhouettes import ANIMAL_LABELS, SIDE, as_csv
from graders.grading.verdicts import Wrong

LINES = (7, 12)  # of a small file


@dataclass(frozen=True)
class PictureFile:
    """A CSV file as :func:`graders.grading.silhouettes.as_csv` writes it.

    Args:
        pictures: shape (n, 28, 28).
        labels: shape (n,).
        path: below the learner's folder.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]
    path: str

    @classmethod
    def draw(cls, rng: np.random.Generator) -> PictureFile:
        """Return a file of a few lines whose every pixel is drawn, so that each place in it holds another number."""
        count = int(rng.integers(*LINES))
        pictures = rng.integers(0, 256, (count, SIDE, SIDE)).astype(np.uint8)
        labels = rng.choice(ANIMAL_LABELS, count)
        # Neither all alike nor in order, so that lost and sorted lines show.
        labels[:2] = ANIMAL_LABELS[-1], ANIMAL_LABELS[0]
        return cls(pictures, labels, f"more_{rng.integers(10**6)}/animals_{rng.integers(10**6)}.csv")

    @classmethod
    def read(cls, path: str, content: bytes) -> PictureFile:
        """Return a file that lies in the learner's folder."""
        table = np.loadtxt(content.decode().splitlines(), np.int64, delimiter=",", skiprows=1, ndmin=2)
        return cls(table[:, 1:].astype(np.uint8).reshape(-1, SIDE, SIDE), table[:, 0], path)

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return as_csv(self.pictures, self.labels)


def expect_pictures(name: str, images: NDArray[Any], file: PictureFile) -> None:
    """Hold that a function read a file's pictures.

    Args:
        name: of the function.
        images: what it returned.
        file: what it was given.

    Raises:
        Wrong: naming the known mistake, or the first wrong number.
    """
    if images.dtype.kind == "f" and images.ndim and len(images) and np.isnan(images[0]).all():
        raise Wrong(
            "The first picture is made of the header line, which holds no numbers: skip that line.",
            expected="pixels of the first picture",
            received="nan",
            mistake="header_as_data",
        )
    right = file.pictures.astype(np.float64)
    known = _known_pictures(right, file.labels)
    if images.shape == right.shape and same_numbers(_sorted(images), _sorted(right)):
        known.append(
            KnownResult("lines_in_other_order", "The pictures are not in the order of the lines.", images)
        )
    expect_equal(name, expect_array(name, images), right, known)


def _known_pictures(right: NDArray[np.float64], labels: NDArray[np.int64]) -> list[KnownResult]:
    flat = right.reshape(len(right), -1)
    lines = np.column_stack([labels, flat])
    among = "The label stands among the pixels. A line begins with it: row[0] is the label, row[1:] are the pixels."
    return [
        KnownResult(
            "first_picture_lost",
            "The first picture is missing. The header is one line: skip it once.",
            right[1:],
        ),
        KnownResult("last_picture_lost", "The last picture is missing.", right[:-1]),
        KnownResult("label_among_pixels", among, lines[:, :-1].reshape(right.shape)),
        KnownResult("label_among_pixels", among, lines),
        KnownResult(
            "transposed",
            "Rows and columns are exchanged: the pixels stand row by row, so reshape(28, 28) alone is right.",
            right.transpose(0, 2, 1),
        ),
        KnownResult("not_reshaped", "Each picture is still one long row: reshape it to (28, 28).", flat),
        KnownResult(
            "channel_axis_too_early",
            "The channel axis is added later, in train_val_generators: return shape (n, 28, 28) here.",
            right[..., None],
        ),
        KnownResult(
            "scaled_too_early",
            "The pixels were divided by 255 here already. The generators do that: keep 0 to 255 here.",
            right / 255,
        ),
        KnownResult(
            "pictures_in_last_axis",
            "The pictures are counted by the last axis; they belong into the first: shape (n, 28, 28).",
            np.moveaxis(right, 0, -1),
        ),
    ]


def _sorted(pictures: NDArray[Any]) -> NDArray[Any]:
    flat = pictures.reshape(len(pictures), -1)
    return flat[np.lexsort(flat.T)]


def expect_labels(name: str, labels: NDArray[Any], file: PictureFile) -> None:
    """Hold that a function read a file's labels.

    Args:
        name: of the function.
        labels: what it returned.
        file: what it was given.

    Raises:
        Wrong: naming the known mistake, or the first wrong number.
    """
    if labels.dtype.kind == "f" and labels.ndim == 1 and len(labels) and np.isnan(labels[0]):
        raise Wrong(
            "The first label is made of the header line, which holds no numbers: skip that line.",
            expected=float(file.labels[0]),
            received="nan",
            mistake="header_as_data",
        )
    right = file.labels.astype(np.float64)
    last_pixel = file.pictures[:, -1, -1].astype(np.float64)
    from_one = "One was added to the labels, or taken from them: keep them as they are in the file."
    known = [
        KnownResult("first_label_lost", "The first label is missing. Skip the header once.", right[1:]),
        KnownResult("last_label_lost", "The last label is missing.", right[:-1]),
        KnownResult(
            "last_column",
            "The last pixel was taken for the label. The label stands first: row[0].",
            last_pixel,
        ),
        KnownResult("labels_in_a_column", "The labels must have one axis: shape (n,).", right[:, None]),
        KnownResult(
            "one_hot_too_early",
            "The labels were made one-hot here already; do that in train_val_generators, if you want it.",
            np.eye(max(ANIMAL_LABELS) + 1)[file.labels],
        ),
        KnownResult("labels_counted_from_one", from_one, right + 1),
        KnownResult("labels_counted_from_one", from_one, right - 1),
        KnownResult("lines_in_other_order", "The labels are not in the order of the lines.", np.sort(right)),
    ]
    expect_equal(name, expect_array(name, labels), right, known)
