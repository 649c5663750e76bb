"""How alike neurons are: the correlation of their weights, two by two."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.experiments.neuron_correlation import Alikeness, Pair, alikeness, by_chance, correlations, told

CLOSEST = (Pair(0, 1, 0.6),)


def drawn(units=6, inputs=784, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, (inputs, units)).astype(np.float32)


def test_correlations_are_those_of_numpy():
    kernel = drawn()

    assert correlations(kernel) == pytest.approx(np.corrcoef(kernel.T))


def test_a_constant_neuron_correlates_with_none():
    kernel = drawn()
    kernel[:, 2] = 0.5

    assert not correlations(kernel)[2].any()


def test_the_closest_pair_is_found_and_its_place_named():
    kernel = drawn()
    kernel[:, 4] = 3 * kernel[:, 1] + 2  # the same pattern, stronger and shifted

    found = alikeness(kernel)

    assert found.closest[0] == Pair(1, 4, pytest.approx(1))
    assert len(found.closest) == 3


def test_opposite_neurons_count_for_the_mean_and_are_not_the_closest():
    kernel = np.stack([drawn(1)[:, 0], -drawn(1)[:, 0]], axis=1)

    found = alikeness(kernel)

    assert found.mean == pytest.approx(1)
    assert found.closest[0].correlation == pytest.approx(-1)


def test_neighbours_are_the_pairs_that_follow_each_other():
    kernel = drawn(3)
    kernel[:, 2] = kernel[:, 0]  # alike, but not side by side

    found = alikeness(kernel)

    pairs = correlations(kernel)
    assert found.neighbours == pytest.approx((abs(pairs[0, 1]) + abs(pairs[1, 2])) / 2)
    assert found.mean > 0.3 > found.neighbours


@pytest.mark.parametrize("kernel", [drawn(1), np.full((784, 4), np.nan, np.float32), np.zeros((0, 0), "f4")])
def test_where_there_is_nothing_to_measure_there_is_no_answer(kernel):
    assert alikeness(kernel) is None


def test_random_neurons_are_as_alike_as_chance_says():
    assert alikeness(drawn(units=128)).mean == pytest.approx(by_chance(784), rel=0.05)


@pytest.mark.parametrize(
    ("without", "dropped", "said"),
    [
        ([0.2, 0.3], [0.1, 0.1], "it is lower with 2 of 2 seeds."),
        ([0.1, 0.1], [0.2, 0.05], "it is lower with 1 and higher with 1 of 2 seeds."),
        ([0.1, 0.1], [0.101, 0.1], "it is level with 2 of 2 seeds."),
    ],
)
def test_what_is_told_follows_the_measurement(without, dropped, said):
    sentence = told(
        *([Alikeness(mean, mean, CLOSEST) for mean in means] for means in (without, dropped)), 784
    )

    assert said in sentence
    assert f"{np.mean(without):.3f} without dropout and {np.mean(dropped):.3f} with it" in sentence
    assert "would have 0.028" in sentence
    assert "as alike as any other two" in sentence


@pytest.mark.parametrize(
    ("neighbours", "said"),
    [([0.4, 0.3], "more alike than"), ([0.05, 0.02], "less alike than"), ([0.4, 0.09], "as alike as")],
)
def test_neighbours_differ_from_other_pairs_only_if_every_run_says_so(neighbours, said):
    found = [Alikeness(0.1, each, CLOSEST) for each in neighbours]

    sentence = told(found, found, 784)

    assert f"side by side are {said} any other two" in sentence
    assert "The most alike pair of a run has 0.60 without dropout" in sentence
