"""Small grey pictures in ten classes, made anew for each check, on which trained models are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE = 28
CLASSES = 10
_BLOCK = 7
_PERIOD = 5.0


@dataclass(frozen=True)
class PictureClasses:
    """Ten classes that differ in layout and in texture, so that any sound ConvNet learns them from a few hundred.

    Args:
        layouts: of each class bright (1) and dark (0) blocks of 7x7 pixels, shape (10, 28, 28).
        along: of each class how far each pixel lies along the direction of its stripes, shape (10, 28, 28).
    """

    layouts: NDArray[Any]
    along: NDArray[Any]

    @classmethod
    def random(cls, rng: np.random.Generator) -> PictureClasses:
        """Return ten new classes."""
        blocks = SIDE // _BLOCK
        coarse = rng.random((CLASSES, blocks, blocks)) < 0.5
        numbers = np.arange(CLASSES)
        coarse[numbers, numbers % blocks, numbers // blocks] ^= True
        rows, columns = np.mgrid[0:SIDE, 0:SIDE]
        angles = rng.permutation(CLASSES)[:, None, None] * np.pi / CLASSES
        along = columns * np.cos(angles) + rows * np.sin(angles)
        return cls(np.kron(coarse, np.ones((_BLOCK, _BLOCK))), along)

    def draw(self, rng: np.random.Generator, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return pictures, shape (count, 28, 28, 1) from 0 to 1, and labels 0 to 9, shape (count,).

        Stripes begin anywhere and every pixel has noise, so no picture comes twice.
        """
        labels = rng.permutation(np.arange(count) % CLASSES)
        begin = rng.uniform(0, 2 * np.pi, (count, 1, 1))
        stripes = np.sin(self.along[labels] * 2 * np.pi / _PERIOD + begin)
        noise = rng.normal(0, 0.06, (count, SIDE, SIDE))
        pictures = np.clip(0.35 + 0.3 * self.layouts[labels] + 0.2 * stripes + noise, 0, 1)
        return pictures[..., None].astype(np.float32), labels.astype(np.int64)
