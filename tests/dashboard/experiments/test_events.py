"""Events cross a pipe and a file as JSON, whatever the figures."""

import json
import math

import pytest

from dashboard.experiments import events
from dashboard.experiments.events import (
    EpochEnd,
    Failed,
    Finished,
    Progress,
    Queued,
    Resumed,
    Start,
    Started,
    Stopped,
)


@pytest.mark.parametrize(
    "event",
    [
        Queued(3),
        Started(),
        Start((1.5, 0.0)),
        Progress(2, 0.5),
        EpochEnd(0, {"loss": 0.5, "val_loss": math.inf}, 0.25),
        EpochEnd(0, {"loss": 0.5}, 0.25, (1.25, -math.inf)),
        Stopped(4, "Enough.", by="lease"),
        Resumed(12, 5),
        Finished({"summary": "summary.json"}, 1.5, "The disk is full."),
        Failed("The disk is full."),
    ],
)
def test_every_event_survives_json(event):
    line = json.dumps(events.to_json(event), allow_nan=False)
    assert events.from_json(json.loads(line)) == event


def test_nan_survives_strict_json():
    line = json.dumps(events.to_json(EpochEnd(0, {"loss": math.nan})), allow_nan=False)
    event = events.from_json(json.loads(line))
    assert isinstance(event, EpochEnd)
    assert math.isnan(event.logs["loss"])


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"type": "exploded"},
        {"type": "queued"},
        {"type": "started", "extra": 1},
        {"type": "epoch_end", "epoch": 0, "logs": [1]},
        {"type": "epoch_end", "epoch": 0, "logs": {"loss": "much"}},
        {"type": "start"},
        {"type": "start", "weights": ["many"]},
    ],
)
def test_what_is_no_event_is_refused(data):
    with pytest.raises(ValueError, match=r"Expected|could not convert"):
        events.from_json(data)
