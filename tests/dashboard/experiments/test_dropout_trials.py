"""The programs about where a Dropout layer stands; what Keras makes of them is tested with the workers."""

from __future__ import annotations

import ast

import pytest

from dashboard.experiments.dropout_trials import DROPOUT_TRIALS
from dashboard.experiments.trials import TRIALS


def test_no_program_has_the_name_of_another_lessons():
    assert not set(DROPOUT_TRIALS) & set(TRIALS), "a worker finds all programs by their names"


@pytest.mark.parametrize("trial", DROPOUT_TRIALS.values(), ids=DROPOUT_TRIALS.keys())
def test_a_program_is_whole_and_has_one_dropout_layer(trial):
    source = ast.unparse(ast.parse(trial.program))

    assert source.count("keras.layers.Dropout(") == 1
    assert "fashion_mnist.load_data()" in source
    assert "history = model.fit(" in source


def test_each_place_is_another_program():
    assert len({trial.program for trial in DROPOUT_TRIALS.values()}) == len(DROPOUT_TRIALS)
