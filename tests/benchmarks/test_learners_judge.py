"""What the benchmark of many learners calls broken."""

import json
from pathlib import Path

import pytest

from benchmarks.learners_judge import RunLogs, Turn, read_log, slope, unfair_turns, wrong_chart
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Event, Finished, Queued, Started
from dashboard.experiments.run import Run, replay
from dashboard.experiments.runs import RunStore

CONFIG = TrainingConfig(epochs=2)
HISTORY = {"loss": [0.51234567, 0.4], "accuracy": [0.8, 0.9]}


@pytest.fixture
def run() -> Run:
    return Run("id", CONFIG, history=HISTORY)


def test_the_chart_of_its_own_run_is_right(run):
    assert wrong_chart({"loss": [0.512346, 0.4], "accuracy": [0.8, 0.9]}, CONFIG, run, whole=True) == ""


def test_a_chart_with_the_first_points_is_right_while_the_run_goes_on_and_wrong_after_it(run):
    seen = {"loss": [0.512346], "accuracy": [0.8]}

    assert wrong_chart(seen, CONFIG, run, whole=False) == ""
    assert "loss" in wrong_chart(seen, CONFIG, run, whole=True)


def test_a_chart_with_the_figures_of_another_run_is_wrong(run):
    assert "accuracy" in wrong_chart({"accuracy": [0.1]}, CONFIG, run, whole=False)


def test_a_chart_without_one_of_the_curves_is_wrong(run):
    assert "accuracy" in wrong_chart({"loss": [0.512346, 0.4]}, CONFIG, run, whole=True)


def test_a_run_with_other_settings_than_those_clicked_is_wrong(run):
    asked = TrainingConfig(epochs=2, units=7)

    assert "units" in wrong_chart({}, asked, run, whole=False)


def test_nan_is_compared_by_name():
    run = Run("id", CONFIG, history={"loss": [float("nan")]})

    assert wrong_chart({"loss": ["nan"]}, CONFIG, run, whole=True) == ""
    assert wrong_chart({"loss": ["inf"]}, CONFIG, run, whole=True) != ""


@pytest.mark.parametrize(
    ("others", "unfair"),
    [
        ([Turn("b", 1.0, 3.0)], False),
        ([Turn("b", 1.0, 3.0), Turn("b", 4.0, 5.0)], True),
        ([Turn("b", 1.0, 3.0), Turn("c", 4.0, 5.0)], False),
        ([Turn("b", 1.0, 3.0), Turn("b", 4.0, 9.0)], False),
        ([Turn("b", 0.0, 1.0), Turn("b", 4.0, 5.0)], False),
        ([Turn("b", 1.0, 3.0), Turn("b", 4.0, None)], False),
        ([Turn("b", 1.0, 3.0), Turn("b", 4.0, 7.95)], False),
    ],
    ids=[
        "one turn",
        "a second turn",
        "two learners",
        "a second turn later",
        "one began before",
        "one never began",
        "within the margin of the clock",
    ],
)
def test_a_turn_is_unfair_when_another_learner_begins_twice_in_the_meantime(others, unfair):
    mine = Turn("a", 2.0, 8.0)

    assert bool(unfair_turns([mine, *others], margin=0.1)) is unfair


def test_a_learner_may_begin_twice_while_a_run_of_their_own_waits():
    turns = [Turn("a", 2.0, 8.0), Turn("a", 1.0, 3.0), Turn("a", 4.0, 5.0)]

    assert unfair_turns(turns, margin=0.1) == []


def test_the_logs_tell_when_a_run_was_asked_for_begun_and_over(tmp_path: Path):
    store = RunStore(tmp_path)
    logs = RunLogs(tmp_path)
    logs.look()
    run_id = store.create(CONFIG).id
    logs.look()

    assert logs.active == 1
    logged = logs.runs[run_id]
    assert logged.queued is not None
    assert logged.started is None

    told: list[Event] = [
        Queued(1),
        Started(),
        EpochEnd(0, {"loss": 0.5}),
        Finished({"summary": "summary.json"}),
    ]
    for event in told:
        store.append(run_id, event)
        logs.look()

    assert logs.active == 0
    assert logged.queued <= logged.started <= logged.ended
    assert logged.run == replay(run_id, CONFIG, told)
    assert read_log(tmp_path, run_id) == logged.run


def test_half_a_line_of_a_log_is_read_when_the_rest_has_come(tmp_path: Path):
    store = RunStore(tmp_path)
    logs = RunLogs(tmp_path)
    run_id = store.create(CONFIG).id
    line = json.dumps({"type": "started"}) + "\n"
    path = tmp_path / run_id / "events.jsonl"

    path.write_text(line[:8], encoding="utf-8")
    logs.look()
    assert logs.runs[run_id].started is None

    path.write_text(line, encoding="utf-8")
    logs.look()
    assert logs.runs[run_id].started is not None


def test_the_slope_of_a_straight_line_is_its_slope():
    assert slope([1.0, 3.0, 5.0], [0.0, 1.0, 2.0]) == pytest.approx(2.0)
    assert slope([4.0], [0.0]) == 0.0
