"""What Flatten, ReLU and softmax compute, in NumPy; tests hold them against TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.experiments.filters import relu

__all__ = ["FlatPixel", "flat_pixel", "relu", "softmax"]


@dataclass(frozen=True)
class FlatPixel:
    """One pixel, before and after Flatten.

    Args:
        place: its place in the row of all pixels, from 0.
        row: its row in the picture, from 0.
        column: its column in the picture, from 0.
        value: its number.
    """

    place: int
    row: int
    column: int
    value: int


def flat_pixel(picture: NDArray[np.uint8], place: int) -> FlatPixel:
    """Return the pixel that Flatten puts at a place: row times width plus column.

    Args:
        picture: pixels, shape (height, width).
        place: from 0 to height times width minus 1.

    Raises:
        IndexError: if there is no such place.
    """
    if not 0 <= place < picture.size:
        raise IndexError(f"Expected a place from 0 to {picture.size - 1}; received {place}.")
    row, column = divmod(place, picture.shape[1])
    return FlatPixel(place, row, column, int(picture.ravel()[place]))


def softmax(scores: ArrayLike) -> NDArray[np.float64]:
    """Return one probability for each score along the last axis; each row of them adds up to 1.

    Args:
        scores: finite numbers of any size, shape (..., classes).
    """
    given = np.asarray(scores, np.float64)
    # Taking the largest away changes no probability, and keeps exp within what a computer can hold.
    powers = np.exp(given - given.max(axis=-1, keepdims=True))
    result: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return result
