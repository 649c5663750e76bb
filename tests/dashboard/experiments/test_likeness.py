"""How alike outputs are: the cosine, the filter that tells most, and the sentence about the whole way."""

import numpy as np
import pytest

from dashboard.experiments.likeness import LayerLikeness, by_layer, journey_outcome, likeness, most_telling


def test_likeness_is_the_cosine_whatever_the_scale():
    one = np.array([[3.0, 4.0]], np.float32)
    assert likeness(one, 5 * one) == pytest.approx(1)
    assert likeness(one, np.array([[-4.0, 3.0]], np.float32)) == pytest.approx(0)
    assert likeness(one, np.array([[0.0, 1.0]], np.float32)) == pytest.approx(0.8)


def test_nothing_is_like_a_filter_that_is_silent():
    assert likeness(np.zeros(4, np.float32), np.ones(4, np.float32)) == 0


def test_each_layer_compares_the_first_with_both_others():
    first, third = {"conv2d": np.array([1.0, 0.0])}, {"conv2d": np.array([0.0, 1.0])}
    assert by_layer(first, first, third) == (LayerLikeness("conv2d", 1.0, 0.0),)


def test_the_most_telling_filter_answers_the_pair_alone():
    pair = np.zeros((2, 2, 3), np.float32)
    pair[0, 0, :] = 1
    other = pair.copy()
    other[..., 1] = [[0, 0], [0, 1]]
    assert most_telling(pair, pair, other) == 1


@pytest.mark.parametrize(("end", "word"), [(0.1, "fell"), (0.52, "stayed"), (0.9, "rose")])
def test_the_outcome_says_what_became_of_the_likeness(end, word):
    layers = (LayerLikeness("reshape", 0.8, 0.5), LayerLikeness("dense", 0.99, end))
    assert f"the first and the third picture {word}: 0.50 at first, {end:.2f} in the end" in journey_outcome(
        layers
    )
