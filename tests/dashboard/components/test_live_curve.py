"""The live curve's Python side: what is sent to the browser."""

import json
import math

import pytest

from dashboard.components import live_curve as package
from dashboard.components.live_curve import live_curve


@pytest.fixture
def sent(monkeypatch):
    """Arguments of each mount."""
    calls = []
    monkeypatch.setattr(package, "_mount", lambda **arguments: calls.append(arguments))
    return calls


def test_the_four_series_are_sent_and_others_left_out(sent):
    live_curve({"loss": [0.5], "val_loss": [0.6], "lr": [0.1]}, total_epochs=3, state="running", key="c")
    assert sent[0]["data"]["series"] == {"loss": [0.5], "val_loss": [0.6]}
    assert sent[0]["data"]["total_epochs"] == 3


def test_nan_and_infinities_survive_json(sent):
    live_curve({"loss": [0.5, math.nan, math.inf, -math.inf]}, total_epochs=4, state="running", key="c")
    data = json.loads(json.dumps(sent[0]["data"], allow_nan=False))
    assert data["series"]["loss"] == [0.5, "nan", "inf", "-inf"]


def test_values_are_sent_with_the_digits_that_a_screen_shows(sent):
    live_curve({"loss": [1 / 3, 1e-9 / 3]}, total_epochs=2, state="running", key="c")
    assert sent[0]["data"]["series"]["loss"] == [0.333333, 3.33333e-10]


def test_the_axis_grows_when_there_are_more_epochs_than_announced(sent):
    live_curve({"loss": [1.0] * 5}, total_epochs=3, state="running", key="c")
    assert sent[0]["data"]["total_epochs"] == 5


def test_the_sentence_goes_with_the_picture(sent):
    live_curve(
        {"loss": [0.5]}, total_epochs=9, state="finished", stopped_epoch=1, stop_reason="enough", key="c"
    )
    assert sent[0]["data"]["summary"] == (
        "After 1 epoch: training loss 0.500. Training stopped at epoch 1 of 9: enough."
    )
    assert sent[0]["data"]["stopped_epoch"] == 1


def test_at_least_one_epoch_is_needed():
    with pytest.raises(ValueError, match=r"at least 1\. Received: 0"):
        live_curve({}, total_epochs=0, state="idle", key="c")
