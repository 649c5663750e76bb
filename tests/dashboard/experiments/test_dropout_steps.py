"""The small network: what is asked, and how its answer is kept and told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.dropout_steps import (
    HIDDEN,
    OUTPUTS,
    STEPS,
    DropoutRequest,
    DropoutSteps,
    read_steps,
    requested,
    summary,
    write_steps,
)

HALF = DropoutRequest(0.5, 3)
VALUES = np.linspace(0.1, 0.8, HIDDEN, dtype=np.float32)
KEPT = np.tile(2 * VALUES, (STEPS, 1)) * (np.arange(HIDDEN) % 2)
FOUND = DropoutSteps(
    VALUES, KEPT.astype(np.float32), np.zeros((STEPS, OUTPUTS), "f4"), VALUES, np.zeros(OUTPUTS, "f4")
)


def test_a_question_comes_back_as_the_request():
    assert requested(HALF.question("slot")) == HALF


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"rate": 1.0, "seed": 1},
        {"rate": -0.1, "seed": 1},
        {"rate": True, "seed": 1},
        {"rate": "0.5)\nimport os", "seed": 1},
        {"rate": 0.5, "seed": -1},
        {"rate": 0.5, "seed": 2.0},
        {"rate": float("nan"), "seed": 1},
        {"rate": 0.5, "seed": "../x"},
    ],
)
def test_what_is_no_rate_or_seed_is_refused(question):
    with pytest.raises(ArtifactError, match="Expected a"):
        requested(question)


def test_the_program_has_the_learners_rate_and_seed():
    assert "keras.layers.Dropout(0.5)" in HALF.program
    assert "keras.utils.set_random_seed(3)" in HALF.program


def test_an_answer_is_kept_and_read_back(tmp_path):
    found = read_steps(tmp_path / write_steps(tmp_path, HALF, FOUND))

    assert np.array_equal(found.steps, FOUND.steps)
    assert [path.name for path in tmp_path.iterdir()] == [HALF.file], "no draft is left behind"


def test_an_answer_of_another_shape_is_damaged(tmp_path):
    name = write_steps(tmp_path, HALF, replace(FOUND, values=VALUES[:3]))

    with pytest.raises(ArtifactError, match="damaged"):
        read_steps(tmp_path / name)


def test_the_summary_counts_what_was_dropped():
    told = summary(HALF, FOUND)

    assert f"4 of {HIDDEN} neurons were dropped at a time" in told
    assert "a share of 0.50 at a rate of 0.5" in told
    assert "1 / (1 − 0.5) = 2" in told
    assert f"{VALUES.sum():.2f} outside of training" in told


def test_a_rate_of_0_scales_nothing():
    assert "nothing is dropped and nothing is scaled" in summary(
        DropoutRequest(0.0, 3), replace(FOUND, steps=np.tile(VALUES, (STEPS, 1)))
    )
