"""How alike the neurons of a Dense layer are: the correlation between their weights, two by two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LEVEL = 0.002  # means closer than this are called level
_APART = 0.01  # neighbours must differ from other pairs by more than this to be called so


@dataclass(frozen=True)
class Pair:
    """Two neurons.

    Args:
        first: place of the one, from 0.
        second: place of the other.
        correlation: between their weights, -1 to 1.
    """

    first: int
    second: int
    correlation: float


@dataclass(frozen=True)
class Alikeness:
    """How alike the neurons of a layer are.

    Args:
        mean: mean absolute correlation of all pairs, 0 to 1.
        neighbours: the same of those pairs whose places follow each other.
        closest: the pairs with the highest correlation, the highest first.
    """

    mean: float
    neighbours: float
    closest: tuple[Pair, ...]


def alikeness(kernel: NDArray[np.float32], pairs: int = 3) -> Alikeness | None:
    """Return how alike the neurons of a layer are; None with fewer than two neurons or weights that are nan.

    Args:
        kernel: shape (inputs, units): a column a neuron.
        pairs: how many of the closest pairs to name.
    """
    if kernel.ndim != 2 or kernel.shape[1] < 2 or not np.isfinite(kernel).all():
        return None
    found = correlations(kernel)
    rows, columns = np.triu_indices(len(found), 1)
    values = found[rows, columns]
    closest = tuple(
        Pair(int(rows[place]), int(columns[place]), float(values[place]))
        for place in np.argsort(-values, kind="stable")[:pairs]
    )
    return Alikeness(float(np.abs(values).mean()), float(np.abs(np.diag(found, 1)).mean()), closest)


def correlations(kernel: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return Pearson's correlation of each two columns, shape (units, units); 0 where a column is constant."""
    centred = kernel.astype(np.float64) - kernel.mean(axis=0, dtype=np.float64)
    lengths = np.linalg.norm(centred, axis=0)
    scaled = centred / np.where(lengths > 0, lengths, 1.0)
    found: NDArray[np.float64] = scaled.T @ scaled
    return found


def by_chance(inputs: int) -> float:
    """Return the mean absolute correlation of neurons whose weights are drawn at random.

    For independent columns of n numbers the correlation is nearly normal with a variance of 1 / n, and the mean of the
    absolute value of such a number is the square root of 2 / (pi n).

    Args:
        inputs: weights of a neuron.
    """
    return math.sqrt(2 / (math.pi * inputs))


def told(without: Sequence[Alikeness], dropped: Sequence[Alikeness], inputs: int) -> str:
    """Return in a few sentences what the measurement says; computed from it, whatever it says.

    Args:
        without: of the runs without dropout, one a seed.
        dropped: of the runs with dropout, in the same order of seeds.
        inputs: weights of a neuron.
    """
    plain, half = _mean(without), _mean(dropped)
    lower = sum(b.mean < a.mean - _LEVEL for a, b in zip(without, dropped, strict=True))
    higher = sum(b.mean > a.mean + _LEVEL for a, b in zip(without, dropped, strict=True))
    counts = {"lower": lower, "higher": higher, "level": len(without) - lower - higher}
    turned = " and ".join(f"{word} with {count}" for word, count in counts.items() if count)
    apart = [each.neighbours - each.mean for each in (*without, *dropped)]
    # A few pairs differ by chance: only what every run says counts.
    clear = abs(float(np.mean(apart))) > _APART and (min(apart) > 0 or max(apart) < 0)
    how = ("more alike than" if apart[0] > 0 else "less alike than") if clear else "as alike as"
    return (
        f"The mean absolute correlation is {plain:.3f} without dropout and {half:.3f} with it; weights drawn at random "
        f"would have {by_chance(inputs):.3f}. With dropout it is {turned} of {len(without)} "
        f"seed{'s' if len(without) > 1 else ''}. Neurons with numbers side by side are {how} any other two: "
        f"{_neighbours(without):.3f} and {_neighbours(dropped):.3f}. The most alike pair of a run has "
        f"{_highest(without):.2f} without dropout and {_highest(dropped):.2f} with it, on average."
    )


def _mean(found: Sequence[Alikeness]) -> float:
    return float(np.mean([each.mean for each in found]))


def _neighbours(found: Sequence[Alikeness]) -> float:
    return float(np.mean([each.neighbours for each in found]))


def _highest(found: Sequence[Alikeness]) -> float:
    return float(np.mean([each.closest[0].correlation for each in found]))
