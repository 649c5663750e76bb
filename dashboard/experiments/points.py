"""The points that a single neuron learns from: a learner may bring their own, in a table or in the address."""

from __future__ import annotations

import math
from collections.abc import Sequence

Points = tuple[tuple[float, float], ...]

MOST_POINTS = 20
LARGEST = 1_000.0
# y = 2x - 1, the first example of the course.
LINE_POINTS: Points = ((-1.0, -3.0), (0.0, -1.0), (1.0, 1.0), (2.0, 3.0), (3.0, 5.0), (4.0, 7.0))
_TEXT_LENGTH = 1_200  # characters of the address that are read at most


class PointsError(ValueError):
    """These are no points that a neuron can learn from; the message is one sentence for a person."""


def checked_points(value: object) -> Points:
    """Return points as a tuple of pairs of floats.

    Args:
        value: a sequence of 1 to 20 pairs of an input and a target, each from -1000 to 1000.

    Raises:
        PointsError: if it is anything else.
    """
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise PointsError(f"points must be pairs of numbers x, y; received {str(value)[:40]}.")
    if not 1 <= len(value) <= MOST_POINTS:
        raise PointsError(f"points must be 1 to {MOST_POINTS} pairs of numbers; received {len(value)}.")
    return tuple(_checked_pair(place, pair) for place, pair in enumerate(value, 1))


def points_to_text(points: Points) -> str:
    """Write points for the address, for example ``"-1,-3;0,-1"``; :func:`points_from_text` reads it."""
    return ";".join(",".join(_number_text(value) for value in pair) for pair in points)


def points_from_text(text: str) -> Points:
    """Read what :func:`points_to_text` wrote.

    Raises:
        PointsError: if the text is no list of points.
    """
    pairs = [part.split(",") for part in text[:_TEXT_LENGTH].split(";") if part]
    try:
        return checked_points([[float(word) for word in pair] for pair in pairs])
    except PointsError:
        raise
    except ValueError as error:
        raise PointsError(
            f"points must be pairs of numbers such as -1,-3;0,-1; received {text[:40]!r}."
        ) from error


def _checked_pair(place: int, pair: object) -> tuple[float, float]:
    if not isinstance(pair, Sequence) or isinstance(pair, str | bytes) or len(pair) != 2:
        raise PointsError(f"points must be pairs x, y; point {place} is {str(pair)[:40]}.")
    x, y = (_checked_number(place, value) for value in pair)
    return x, y


def _checked_number(place: int, value: object) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not abs(float(str(value))) <= LARGEST:
        raise PointsError(
            f"points must be numbers from {-LARGEST:g} to {LARGEST:g}; point {place} has {str(value)[:40]}."
        )
    return float(str(value)) + 0.0  # -0.0 would be a second way to write 0


def _number_text(value: float) -> str:
    return repr(int(value)) if value.is_integer() and math.isfinite(value) else repr(value)
