"""Convolution and pooling of one grey picture in NumPy, as Keras' layers compute them, and kernels to begin with.

Keras' ``Conv2D`` does not flip its kernel: at each place it multiplies pixel by weight as they lie on each other.
Strictly that is a cross-correlation; deep learning calls it convolution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dashboard.experiments.config import ConfigError

SIZE = 3  # rows and columns of a kernel here
STRIDES = (1, 2, 3)
PADDINGS = ("valid", "same")
MOST_WEIGHT = 100.0


@dataclass(frozen=True)
class Preset:
    """A kernel worth trying.

    Args:
        name: for people.
        kernel: nine weights, row by row.
        says: what it does to a picture, one sentence.
    """

    name: str
    kernel: tuple[float, ...]
    says: str


PRESETS = (
    Preset(
        "Vertical edges", (-1, 0, 1, -2, 0, 2, -1, 0, 1), "Bright where it gets lighter from left to right."
    ),
    Preset(
        "Horizontal edges", (-1, -2, -1, 0, 0, 0, 1, 2, 1), "Bright where it gets lighter from top to bottom."
    ),
    Preset("All edges", (0, -1, 0, -1, 4, -1, 0, -1, 0), "Bright where a pixel differs from its neighbours."),
    Preset("Sharpen", (0, -1, 0, -1, 5, -1, 0, -1, 0), "The picture and its edges added up."),
    Preset(
        "Blur",
        (1, 1, 1, 1, 1, 1, 1, 1, 1),
        "The average of nine pixels, once divided by the sum of the weights.",
    ),
    Preset("Emboss", (-2, -1, 0, -1, 1, 1, 0, 1, 2), "Light falls in from the lower right."),
    Preset("Nothing", (0, 0, 0, 0, 1, 0, 0, 0, 0), "Each pixel alone: the picture stays as it is."),
)


@dataclass(frozen=True)
class FilterSettings:
    """How a kernel is applied.

    Args:
        kernel: nine weights, row by row, each from -100 to 100.
        stride: pixels from one place to the next, 1 to 3.
        padding: ``"valid"`` stays inside the picture, ``"same"`` adds a frame of zeros.
        divide: whether sums are divided by the sum of the weights, where that is not 0, to keep the brightness.

    Raises:
        ConfigError: if a value is out of its range.
    """

    kernel: tuple[float, ...] = field(default=PRESETS[0].kernel)
    stride: int = 1
    padding: str = "valid"
    divide: bool = False

    def __post_init__(self) -> None:
        if len(self.kernel) != SIZE**2 or not all(
            math.isfinite(weight) and abs(weight) <= MOST_WEIGHT for weight in self.kernel
        ):
            raise ConfigError(
                f"kernel must be nine numbers from -{MOST_WEIGHT:g} to {MOST_WEIGHT:g}; received {self.kernel!r}."
            )
        if self.stride not in STRIDES:
            raise ConfigError(f"stride must be one of 1, 2, 3; received {self.stride!r}.")
        if self.padding not in PADDINGS:
            raise ConfigError(f"padding must be valid or same; received {self.padding!r}.")

    @property
    def divisor(self) -> float:
        """What sums are divided by."""
        total = sum(self.kernel)
        return total if self.divide and abs(total) > 1e-9 else 1.0

    def to_query(self) -> dict[str, str]:
        """Return what differs from the defaults, as parameters of an address."""
        wanted = {}
        if self.kernel != FilterSettings().kernel:
            wanted["kernel"] = ",".join(f"{weight:g}" for weight in self.kernel)
        if self.stride != 1:
            wanted["stride"] = str(self.stride)
        if self.padding != "valid":
            wanted["padding"] = self.padding
        if self.divide:
            wanted["divide"] = "1"
        return wanted

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read what :meth:`to_query` wrote.

        Raises:
            ConfigError: if a value is none that can be used.
        """
        try:
            kernel = tuple(float(part) for part in query["kernel"].split(",")) if "kernel" in query else None
            stride = int(query.get("stride", "1"))
        except ValueError as error:
            raise ConfigError(f"kernel and stride must be numbers; received {error}.") from None
        return cls(
            kernel if kernel is not None else PRESETS[0].kernel,
            stride,
            query.get("padding", "valid"),
            query.get("divide", "") == "1",
        )


def output_size(size: int, kernel: int, stride: int, padding: str) -> int:
    """Return how many places a kernel has along one side of a picture.

    Source: https://keras.io/api/layers/convolution_layers/convolution2d/
    """
    if padding == "same":
        return math.ceil(size / stride)
    return (size - kernel) // stride + 1


def convolve2d(image: NDArray[Any], settings: FilterSettings) -> NDArray[np.float64]:
    """Return the sums of pixel times weight at every place, as ``keras.layers.Conv2D`` computes them.

    Args:
        image: one grey picture, shape (height, width), at least 3 x 3.
        settings: the kernel and how it moves.

    Returns:
        shape (output_size(height), output_size(width)).

    Raises:
        ValueError: if the picture has another shape.
    """
    pixels = np.asarray(image, dtype=np.float64)
    if pixels.ndim != 2 or min(pixels.shape) < SIZE:
        raise ValueError(
            f"Expected a grey picture of at least {SIZE} x {SIZE}. Received: shape {pixels.shape}"
        )
    if settings.padding == "same":
        pixels = np.pad(pixels, [_frame(side, settings.stride) for side in pixels.shape])
    windows = sliding_window_view(pixels, (SIZE, SIZE))[:: settings.stride, :: settings.stride]
    kernel = np.array(settings.kernel).reshape(SIZE, SIZE)
    sums: NDArray[np.float64] = np.einsum("ijkl,kl->ij", windows, kernel) / settings.divisor
    return sums


def _frame(side: int, stride: int) -> tuple[int, int]:
    """Return the zeros before and after one side under padding ``"same"``; an odd one goes to the end."""
    total = max((math.ceil(side / stride) - 1) * stride + SIZE - side, 0)
    return total // 2, total - total // 2


def relu(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values with 0 in place of what is negative."""
    return np.maximum(values, 0.0)


def pool2d(values: NDArray[Any], kind: str, size: int = 2) -> NDArray[np.float64]:
    """Return one number of each block, as ``MaxPooling2D`` and ``AveragePooling2D`` do; an incomplete block is dropped.

    Args:
        values: shape (height, width).
        kind: ``"max"`` or ``"average"``.
        size: rows and columns of a block.

    Raises:
        ValueError: if the kind is another.
    """
    if kind not in ("max", "average"):
        raise ValueError(f"Expected max or average. Received: {kind!r}")
    height, width = (side // size for side in values.shape)
    blocks = np.asarray(values, np.float64)[: height * size, : width * size].reshape(
        height, size, width, size
    )
    found: NDArray[np.float64] = blocks.max(axis=(1, 3)) if kind == "max" else blocks.mean(axis=(1, 3))
    return found
