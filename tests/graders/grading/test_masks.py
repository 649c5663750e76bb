"""What a mask of dropped numbers shows, and how seldom chance alone looks like a mistake."""

from math import exp, lgamma, log, sqrt

import numpy as np
import pytest

from graders.grading import Wrong, expect_share_dropped, expect_single_draws
from graders.grading.masks import BOUND, agreeing_pairs, is_likely, shared_axes

RNG_SEED = 3


def mask(shape, rate=0.4):
    return np.random.default_rng(RNG_SEED).random(shape) < rate


def mistake_of(check, *arguments):
    with pytest.raises(Wrong) as caught:
        check(*arguments)
    return caught.value.mistake


def outside(draws, probability):
    """Return the exact probability that a binomial count lies outside the bounds."""
    reach = BOUND * sqrt(draws * probability * (1 - probability)) + 1
    total = lgamma(draws + 1)
    return sum(
        exp(
            total
            - lgamma(count + 1)
            - lgamma(draws - count + 1)
            + count * log(probability)
            + (draws - count) * log(1 - probability)
        )
        for count in range(draws + 1)
        if abs(count - draws * probability) > reach
    )


@pytest.mark.parametrize(("draws", "probability"), [(4000, 0.15), (4000, 0.85), (2304, 0.5), (2304, 0.545)])
def test_a_right_count_is_outside_the_bounds_less_than_once_in_a_million(draws, probability):
    """Summed exactly, not with the normal approximation."""
    assert outside(draws, probability) < 1e-6
    assert is_likely(round(draws * probability), draws, probability)


def test_half_as_many_again_is_not_likely():
    assert not is_likely(900, 4000, 0.15)
    assert not is_likely(0, 4000, 0.15)


def test_an_axis_is_shared_where_one_draw_served_for_all_of_it():
    assert shared_axes(mask((8, 9, 7))) == []
    assert shared_axes(np.broadcast_to(mask((8, 1, 7)), (8, 9, 7))) == [1]
    assert shared_axes(np.zeros((4, 5), bool)) == [0, 1]
    assert shared_axes(mask((1, 30))) == []


def test_pairs_of_neighbours_do_not_overlap():
    rows = np.array([[True, True, False], [True, False, False]])
    assert agreeing_pairs(rows, axis=1) == (1, 2)
    assert agreeing_pairs(rows, axis=0) == (2, 3)


def test_a_right_share_of_rows_passes_although_each_row_is_one_draw():
    expect_share_dropped(np.broadcast_to(mask((50, 1), 0.2), (50, 80)), 0.2)


@pytest.mark.parametrize(
    ("dropped", "mistake"),
    [
        (mask((50, 80), 0.8), "keep_prob"),
        (mask((50, 80), 0.5), "ignores_rate"),
        (mask((50, 80), 0.36), "wrong_share"),
        (np.zeros((50, 80), bool), "drops_nothing"),
        (np.ones((50, 80), bool), "drops_everything"),
    ],
)
def test_a_wrong_share_is_told_by_its_cause(dropped, mistake):
    assert mistake_of(expect_share_dropped, dropped, 0.2) == mistake


def test_draws_that_are_shared_or_hang_together_are_told_apart():
    shape = (24, 16, 12)
    expect_single_draws(mask(shape), 0.4)
    rows, columns = (np.broadcast_to(mask(size), shape) for size in ((24, 1, 1), (1, 16, 12)))
    assert mistake_of(expect_single_draws, rows, 0.4) == "drops_rows"
    assert mistake_of(expect_single_draws, columns, 0.4) == "mask_shared_by_batch"
    in_pairs = np.repeat(mask((24, 16, 6)), 2, axis=2)
    assert mistake_of(expect_single_draws, in_pairs, 0.4) == "draws_hang_together"
