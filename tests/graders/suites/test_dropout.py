"""What chance does to the checks of ``dropout``: right ones pass, wrong ones do not slip through.

The checks of the array function run here without a sandbox. Those of the model train; how their numbers were found is
said below.
"""

import inspect
from math import comb

import numpy as np
import pytest

from graders.grading import Wrong
from graders.grading.exercise import find_exercise
from tests.graders.attacks.attack_run import checks_of

EXERCISE = find_exercise("dropout")
CHECKS = checks_of(EXERCISE)
SUITE = inspect.getmodule(CHECKS["drops"])
RUNS = 40


class Arrays:
    """Stands for a submission: ``function`` is its ``dropout``."""

    def __init__(self, function):
        self._function = function

    def require(self, *_):
        """Everything is there."""

    def probe(self, name, x, rate, seed, times=1, training=True):
        assert name == "drop"
        rng = np.random.default_rng(seed)
        given = [x.copy() for _ in range(times)]
        return {"answers": [self._function(each, rate, rng, training) for each in given], "after": given[0]}


def mistake(function, check, seed):
    """Return what a check finds: the mistake's id, or an empty string if it passes."""
    try:
        CHECKS[check](Arrays(function), rng=np.random.default_rng(seed))
    except Wrong as wrong:
        return wrong.mistake
    return ""


def masked(draw):
    """Return a right function, but for its mask: ``draw`` takes x, rate and rng, and returns what is kept."""

    def dropout(x, rate, rng, training):
        if not training or rate == 0:
            return x * 1.0
        return np.zeros_like(x * 1.0) if rate == 1 else x * draw(x, rate, rng) / (1 - rate)

    return dropout


def uniform(x, rate, rng):
    return rng.random(x.shape) >= rate


def binomial(x, rate, rng):
    return rng.binomial(1, 1 - rate, x.shape).astype(bool)


def one_by_one(x, rate, rng):
    return np.array([rng.random() >= rate for _ in range(x.size)], bool).reshape(x.shape)


@pytest.mark.parametrize("draw", [uniform, binomial, one_by_one])
def test_a_right_dropout_passes_every_check_whatever_is_drawn(draw):
    """At least 9,999 times out of 10,000: all its checks together fail it less than once in 100,000 times.

    ``drops`` asks for two counts and ``drops_each_alone`` for three; each is binomial, and outside its bounds less than
    once in a million times (``tests/graders/grading/test_masks.py`` sums that exactly). ``drops_each_alone`` fails a
    function that drops as many of 20 numbers each time: 40 counts that are binomial with a rate of 0.5 are all equal
    with a probability of at most (C(20, 10) / 2^20)^39 = 2e-30. ``draws_from_rng`` fails two masks of 300 numbers
    that are equal, which has the probability 2^-300. All others ask for what a right dropout always gives.
    """
    assert (comb(20, 10) / 2**20) ** 39 < 1e-29
    for seed in range(RUNS):
        for check in EXERCISE.checks:
            if check.definition == "dropout":
                assert mistake(masked(draw), check.name, seed) == "", f"{check.name}, seed {seed}"


def whole_rows(x, rate, rng):
    return rng.random((len(x), *[1] * (x.ndim - 1))) >= rate


def one_for_the_batch(x, rate, rng):
    return rng.random(x.shape[1:]) >= rate


def pairs(x, rate, rng):
    draws = rng.random((*x.shape[:-1], (x.shape[-1] + 1) // 2)) >= rate
    return np.repeat(draws, 2, axis=-1)[..., : x.shape[-1]]


def fixed_count(x, rate, rng):
    return (rng.permutation(x.size) >= int(x.size * rate)).reshape(x.shape)


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (whole_rows, "drops_rows"),
        (one_for_the_batch, "mask_shared_by_batch"),
        (pairs, "draws_hang_together"),
        (fixed_count, "fixed_count"),
    ],
)
def test_who_does_not_draw_for_each_number_is_found_every_time(draw, found):
    """Equal rows and equal counts are so with certainty; neighbours that are all alike are 40 deviations off."""
    assert {mistake(masked(draw), "drops_each_alone", seed) for seed in range(RUNS)} == {found}


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (lambda x, rate, rng: rng.random(x.shape) < rate, "keep_prob"),
        (lambda x, _, rng: rng.random(x.shape) < 0.5, "ignores_rate"),
        (lambda x, rate, rng: rng.normal(size=x.shape) >= rate, "wrong_share"),
        (lambda x, *_: np.ones(x.shape, bool), "drops_nothing"),
    ],
)
def test_who_drops_another_share_is_found_every_time(draw, found):
    """Shares of 0.25 and 0.75 are 70 deviations of 4,000 draws apart, and those of a coin 32 from either."""
    assert {mistake(masked(draw), "drops", seed) for seed in range(RUNS)} == {found}


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (lambda x, rate, _: uniform(x, rate, np.random.default_rng(0)), "same_mask_each_call"),
        (lambda x, rate, _: uniform(x, rate, np.random.default_rng()), "ignores_rng"),
    ],
)
def test_who_draws_from_elsewhere_is_found_every_time(draw, found):
    assert {mistake(masked(draw), "draws_from_rng", seed) for seed in range(RUNS)} == {found}


def test_who_always_drops_the_same_is_not_told_of_a_fixed_count_too():
    always = masked(lambda x, rate, _: uniform(x, rate, np.random.default_rng(0)))
    assert {mistake(always, "drops_each_alone", seed) for seed in range(RUNS)} == {""}


@pytest.mark.parametrize(
    ("scale", "found"),
    [
        (lambda *_: 1.0, "not_scaled"),
        (lambda _, rate: 1 - rate, "scaled_by_keep"),
        (lambda _, rate: 1 / rate, "scaled_by_rate"),
        (lambda keep, _: 1 / keep.mean(), "scaled_by_share"),
    ],
)
def test_who_scales_in_another_way_is_found_nearly_every_time(scale, found):
    """Two rates are asked for, neither 0.5, and 99 numbers seldom keep a share of exactly 1 - rate."""

    def dropout(x, rate, rng, training):
        keep = uniform(x, rate, rng)
        return x * keep * scale(keep, rate)

    assert {mistake(dropout, "scales", seed) for seed in range(RUNS)} == {found}
