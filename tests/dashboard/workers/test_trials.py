"""The programs of the lesson end as the lesson says."""

import math

import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.trials import AS_IT_WAS, TRIALS, read_outcome, trial_question
from dashboard.workers.trials import answer_trial, run_trial

pytestmark = pytest.mark.training


@pytest.mark.parametrize("name", ["five", "unflattened"])
def test_a_program_that_cannot_train_says_what_is_explained(name, tmp_path):
    outcome = read_outcome(tmp_path / answer_trial(tmp_path, trial_question(name, "test")))

    assert TRIALS[name].key_phrase in outcome.error
    assert TRIALS[name].answer == 2
    assert "File " not in outcome.error, "a learner has no use for places in Keras"
    assert not outcome.history


@pytest.fixture(scope="module")
def as_it_was():
    return run_trial(TRIALS[AS_IT_WAS])


def test_more_neurons_are_as_good_or_better(as_it_was):
    more = run_trial(TRIALS["512"])

    assert more.history["val_accuracy"][-1] > as_it_was.history["val_accuracy"][-1] - 0.01


def test_pixels_that_are_not_divided_train_but_worse(as_it_was):
    raw = run_trial(TRIALS["raw"])

    assert raw.history["loss"][0] > 10 > as_it_was.history["loss"][0]
    assert raw.history["val_accuracy"][-1] < as_it_was.history["val_accuracy"][-1]
    assert all(math.isfinite(value) for value in raw.history["loss"])


def test_a_program_that_nobody_wrote_is_refused(tmp_path):
    with pytest.raises(ArtifactError, match="received another program"):
        answer_trial(tmp_path, {"what": "trial", "trial": "../x"})
