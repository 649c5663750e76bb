"""Judging numbers and arrays that learner code returned: their type, their shape, and the mistake behind wrong ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.verdicts import Wrong

_SHOWN = 6
# Single precision is good enough for any task here, and half precision for whoever chose it.
_TOLERANCE = 1e-4
_HALF_TOLERANCE = 2e-3


@dataclass(frozen=True)
class KnownResult:
    """What a known mistake would have returned.

    Args:
        mistake: its id, for class statistics.
        sentence: what was done wrong and what to do, for the learner.
        result: the array that it gives.
    """

    mistake: str
    sentence: str
    result: NDArray[Any]


def as_number(value: Any) -> float | None:
    """Return an answer as a float if it is a number that a float can hold, infinity and nan included; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number of a thousand digits
        return None


def as_finite(value: Any) -> float:
    """Return an answer as a finite float; 0 if it is none, for figures that are only told and compared."""
    number = as_number(value)
    return number if number is not None and np.isfinite(number) else 0.0


def expect_array(name: str, answer: Any) -> NDArray[Any]:
    """Return the answer of the function ``name`` if it is an array of finite numbers.

    Raises:
        Wrong: if it is None, no array of numbers, or not finite.
    """
    if answer is None:
        raise Wrong(
            f"{name} returned None: end it with return, and do not only print the result.",
            expected="a NumPy array",
            received="None",
            mistake="returns_nothing",
        )
    if not isinstance(answer, np.ndarray) or answer.dtype.kind not in "iuf":
        raise Wrong(
            f"{name} must return a NumPy array of numbers; np.array(...) makes one of a list.",
            expected="a NumPy array",
            received=answer,
            mistake="not_an_array",
        )
    if not np.isfinite(answer).all():
        raise Wrong(
            f"{name} returned numbers that are not finite (nan or infinity): is something divided by 0?",
            expected="finite numbers",
            received=answer,
            mistake="not_finite",
        )
    return answer


def expect_equal(
    name: str,
    received: NDArray[Any],
    expected: NDArray[Any],
    known: Iterable[KnownResult] = (),
    asked: str = "",
) -> None:
    """Fail unless two arrays agree in shape and, within single precision, in every number.

    Args:
        name: of the function that returned it.
        received: as :func:`expect_array` returns it.
        expected: the right answer.
        known: results of known mistakes; the first that gives ``received`` is named.
        asked: the question in a few words, shown in brackets.

    Raises:
        Wrong: with the known mistake's sentence, or naming the shapes or the first wrong number.
    """
    if same_numbers(received, expected):
        return
    where = f" ({asked})" if asked else ""
    for each in known:
        if same_numbers(received, each.result):
            raise Wrong(
                each.sentence + where,
                expected=_shown(expected),
                received=_shown(received),
                mistake=each.mistake,
            )
    if received.shape != expected.shape:
        raise Wrong(
            f"The result of {name} has another shape than it should.{where}",
            expected=f"shape {expected.shape}",
            received=f"shape {received.shape}",
            mistake="wrong_shape",
        )
    tolerance = _tolerance(received)
    wrong = np.argwhere(~np.isclose(received, expected, tolerance, tolerance))
    place = tuple(int(index) for index in wrong[0])
    raise Wrong(
        f"{len(wrong)} of the {expected.size} numbers of {name} are wrong, the first at index {place}.{where}",
        expected=float(expected[place]),
        received=float(received[place]),
        mistake="wrong_values",
    )


def same_numbers(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether two arrays agree in shape and, within the precision of ``one``, in every number."""
    tolerance = _tolerance(one)
    return one.shape == other.shape and bool(
        np.allclose(one.astype(np.float64), other.astype(np.float64), tolerance, tolerance)
    )


def _tolerance(array: NDArray[Any]) -> float:
    return _HALF_TOLERANCE if array.dtype == np.float16 else _TOLERANCE


def expect_unchanged(name: str, given: Sequence[NDArray[Any]], after: Any) -> None:
    """Fail if the function ``name`` wrote into an array that it was given.

    Args:
        name: of the function.
        given: the arrays as they were sent.
        after: the same arrays after the call, as the sandbox reports them.

    Raises:
        Wrong: if any differs.
    """
    kept = after if isinstance(after, list) else []
    for before, left in zip(given, [*kept, *[None] * len(given)], strict=False):
        if not isinstance(left, np.ndarray) or not np.array_equal(before, left):
            raise Wrong(
                f"{name} changed the array that it was given. Whoever called it still needs that array as it was: "
                "make a new one, and write only into that.",
                expected=before,
                received=left,
                mistake="changes_its_input",
            )


def _shown(array: NDArray[Any]) -> str:
    head = ", ".join(f"{float(value):.4g}" for value in array.ravel()[:_SHOWN])
    return f"shape {array.shape}: {head}" + (" …" if array.size > _SHOWN else "")
