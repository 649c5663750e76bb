"""What four runs came to, in figures and words."""

import pytest

from dashboard.experiments.augmentation_effect import (
    LAST,
    Ending,
    ending,
    gap_in_words,
    spoiled_in_words,
)


def history(training, validation):
    return {"accuracy": training, "val_accuracy": validation}


def test_an_end_is_the_mean_of_the_last_epochs():
    end = ending(history([0.0, 0.0, *[0.9] * LAST], [1.0, 1.0, *[0.8] * LAST]))
    assert (end.training, end.validation, end.gap) == pytest.approx((0.9, 0.8, 0.1))


def test_a_short_run_has_an_end_and_one_without_epochs_has_none():
    assert ending(history([0.5], [0.7])) == Ending(0.5, 0.7)
    assert ending({}) is None
    assert ending(history([0.5], [])) is None


def test_the_gap_is_told_of_both_runs():
    told = gap_in_words(Ending(1.0, 0.9), Ending(0.85, 0.86))
    assert "Without augmentation: 100.0 % on training pictures, 90.0 %" in told
    assert told.count("a gap of") == 2
    assert "a gap of -1.0 points" in told


def test_one_training_measured_twice_is_told_as_such():
    told = spoiled_in_words(history([0.8, 0.9], [0.8, 0.9]), history([0.8, 0.9], [0.6, 0.8]))
    assert told.startswith("The training curves are the same to the last digit")
    assert "85.0 % on the pictures as they are and 70.0 % on transformed ones" in told
    assert "20.0 points apart" in told


def test_two_trainings_are_not_told_as_one():
    told = spoiled_in_words(history([0.8], [0.8]), history([0.7], [0.6]))
    assert told.startswith("The training curves differ")
    assert spoiled_in_words(history([0.8], [0.8]), {}) is None
