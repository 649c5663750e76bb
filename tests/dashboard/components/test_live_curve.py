"""The live curve's Python side: what is sent to the browser."""

import json
import math

import pytest

from dashboard.components import live_curve as package
from dashboard.components.live_curve import live_curve
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.workers.pool import RunStatus


@pytest.fixture
def sent(monkeypatch):
    """Arguments of each mount."""
    calls = []
    monkeypatch.setattr(package, "_mount", lambda **arguments: calls.append(arguments))
    return calls


def status_of(history, epochs=3, state=RunState.RUNNING, message="", position=None, **run):
    run = Run("run0000000000001", TrainingConfig(epochs=epochs), state, history, **run)
    return RunStatus(state, position, run, message)


def test_the_four_series_are_sent_and_others_left_out(sent):
    live_curve(status_of({"loss": [0.5], "val_loss": [0.6], "lr": [0.1]}), key="c")
    assert sent[0]["data"]["snapshot"]["history"] == {"loss": [0.5], "val_loss": [0.6]}
    assert sent[0]["data"]["snapshot"]["total_epochs"] == 3


def test_the_browser_learns_which_run_to_follow_and_where(sent):
    live_curve(status_of({}), key="c")
    assert sent[0]["data"]["run"] == "run0000000000001"
    assert sent[0]["data"]["url"] == "/runs/events"


def test_without_a_run_there_are_empty_axes_and_nothing_to_follow(sent):
    live_curve(None, total_epochs=7, key="c")
    assert sent[0]["data"]["run"] == ""
    assert sent[0]["data"]["snapshot"]["state"] == "idle"
    assert sent[0]["data"]["snapshot"]["total_epochs"] == 7
    assert sent[0]["data"]["snapshot"]["summary"] == "Nothing has been trained yet."


def test_nan_and_infinities_survive_json(sent):
    live_curve(status_of({"loss": [0.5, math.nan, math.inf, -math.inf]}, epochs=4), key="c")
    data = json.loads(json.dumps(sent[0]["data"], allow_nan=False))
    assert data["snapshot"]["history"]["loss"] == [0.5, "nan", "inf", "-inf"]


def test_the_axis_grows_when_there_are_more_epochs_than_announced(sent):
    live_curve(status_of({"loss": [1.0] * 5}), key="c")
    assert sent[0]["data"]["snapshot"]["total_epochs"] == 5


def test_the_sentence_goes_with_the_picture(sent):
    live_curve(status_of({"loss": [0.5]}, 9, RunState.FINISHED, stopped_epoch=1), key="c")
    assert sent[0]["data"]["snapshot"]["summary"] == (
        "After 1 epoch: training loss 0.500. Training stopped at epoch 1 of 9."
    )
    assert sent[0]["data"]["snapshot"]["stopped_epoch"] == 1


def test_the_place_in_the_queue_goes_with_it_too(sent):
    live_curve(status_of({}, state=RunState.QUEUED, message="2 runs are ahead.", position=3), key="c")
    assert sent[0]["data"]["snapshot"]["position"] == 3
    assert sent[0]["data"]["snapshot"]["message"] == "2 runs are ahead."


def test_other_runs_go_with_their_names_and_colours(sent):
    other = {"name": "512 neurons", "history": {"val_loss": [0.5, math.nan], "lr": [1]}, "colour": 2}
    live_curve(status_of({}), key="c", overlays=[other])
    assert sent[0]["data"]["overlays"] == [
        {"name": "512 neurons", "history": {"val_loss": [0.5, "nan"]}, "colour": 2}
    ]


def test_at_least_one_epoch_is_needed():
    with pytest.raises(ValueError, match=r"at least 1\. Received: 0"):
        live_curve(None, total_epochs=0, key="c")
