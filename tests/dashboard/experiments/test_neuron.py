"""The arithmetic of a single neuron, by hand and against what Keras' optimizers do."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.neuron import gradient, loss, predict, surface, worked_step
from dashboard.experiments.points import LINE_POINTS

NEURON = TrainingConfig("line", "neuron", optimizer="sgd", learning_rate=0.01, epochs=500)
START = (1.0, 0.0)
numbers = st.floats(-100, 100)
pairs = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20).map(tuple)


def test_a_guess_is_weight_times_x_plus_bias():
    assert predict((2.0, -1.0), 10) == 19


def test_the_loss_and_its_slopes_by_hand():
    points = ((1.0, 1.0), (3.0, 5.0))
    # Guesses 1 and 3, errors 0 and -2.
    assert loss(points, START) == 2.0
    assert gradient(points, START) == (-6.0, -2.0)


@given(pairs, numbers, numbers)
def test_the_surface_is_the_loss(points, weight, bias):
    flat = surface(points)
    there = (
        flat.ww * weight**2 + 2 * flat.wb * weight * bias + bias**2
        - 2 * flat.wy * weight - 2 * flat.y * bias + flat.yy
    )  # fmt: skip
    assert there == pytest.approx(loss(points, (weight, bias)), rel=1e-6, abs=1e-4)


@given(pairs, numbers, numbers)
def test_no_pair_of_weight_and_bias_is_better_than_the_best(points, weight, bias):
    best = surface(points).best()[:2]
    assert loss(points, best) <= loss(points, (weight, bias)) * (1 + 1e-6) + 1e-3


def test_the_bottom_of_the_line_is_its_rule():
    weight, bias, only_one = surface(LINE_POINTS).best()
    assert (weight, bias) == pytest.approx((2, -1))
    assert only_one


@pytest.mark.parametrize("points", [((2.0, 5.0),), ((2.0, 5.0), (2.0, 7.0))])
def test_points_with_one_x_leave_a_choice(points):
    weight, bias, only_one = surface(points).best()
    assert not only_one
    assert weight * 2 + bias == pytest.approx(np.mean([y for _, y in points]))


def test_plain_descent_diverges_just_above_the_largest_stable_rate():
    limit = surface(LINE_POINTS).largest_stable_rate()
    ends = []
    for rate in (0.98 * limit, 1.02 * limit):
        place = np.array(START)
        for _ in range(2000):
            place = place - rate * np.array(gradient(LINE_POINTS, place))
        ends.append(loss(LINE_POINTS, place))
    assert ends[0] < 1e-6
    assert not ends[1] < 1e3


def test_the_first_step_of_sgd_by_hand():
    config = replace(NEURON, points=((1.0, 1.0), (3.0, 5.0)))
    step = worked_step(config, [START, (1.06, 0.02)], 1)
    assert (step.guesses, step.errors, step.loss) == ((1.0, 3.0), (0.0, -2.0), 2.0)
    assert (step.weight.gradient, step.bias.gradient) == (-6.0, -2.0)
    assert (step.weight.after, step.bias.after) == pytest.approx((1.06, 0.02))
    assert step.finite


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_step_that_the_run_has_not_is_refused(number):
    with pytest.raises(IndexError, match=f"from 1 to 1; received {number}"):
        worked_step(NEURON, [START, START], number)


def test_a_diverged_step_has_no_numbers_and_says_so():
    step = worked_step(NEURON, [(3e200, 1e200), (math.nan, math.nan), (math.nan, math.nan)], 1)
    assert not step.finite
    assert not worked_step(NEURON, [START, (math.nan, math.nan), (math.nan, math.nan)], 2).finite


@pytest.mark.training
@pytest.mark.parametrize(
    "config",
    [
        *(replace(NEURON, optimizer=name, learning_rate=0.05) for name in OPTIMIZERS),
        replace(NEURON, learning_rate=0.03, momentum=0.9),
        replace(NEURON, learning_rate=0.2),
    ],
    ids=[*OPTIMIZERS, "momentum", "diverging"],
)
def test_every_worked_step_ends_where_keras_ends_it(config):
    from dashboard.workers.trainer import Trainer

    path = []
    history = Trainer().train(replace(config, epochs=30), on_weights=path.append).result.history
    for number in range(1, 31):
        step = worked_step(config, path, number)
        assert (step.weight.after, step.bias.after) == pytest.approx(path[number], rel=1e-4, abs=1e-5)
        assert step.loss == pytest.approx(history["loss"][number - 1], rel=1e-4, abs=1e-6)
