"""What the browser is told of a run, and only what is new."""

import json
import math
from dataclasses import replace

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.stream_events import Follower, encode, snapshot
from dashboard.workers.pool import RunStatus

RUN = Run("run0000000000001", TrainingConfig(epochs=3), RunState.RUNNING)


def at(run, message="", position=None):
    return RunStatus(run.state, position, run, message)


def after(*losses, **changes):
    return replace(RUN, history={"loss": list(losses)} if losses else {}, **changes)


def events(text):
    """Pairs of an event's name and its data."""
    pairs = []
    for block in text.strip().split("\n\n") if text else []:
        name, data = block.split("\n")
        pairs.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return pairs


def told(*statuses):
    """What a follower tells of the last status, having told the others."""
    follower = Follower(RUN.id)
    return events([follower.news(status) for status in statuses][-1])


def test_the_first_event_holds_all_that_is_known():
    [(name, data)] = told(at(after(0.5, 0.25, progress=0.123456)))

    assert name == "snapshot"
    assert data == {
        "run": "run0000000000001",
        "state": "running",
        "history": {"loss": [0.5, 0.25]},
        "total_epochs": 3,
        "stopped_epoch": None,
        "summary": "Epoch 2 of 3: training loss 0.250.",
        "message": "",
        "position": None,
        "progress": 0.123,
    }


def test_an_epoch_is_told_with_its_place_and_the_sentence_of_the_curve():
    [(name, data)] = told(at(after()), at(after(0.5)))

    assert (name, data["first"], data["logs"]) == ("epoch", 0, {"loss": [0.5]})
    assert data["summary"] == "Epoch 1 of 3: training loss 0.500."


def test_epochs_that_came_together_are_told_together():
    [(_, data)] = told(at(after(0.5)), at(after(0.5, 0.4, 0.3)))

    assert (data["first"], data["logs"]) == (1, {"loss": [0.4, 0.3]})


def test_a_handful_of_weights_is_told_with_its_epoch_and_many_are_not():
    start = after(path=((1.0, 0.0),))
    [(_, snapshot_data)] = told(at(start))
    assert (snapshot_data["path"], snapshot_data["path_first"]) == ([[1.0, 0.0]], 0)

    [(name, data)] = told(at(start), at(after(0.5, path=((1.0, 0.0), (math.nan, -0.5)))))
    assert (name, data["path"], data["path_first"]) == ("epoch", [["nan", -0.5]], 1)

    large = after(0.5, path=((0.0,) * 9, (1.0,) * 9))
    assert "path" not in told(at(large))[0][1]


def test_nothing_new_is_told_by_no_event():
    assert told(at(after(0.5)), at(after(0.5))) == []


def test_the_last_epoch_comes_before_the_end_of_the_run():
    last = told(at(after(0.5)), at(after(0.5, 0.4, state=RunState.FINISHED)))

    assert [(name, data.get("state")) for name, data in last] == [("epoch", None), ("state", "finished")]


def test_a_change_of_place_in_the_queue_is_told():
    queued = replace(RUN, state=RunState.QUEUED)
    [(name, data)] = told(at(queued, "2 runs are ahead.", 3), at(queued, "This run is next.", 1))

    assert (name, data["position"], data["message"]) == ("state", 1, "This run is next.")


def test_a_stop_is_told_with_its_epoch_and_its_sentence():
    run = after(0.5, state=RunState.STOPPED, stopped_epoch=1, message="You stopped the training.")
    [(name, data)] = told(at(after(0.5)), at(run, run.message))

    assert name == "state"
    assert data == {
        "run": RUN.id,
        "state": "stopped",
        "stopped_epoch": 1,
        "message": "You stopped the training.",
        "position": None,
        "total_epochs": 3,
        "summary": "After 1 epoch: training loss 0.500. Training stopped at epoch 1 of 3.",
    }


def test_a_slow_epoch_tells_how_much_of_it_is_done():
    assert told(at(after()), at(after(progress=0.4))) == [("progress", {"run": RUN.id, "fraction": 0.4})]


def test_a_history_that_was_not_continued_is_told_anew():
    shorter = told(at(after(0.5, 0.4)), at(after(0.5)))
    other_series = told(at(after(0.5)), at(replace(RUN, history={"loss": [0.5, 0.4], "accuracy": [0.1]})))

    assert [name for name, _ in shorter] == ["snapshot"]
    assert [name for name, _ in other_series] == ["snapshot"]


def test_a_run_with_more_epochs_than_announced_has_a_longer_axis():
    assert snapshot(at(after(1.0, 1.0, 1.0, 1.0)))["total_epochs"] == 4


def test_numbers_have_six_digits_and_what_json_cannot_hold_goes_as_text():
    history = snapshot(at(after(1 / 3, 1e-9 / 3, math.nan, math.inf, -math.inf)))["history"]

    assert history["loss"] == [0.333333, 3.33333e-10, "nan", "inf", "-inf"]
    json.dumps(history, allow_nan=False)


def test_a_run_is_over_once_its_state_is_final_or_it_is_gone():
    follower = Follower(RUN.id)
    follower.news(at(after(0.5)))
    assert not follower.over
    follower.news(at(after(0.5, state=RunState.FAILED)))
    assert follower.over

    lost = Follower("none")
    assert events(lost.lose("There is no such run.")) == [
        ("gone", {"run": "none", "message": "There is no such run."})
    ]
    assert lost.over


def test_text_with_line_breaks_stays_one_event():
    assert encode("gone", {"message": "a\n\nb"}).count("\n\n") == 1
