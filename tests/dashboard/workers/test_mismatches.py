"""The programs in which labels, last layer and loss do not fit end as the lesson says."""

import math

import pytest

from dashboard.experiments.mismatches import AS_IT_SHOULD_BE, EXPECTATIONS, LABELS_AND_LOSSES, MISMATCHES
from dashboard.experiments.trials import TRIALS, read_outcome, trial_question
from dashboard.workers.trials import answer_trial, run_trial

pytestmark = pytest.mark.training

STOPS = [program for program in MISMATCHES.values() if program.key_phrase]


@pytest.fixture(scope="module")
def run():
    """``run("one-hot")``: its outcome; each program is run once."""
    known = {}

    def outcome(name):
        if name not in known:
            known[name] = run_trial(MISMATCHES[name])
        return known[name]

    return outcome


def test_no_program_of_one_lesson_has_the_name_of_another():
    assert not set(MISMATCHES) & set(TRIALS)


@pytest.mark.parametrize("program", STOPS, ids=lambda program: program.id)
def test_a_program_that_stops_says_what_is_explained(program, run):
    outcome = run(program.id)

    assert program.key_phrase in outcome.error
    assert program.answer == LABELS_AND_LOSSES.happened(program, outcome)
    assert EXPECTATIONS[program.answer] == "It stops with an error"


def test_both_pairs_that_fit_learn_the_same(run, tmp_path):
    file = answer_trial(tmp_path, trial_question(AS_IT_SHOULD_BE, "test"))
    sparse, full = read_outcome(tmp_path / file), run("one-hot")

    assert sparse.history["val_accuracy"][-1] > 0.5
    assert sparse.history["loss"] == pytest.approx(full.history["loss"], abs=0.1)
    assert sum(sparse.answer) == pytest.approx(1, abs=1e-4)


def test_one_sigmoid_falls_below_zero_and_never_finds_the_third_class(run):
    outcome = run("one-sigmoid")

    assert outcome.history["loss"][-1] < 0
    assert outcome.history["val_accuracy"][-1] < 0.42
    assert LABELS_AND_LOSSES.happened(MISMATCHES["one-sigmoid"], outcome) == 1


@pytest.mark.parametrize("name", ["one-softmax", "one-softmax-binary"])
def test_one_softmax_says_1_of_everything(name, run):
    outcome = run(name)

    assert outcome.answer == pytest.approx([1.0])
    assert outcome.history["val_accuracy"] == pytest.approx([1 / 3] * 8)
    assert LABELS_AND_LOSSES.happened(MISMATCHES[name], outcome) == 1


def test_one_softmax_has_no_loss_to_learn_from_unless_keras_looks_before_it(run):
    assert run("one-softmax").history["loss"] == pytest.approx([0.0] * 8, abs=1e-6)
    assert run("one-softmax-binary").history["loss"] == pytest.approx(
        run("one-sigmoid").history["loss"], rel=0.1
    )


def test_three_sigmoids_learn_as_softmax_does_and_do_not_add_up(run):
    outcome = run("three-sigmoids")

    assert LABELS_AND_LOSSES.happened(MISMATCHES["three-sigmoids"], outcome) == 0
    assert abs(sum(outcome.answer) - 1) > 0.05


def test_binary_crossentropy_learns_too_but_its_numbers_are_smaller(run):
    outcome = run("binary-softmax")

    assert LABELS_AND_LOSSES.happened(MISMATCHES["binary-softmax"], outcome) == 0
    assert outcome.history["loss"][0] < math.log(3) - 0.3


def test_units_that_no_label_asks_for_sink_towards_zero(run):
    outcome = run("ten-units")

    assert LABELS_AND_LOSSES.happened(MISMATCHES["ten-units"], outcome) == 0
    assert len(outcome.answer) == 10
    assert sum(outcome.answer[3:]) < 0.01
