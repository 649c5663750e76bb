"""How alike two pictures are to a trained model, layer by layer and filter by filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SAME = 0.05  # a smaller change of likeness is not worth a word


@dataclass(frozen=True)
class LayerLikeness:
    """How alike a layer's outputs for three pictures are.

    Args:
        layer: its name.
        pair: cosine between the first and the second picture, -1 to 1.
        other: cosine between the first and the third.
    """

    layer: str
    pair: float
    other: float


def likeness(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Return the cosine between two outputs of one shape; 0 where one of them is all zeros."""
    a, b = (np.asarray(values, np.float64).ravel() for values in (one, two))
    length = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / length if length else 0.0


def by_layer(
    first: Mapping[str, NDArray[np.float32]],
    second: Mapping[str, NDArray[np.float32]],
    third: Mapping[str, NDArray[np.float32]],
) -> tuple[LayerLikeness, ...]:
    """Compare three pictures at every layer.

    Args:
        first: what each layer gives for the first picture, by its name, in their order.
        second: for a picture of the same kind.
        third: for a picture of another kind.
    """
    return tuple(
        LayerLikeness(name, likeness(values, second[name]), likeness(values, third[name]))
        for name, values in first.items()
    )


def most_telling(first: NDArray[np.float32], second: NDArray[np.float32], third: NDArray[np.float32]) -> int:
    """Return the filter for which the pair is most alike and the third picture least.

    Args:
        first: a layer's maps for the first picture, shape (rows, columns, filters).
        second: for the second.
        third: for the third.
    """
    gaps = [
        likeness(first[..., place], second[..., place]) - likeness(first[..., place], third[..., place])
        for place in range(first.shape[-1])
    ]
    return int(np.argmax(gaps))


def journey_outcome(layers: tuple[LayerLikeness, ...]) -> str:
    """Return in a sentence what became of the likeness of the first and the third picture."""
    start, end = layers[0].other, layers[-1].other
    change = "fell" if end < start - _SAME else "rose" if end > start + _SAME else "stayed"
    return (
        f"From the pixels to the last layer, the likeness of the first and the third picture {change}: {start:.2f} at "
        f"first, {end:.2f} in the end. For the first and the second it went from {layers[0].pair:.2f} to "
        f"{layers[-1].pair:.2f}."
    )
