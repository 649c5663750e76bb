"""A run is a fold over its events."""

import math

import pytest

from dashboard.experiments.config import TrainingConfig
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
from dashboard.experiments.run import RunState, broken_off, obstacle, replay

KEPT = Finished({"state": "state.npz"}, 1.0)


def run_of(*events):
    return replay("id", TrainingConfig(), events)


def epochs(first, last, loss=0.5):
    return [EpochEnd(epoch, {"loss": loss}, 0.1) for epoch in range(first, last)]


def test_the_history_grows_by_keras_names():
    run = run_of(
        Queued(1),
        Started(),
        EpochEnd(0, {"loss": 0.9, "val_loss": 0.8}, 0.5),
        EpochEnd(1, {"loss": 0.7, "val_loss": 0.6}, 0.9),
    )
    assert run.state is RunState.RUNNING
    assert run.history == {"loss": [0.9, 0.7], "val_loss": [0.8, 0.6]}
    assert (run.epochs_done, run.first_epoch_seconds, run.seconds) == (2, 0.5, 0.9)


def test_a_run_is_not_changed_by_what_comes_after_it():
    before = run_of(Started(), EpochEnd(0, {"loss": 0.9}))
    before.after(EpochEnd(1, {"loss": 0.8}))
    assert before.history == {"loss": [0.9]}


def test_a_run_that_keeps_its_weights_has_them_at_the_start_and_after_each_epoch_also_once_resumed():
    run = run_of(
        Started(),
        Start((1.0, 0.0)),
        EpochEnd(0, {"loss": 0.9}, 0.1, (1.5, -0.5)),
        Stopped(1, "", by="step"),
        KEPT,
        Resumed(2),
        Started(),
        EpochEnd(1, {"loss": 0.7}, 0.2, (1.75, -0.75)),
    )
    assert run.path == ((1.0, 0.0), (1.5, -0.5), (1.75, -0.75))
    assert run_of(Started(), EpochEnd(0, {"loss": 0.9})).path == ()


def test_progress_is_of_the_epoch_under_way():
    assert run_of(Started(), Progress(0, 0.5)).progress == 0.5
    assert run_of(Started(), Progress(0, 0.5), EpochEnd(0, {"loss": 1.0})).progress == 0.0


def test_a_callback_finishes_a_run_early():
    run = run_of(Started(), EpochEnd(0, {"accuracy": 0.9}), Stopped(1, "Reached it."), Finished({}, 2.0))
    assert (run.state, run.stopped_epoch, run.message) == (RunState.FINISHED, 1, "Reached it.")


def test_a_person_stops_a_run_and_its_files_still_come():
    run = run_of(Started(), Stopped(3, "You stopped it.", by="learner"), Finished({"summary": "s"}, 2.0))
    assert (run.state, run.stopped_epoch, run.artifacts) == (RunState.STOPPED, 3, {"summary": "s"})


def test_nothing_mends_a_failed_run():
    run = run_of(Started(), EpochEnd(0, {"loss": 1.0}), Failed("Killed."), Finished({}, 1.0))
    assert (run.state, run.message, run.history) == (RunState.FAILED, "Killed.", {"loss": [1.0]})


def test_a_loss_that_is_no_number_is_explained_once_and_kept():
    run = run_of(
        Started(),
        EpochEnd(0, {"loss": 2.0}),
        EpochEnd(1, {"loss": math.inf, "val_loss": math.nan}),
        EpochEnd(2, {"loss": math.nan}),
        Finished({}, 1.0),
    )
    assert "became infinite in epoch 2" in run.message
    assert "smaller learning rate" in run.message
    assert "epoch 3" not in run.message
    assert len(run.history["loss"]) == 3


def test_only_three_states_are_final():
    assert {state for state in RunState if state.final} == {
        RunState.FINISHED,
        RunState.STOPPED,
        RunState.FAILED,
    }


def test_a_resumed_run_grows_the_same_curve():
    stopped = run_of(Started(), *epochs(0, 3), Stopped(3, "You stopped it.", by="learner"), KEPT)
    queued = stopped.after(Resumed(12))
    assert (queued.state, queued.config.epochs, queued.stopped_epoch, queued.message) == (
        RunState.QUEUED,
        12,
        None,
        "",
    )
    run = queued.after(Started())
    assert run.state is RunState.RUNNING
    for event in (*epochs(3, 5), KEPT):
        run = run.after(event)
    assert (run.state, run.epochs_done, run.kept_epochs) == (RunState.FINISHED, 5, 5)


def test_a_run_that_a_callback_stopped_can_go_on():
    run = run_of(Started(), *epochs(0, 2), Stopped(2, "Reached it."), KEPT)
    assert obstacle(run) == ""
    assert run.after(Resumed(10)).stopped_epoch is None


def test_a_step_ends_calmly():
    run = run_of(Started(), *epochs(0, 3), Stopped(3, "", by="step"), KEPT)
    assert (run.state, run.paused, run.message, run.stopped_epoch) == (RunState.STOPPED, True, "", None)
    assert not run.after(Resumed(10)).paused


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([], "waiting or training"),
        ([Started(), *epochs(0, 1)], "waiting or training"),
        ([Started(), *epochs(0, 1), KEPT, Resumed(12)], "waiting or training"),
        ([Started(), *epochs(0, 1), Failed("Killed.")], "failed"),
        ([Started(), *epochs(0, 1, math.nan), KEPT], "no longer a number"),
        ([Started(), *epochs(0, 1), Finished({}, 1.0, "The disk is full.")], "not kept"),
        ([Stopped(0, "You stopped it.", by="learner")], "not kept"),
    ],
)
def test_what_cannot_go_on_says_why(events, reason):
    assert reason in obstacle(run_of(*events))


def test_a_process_that_ends_before_anything_new_was_trained_loses_nothing():
    kept = run_of(Started(), *epochs(0, 2), Stopped(2, "", by="learner"), KEPT, Resumed(10), Started())
    run = kept.after(broken_off(kept, "It was killed."))
    assert (run.state, run.stopped_by, obstacle(run)) == (RunState.STOPPED, "app", "")
    assert run.message == "It was killed. Nothing is lost: Resume goes on from its weights."


def test_a_process_that_ends_after_a_new_epoch_fails_the_run_and_keeps_its_curve():
    begun = run_of(Started(), *epochs(0, 2), Stopped(2, "", by="learner"), KEPT, Resumed(10), *epochs(2, 3))
    run = begun.after(broken_off(begun, "It was killed."))
    assert (run.state, run.epochs_done, run.message) == (RunState.FAILED, 3, "It was killed.")


def test_a_file_that_could_not_be_kept_is_told():
    run = run_of(Started(), *epochs(0, 1), Finished({}, 1.0, "The disk is full."))
    assert (run.state, run.message) == (RunState.FINISHED, "The disk is full.")


def test_epochs_out_of_range_in_a_log_change_no_setting():
    run = run_of(Started(), *epochs(0, 1), KEPT, Resumed(10**9))
    assert run.config.epochs == TrainingConfig().epochs
