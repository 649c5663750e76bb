"""A run is a fold over its events."""

import math

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Failed, Finished, Progress, Queued, Started, Stopped
from dashboard.experiments.run import RunState, replay


def run_of(*events):
    return replay("id", TrainingConfig(), events)


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
