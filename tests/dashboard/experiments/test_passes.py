"""Several passes of one picture, in words and numbers."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.look import Look
from dashboard.experiments.passes import PASSES, Passes, passes_of, passes_rows, passes_told

NAMES = ("Bag", "Coat")
STILL = np.tile(np.array([0.9, 0.1], np.float32), (PASSES, 1))
MOVING = STILL.copy()
MOVING[3] = 0.3, 0.7


def test_what_is_kept_comes_back():
    assert np.array_equal(passes_of(Passes(STILL, MOVING).as_look()).training, MOVING)


@pytest.mark.parametrize(
    "values", [{}, {"at_rest": STILL}, {"at_rest": STILL, "training": MOVING[:2]}, {"at_rest": STILL[0]}]
)
def test_damaged_passes_are_told(values):
    with pytest.raises(ArtifactError, match="damaged"):
        passes_of(Look(values))


def test_a_model_without_dropout_gives_the_same_both_ways():
    told = passes_told(Passes(STILL, STILL), NAMES)

    assert "all 10 passes gave the same: Bag, 90.0 %" in told
    assert "every pass gave 90.0 %" in told


def test_the_spread_in_training_is_told_with_the_answers_that_changed():
    told = passes_told(Passes(STILL, MOVING), NAMES)

    assert "the same class had 30.0 to 90.0 %" in told
    assert "1 of 10 answers were another class" in told
    assert passes_rows(Passes(STILL, MOVING), NAMES)[3]["training=True"] == "Coat, 70.0 %"
