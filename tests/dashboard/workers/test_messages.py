"""The lines between pool and worker."""

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd
from dashboard.workers.messages import (
    Answered,
    Ask,
    Broken,
    Idle,
    Pace,
    Ping,
    Pong,
    Ready,
    RunEvent,
    Shutdown,
    Stop,
    Train,
    Warm,
    Warmed,
    decode,
    encode,
)


@pytest.mark.parametrize(
    "message",
    [
        Train("r", "/runs/r", TrainingConfig(units=5)),
        Train("r", "/runs/r", TrainingConfig(), first_epoch=3, until=4, seconds=1.5, pace=0.5, resume=True),
        Stop("r"),
        Pace("r", 0.5),
        Ask("q", "r", "/runs/r", TrainingConfig(), {"what": "look", "picture": 7}),
        Answered("q", "look.npz", "", 5),
        Warm(TrainingConfig()),
        Ping(),
        Shutdown(),
        Ready(1),
        RunEvent("r", EpochEnd(0, {"loss": float("inf")})),
        Idle("r", 2),
        Warmed(),
        Pong(3),
        Broken("No data.\nReally."),
    ],
)
def test_every_message_is_one_line(message):
    line = encode(message)
    assert line.count("\n") == 1
    assert decode(line) == message


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "[]",
        "{}",
        '{"type": "dance"}',
        '{"type": "stop"}',
        '{"type": "event", "run": "r", "event": {}}',
    ],
)
def test_other_lines_are_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the JSON reader's in some cases
        decode(line)
