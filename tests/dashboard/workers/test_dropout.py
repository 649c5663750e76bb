"""Dropout by Keras' own layer: the small network of the lesson, and one picture many times through a model."""

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.dropout_steps import HIDDEN, STEPS, DropoutRequest, read_steps
from dashboard.experiments.dropout_trials import DROPOUT_TRIALS
from dashboard.experiments.look import read_look
from dashboard.experiments.neuron_correlation import alikeness, by_chance
from dashboard.experiments.passes import PASSES, passes_name, passes_of, passes_question
from dashboard.experiments.trials import EXPECTATIONS, read_outcome, trial_question
from dashboard.workers.dropout import answer_steps, run_steps, several_passes
from dashboard.workers.look import answer
from dashboard.workers.models import build_model
from dashboard.workers.program import Program
from dashboard.workers.trials import answer_trial

pytestmark = pytest.mark.training
SMALL = TrainingConfig(units=16, dropout=0.5)


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.75])
def test_what_is_left_is_scaled_and_outside_of_training_nothing_happens(rate):
    found = run_steps(DropoutRequest(rate, seed=3))

    assert found.steps.shape == (STEPS, HIDDEN)
    kept = np.broadcast_to(found.values / (1 - rate), found.steps.shape)
    assert found.steps == pytest.approx(np.where(found.dropped, 0, kept))
    assert (found.values > 0).all(), "a 0 that is passed on is a neuron that was dropped"
    assert found.at_rest == pytest.approx(found.values)
    assert found.answers.sum(axis=1) == pytest.approx(np.ones(STEPS))
    assert len(np.unique(found.dropped, axis=0)) > 1, "each step draws anew"


def test_the_share_of_dropped_neurons_is_the_rate():
    drawn = [run_steps(DropoutRequest(0.2, seed)).dropped.mean() for seed in range(20)]

    # 20 x 12 x 8 = 1,920 draws: the standard deviation is 0.009. The seeds are fixed, so this never changes by chance.
    assert np.mean(drawn) == pytest.approx(0.2, abs=0.04)


def test_a_seed_gives_the_same_steps_again_and_another_seed_others():
    once, again, other = (run_steps(DropoutRequest(0.5, seed)).steps for seed in (1, 1, 2))

    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


def test_a_rate_of_0_drops_nothing():
    found = run_steps(DropoutRequest(0.0, seed=1))

    assert found.steps == pytest.approx(np.tile(found.values, (STEPS, 1)))


def test_a_question_is_answered_once_and_a_damaged_answer_anew(tmp_path):
    question = DropoutRequest(0.5, 4).question("slot")
    path = tmp_path / answer_steps(tmp_path, question)
    found, written = read_steps(path), path.stat().st_mtime_ns

    assert answer_steps(tmp_path, question) == path.name
    assert path.stat().st_mtime_ns == written
    path.write_bytes(b"no")
    answer_steps(tmp_path, question)
    assert np.array_equal(read_steps(path).steps, found.steps)


def test_a_rate_that_is_none_is_refused(tmp_path):
    with pytest.raises(ArtifactError, match="Expected a rate"):
        answer_steps(tmp_path, {"rate": 2.0, "seed": 1})


@pytest.fixture(scope="module")
def model():
    """A model as the engine builds it, with its weights as drawn."""
    built = build_model(SMALL)
    built.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return built


def picture():
    return np.random.default_rng(0).integers(0, 256, (28, 28)).astype(np.uint8)


def test_the_same_picture_gives_one_answer_outside_of_training_and_several_in_it(model):
    passes = several_passes(model, picture(), seed=1)

    expected = model(picture()[None] / 255, training=False).numpy()[0]
    assert passes.at_rest == pytest.approx(np.tile(expected, (PASSES, 1)), abs=1e-5)
    assert len(np.unique(passes.training, axis=0)) == PASSES


def test_passes_leave_the_model_as_it_was(model):
    before = [variable.numpy() for variable in model.variables]
    several_passes(model, picture(), seed=1)

    assert all(np.array_equal(a, b.numpy()) for a, b in zip(before, model.variables, strict=True))


def test_a_question_about_a_test_picture_is_answered_and_kept(model, tmp_path):
    class Restored:
        def restore(self, _config, _folder):
            return Program(model)

    name = answer(Restored(), tmp_path, SMALL, passes_question(7, "slot"))

    mark = name.removeprefix("look-").split("-")[0]
    assert passes_of(read_look(tmp_path, mark, passes_name(7))).training.shape == (PASSES, 10)


def test_weights_that_keras_draws_are_as_alike_as_chance_says(model):
    kernel = build_model(TrainingConfig(units=128)).layers[1].kernel.numpy()

    assert alikeness(kernel).mean == pytest.approx(by_chance(784), rel=0.05)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Each program run once."""
    folder = tmp_path_factory.mktemp("outcomes")
    return {
        name: read_outcome(folder / answer_trial(folder, trial_question(name, "slot")))
        for name in DROPOUT_TRIALS
    }


# With a rate of 1 the hidden layer never gets a gradient, and Keras warns so.
@pytest.mark.filterwarnings("ignore:Gradients do not exist:UserWarning")
@pytest.mark.parametrize("name", DROPOUT_TRIALS)
def test_a_program_ends_as_the_lesson_says(name, outcomes):
    trial, outcome = DROPOUT_TRIALS[name], outcomes[name]

    if EXPECTATIONS[trial.answer].startswith("It stops"):
        assert trial.key_phrase in outcome.error
        return
    assert not outcome.error
    reached = outcome.history["val_accuracy"][-1]
    if EXPECTATIONS[trial.answer] == "It trains, but worse":
        assert reached < outcomes["dropout-hidden"].history["val_accuracy"][-1] - 0.02
    else:
        assert reached > 0.7
