"""Which buttons can be pressed in every state of a run, and what each says."""

from dataclasses import replace

import pytest

from dashboard.components.control_states import Controls, control_states
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.workers.pool import RunStatus

CONFIG = TrainingConfig(epochs=10)
BUTTONS = ("train", "stop", "resume", "step", "reset")


def status(state, epochs=3, by="learner", config=CONFIG, loss=0.5, kept=True):
    history = {"loss": [0.5] * (epochs - 1) + [loss] if epochs else []}
    artifacts = {"state": "state.npz"} if kept and state.final else {}
    run = Run("r", config, state, history, stopped_by=by, artifacts=artifacts, kept_epochs=epochs)
    return RunStatus(state, None, run, "")


def enabled(controls: Controls) -> set[str]:
    return {name for name in BUTTONS if getattr(controls, name).enabled}


@pytest.mark.parametrize(
    ("shown", "expected", "line"),
    [
        (None, {"train", "step"}, "Ready to train 10 epochs."),
        (status(RunState.QUEUED, 0), {"stop"}, "The run is under way."),
        (status(RunState.STARTING, 0), {"stop"}, "The run is under way."),
        (status(RunState.RUNNING), {"stop"}, "The run is under way."),
        (status(RunState.STOPPING), set(), "Stopping."),
        (status(RunState.STOPPED), {"train", "resume", "step", "reset"}, "Stopped after epoch 3 of 10."),
        (
            status(RunState.STOPPED, by="step"),
            {"train", "resume", "step", "reset"},
            "Paused after epoch 3 of 10.",
        ),
        (
            status(RunState.STOPPED, 0),
            {"train", "resume", "step", "reset"},
            "Stopped before the end of the first epoch.",
        ),
        (
            status(RunState.FINISHED, by="callback"),
            {"train", "resume", "step", "reset"},
            "Stopped after epoch 3 of 10.",
        ),
        (status(RunState.FINISHED, 10), {"train", "step", "reset"}, "Trained 10 epochs."),
        (status(RunState.FAILED), {"train", "step", "reset"}, "The run failed."),
    ],
)
def test_the_buttons_of_every_state(shown, expected, line):
    controls = control_states(shown, CONFIG)
    assert enabled(controls) == expected
    assert controls.line == line
    assert all(getattr(controls, name).help for name in BUTTONS)


def test_a_finished_run_goes_on_when_epochs_are_raised():
    finished = status(RunState.FINISHED, 10)
    assert control_states(finished, CONFIG).resume.help == (
        "All 10 epochs of this run are done: raise Epochs above 10 to go on."
    )
    raised = control_states(finished, replace(CONFIG, epochs=15)).resume
    assert (raised.enabled, raised.help) == (True, "Go on from the weights of this run, to epoch 15.")


def test_with_other_settings_resume_says_why_not_and_step_begins_anew():
    controls = control_states(status(RunState.STOPPED), replace(CONFIG, units=64))
    assert not controls.resume.enabled
    assert "Other settings than Epochs have changed" in controls.resume.help
    assert (controls.step.enabled, controls.step.help) == (True, "Train one epoch of a new model.")


def test_the_settings_of_another_model_are_other_settings():
    controls = control_states(status(RunState.STOPPED), TrainingConfig("line", "neuron", epochs=500))
    assert not controls.resume.enabled
    assert controls.step.help == "Train one epoch of a new model."


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (None, "none yet"),
        (status(RunState.RUNNING), "waiting or training"),
        (status(RunState.FAILED), "failed"),
        (status(RunState.STOPPED, loss=float("nan")), "no longer a number"),
        (status(RunState.STOPPED, kept=False), "were not kept"),
    ],
)
def test_resume_says_why_it_cannot(shown, reason):
    resume = control_states(shown, CONFIG).resume
    assert not resume.enabled
    assert reason in resume.help


def test_step_goes_one_beyond_the_last_epoch_but_not_beyond_the_most():
    assert (
        control_states(status(RunState.FINISHED, 10), CONFIG).step.help == "Train one more epoch: epoch 11."
    )
    longest = replace(CONFIG, epochs=500)
    step = control_states(status(RunState.FINISHED, 500, config=longest), longest).step
    assert (step.enabled, step.help) == (False, "A run has at most 500 epochs, and this one has them all.")


def test_with_one_neuron_a_run_may_be_longer():
    config = TrainingConfig("line", "neuron", epochs=1999)
    assert control_states(status(RunState.FINISHED, 1999, config=config), config).step.enabled
