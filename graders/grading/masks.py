"""Which numbers dropout set to 0, and whether chance alone explains it.

A right dropout gives a mask whose entries are draws of their own, so that how many of them are 0 has a binomial
distribution. Its bounds are wide: ``tests/graders/grading/test_masks.py`` computes how seldom a right mask breaks them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.arrays import KnownResult
from graders.grading.verdicts import Wrong

Mask = NDArray[np.bool_]
# Standard deviations. With the numbers of draws used here a binomial count is further from its mean less than once in a
# million times.
BOUND = 5.5


def is_likely(count: int, draws: int, probability: float) -> bool:
    """Return whether so many successes in so many draws may be chance, if each has this probability."""
    deviation = math.sqrt(draws * probability * (1 - probability))
    return abs(count - draws * probability) <= BOUND * deviation + 1


def shared_axes(dropped: Mask) -> list[int]:
    """Return the axes along which all entries of a mask are alike: one draw served for all of them."""
    return [
        axis
        for axis, size in enumerate(dropped.shape)
        if size > 1 and bool((dropped == dropped.take([0], axis=axis)).all())
    ]


def agreeing_pairs(dropped: Mask, axis: int) -> tuple[int, int]:
    """Return how many pairs of neighbours along an axis are alike, and how many pairs there are.

    No entry is in two pairs, so that pairs of independent entries are independent too.
    """
    pairs = dropped.shape[axis] // 2
    first, second = (dropped.take(range(start, 2 * pairs, 2), axis=axis) for start in (0, 1))
    return int((first == second).sum()), int(first.size)


def expect_share_dropped(dropped: Mask, rate: float) -> None:
    """Fail unless about a share ``rate`` of a mask's entries is dropped.

    Where one draw served for a whole row or column, only the draws count: whether that is right is asked by
    :func:`expect_single_draws`.

    Args:
        dropped: True where a number was dropped.
        rate: with which dropout was called; neither 0, 1 nor 0.5.

    Raises:
        Wrong: naming what was mistaken for the rate, as far as the share shows it.
    """
    shared = shared_axes(dropped)
    if len(shared) == dropped.ndim:
        shared = []  # nothing was dropped, or everything
    draws = dropped[tuple(0 if axis in shared else slice(None) for axis in range(dropped.ndim))]
    count = int(draws.sum())
    if is_likely(count, draws.size, rate):
        return
    share = count / draws.size
    if count == 0:
        mistake, why = "drops_nothing", "No number became 0, although training was True."
    elif count == draws.size:
        mistake, why = "drops_everything", "Every number became 0."
    elif is_likely(count, draws.size, 1 - rate):
        mistake, why = (
            "keep_prob",
            "rate is the share that is dropped, and you dropped the share that is to be kept. Keep a number where its "
            "draw is not below rate: rng.random(x.shape) >= rate.",
        )
    elif is_likely(count, draws.size, 0.5):
        mistake, why = (
            "ignores_rate",
            "Half of the numbers are dropped, whatever the rate. Compare draws from 0 to 1 with rate.",
        )
    else:
        mistake, why = (
            "wrong_share",
            "Another share of the numbers became 0. Each is dropped with the probability rate: where "
            "rng.random(x.shape), draws from 0 to 1, is below rate. Normal draws are another thing.",
        )
    raise Wrong(
        why,
        expected=f"about {rate:.0%} of {draws.size} numbers dropped",
        received=f"{share:.1%} dropped",
        mistake=mistake,
    )


def expect_single_draws(dropped: Mask, rate: float) -> None:
    """Fail unless each entry of a mask was drawn on its own.

    Args:
        dropped: True where a number was dropped; the first axis is the batch's.
        rate: with which each was to be dropped.

    Raises:
        Wrong: naming the axis along which the entries are alike, or hang together.
    """
    for axis in shared_axes(dropped):
        first = axis == 0
        raise Wrong(
            "All rows of x lost the same numbers: one mask served for the whole batch. Each example needs draws of its "
            "own: rng.random(x.shape)."
            if first
            else "Whole rows of x were dropped, or none of their numbers. Each number needs a draw of its own: "
            "rng.random(x.shape).",
            expected="a draw for each number",
            received=f"one draw for all numbers along axis {axis}",
            mistake="mask_shared_by_batch" if first else "drops_rows",
        )
    for axis in range(dropped.ndim):
        alike, pairs = agreeing_pairs(dropped, axis)
        if not is_likely(alike, pairs, rate**2 + (1 - rate) ** 2):
            raise Wrong(
                f"Numbers side by side along axis {axis} are dropped together, or in turns, more often than by chance. "
                "Each number needs a draw of its own: rng.random(x.shape).",
                expected=f"about {rate**2 + (1 - rate) ** 2:.0%} of {pairs} pairs alike",
                received=f"{alike / pairs:.0%}",
                mistake="draws_hang_together",
            )


_SCALINGS = {
    "returns_mask": "You returned the mask of 0 and 1. Return x times the mask, scaled.",
    "not_scaled": "What is left was not scaled: a layer behind gets a smaller sum while training than when the model "
    "answers. Divide by 1 - rate.",
    "scaled_by_keep": "What is left was multiplied by 1 - rate, and became smaller still. Divide by it.",
    "scaled_by_rate": "What is left was divided by rate. Divide by 1 - rate, the share that is kept.",
    "multiplied_by_rate": "What is left was multiplied by rate. Divide it by 1 - rate, the share that is kept.",
    "scaled_by_share": "What is left was divided by the share that happened to be kept this time. Divide by 1 - rate.",
    "scaled_twice": "What is left was divided by 1 - rate twice.",
}


def known_scalings(x: NDArray[Any], kept: Mask, rate: float) -> list[KnownResult]:
    """Return what known mistakes make of ``x`` where ``kept`` is True; elsewhere it is 0."""
    left, keep = x * kept, 1 - rate
    results = {
        "returns_mask": kept.astype(np.float64),
        "not_scaled": left,
        "scaled_by_keep": left * keep,
        "scaled_by_rate": left / rate,
        "multiplied_by_rate": left * rate,
        "scaled_by_share": left / max(float(kept.mean()), 1e-9),
        "scaled_twice": left / keep**2,
    }
    return [KnownResult(name, _SCALINGS[name], result) for name, result in results.items()]
