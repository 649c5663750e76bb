"""The pool, with workers that only pretend to train: Resume, Step and slow motion."""

import ast
import json
import os
import signal
import threading
import time

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import RunNotFoundError, RunStoreError
from dashboard.workers.crew import WorkerLimits
from dashboard.workers.messages import decode
from dashboard.workers.pool import PoolError

# The seeds that fake_worker.py knows.
QUICK, HOLD, DEAF, DIE, BREAK, HEAVY, NAN, LOSES, DIES_AGAIN, LATE = range(1, 11)
PATIENCE = 60.0


def config(seed, **settings):
    return TrainingConfig(seed=seed, **settings)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def release(store, run_id):
    (store.folder(run_id) / "release").touch()


def commands(store, run_id):
    """What workers were told of a run."""
    return [decode(line) for line in (store.folder(run_id) / "commands").read_text().splitlines()]


def stopped_run(pool, epochs=5):
    """A run that the learner stopped after its first epoch."""
    run_id = pool.submit(config(HOLD, epochs=epochs), "ana")
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    pool.stop(run_id)
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED
    return run_id


def test_a_stopped_run_goes_on_from_its_epoch_under_the_same_id(start, store):
    pool = start()
    run_id = stopped_run(pool)
    pool.resume(run_id, "ana")
    until(lambda: pool.status(run_id).run.epochs_done == 2)
    assert pool.status(run_id).state is RunState.RUNNING
    release(store, run_id)
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.message, status.run.stopped_epoch) == (RunState.FINISHED, "", None)
    assert status.run.history["loss"] == [1, 1 / 2]
    first, second = commands(store, run_id)
    assert (first.first_epoch, first.resume) == (0, False)
    assert (second.first_epoch, second.resume, second.seconds) == (1, True, pytest.approx(0.2))
    assert store.read(run_id) == status.run


def test_a_finished_run_goes_on_when_its_epochs_are_raised(start, store):
    pool = start()
    run_id = pool.submit(config(QUICK, epochs=2), "ana")
    pool.wait(run_id, PATIENCE)
    with pytest.raises(PoolError, match="All 2 epochs of this run are done: raise Epochs above 2"):
        pool.resume(run_id, "ana")
    pool.resume(run_id, "ana", epochs=4)
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.run.config.epochs, status.run.epochs_done) == (RunState.FINISHED, 4, 4)
    with pytest.raises(PoolError, match="epochs must be a whole number from 1 to 500"):
        pool.resume(run_id, "ana", epochs=501)
    assert pool.status(run_id).state is RunState.FINISHED


def test_steps_pause_after_each_epoch_and_end_with_the_last(start, store):
    pool = start()
    run_id = pool.submit(config(QUICK, epochs=3), "ana", until=1)
    for done in (1, 2):
        status = pool.wait(run_id, PATIENCE)
        assert (status.state, status.message, status.run.paused) == (RunState.STOPPED, "", True)
        assert status.run.epochs_done == done
        pool.resume(run_id, "ana", until=done + 1)
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.run.history["loss"]) == (RunState.FINISHED, [1, 1 / 2, 1 / 3])
    pool.resume(run_id, "ana", epochs=4, until=4)
    assert pool.wait(run_id, PATIENCE).state is RunState.FINISHED
    assert pool.status(run_id).run.config.epochs == 4


def test_a_target_that_was_reached_once_stops_no_more(start, store):
    pool = start()
    run_id = pool.submit(config(QUICK, epochs=2, stop_at_accuracy=0.5), "ana", until=1)
    pool.wait(run_id, PATIENCE)
    pool.resume(run_id, "ana")
    pool.wait(run_id, PATIENCE)
    assert [command.config.stop_at_accuracy for command in commands(store, run_id)] == [0.5, 0.5]
    log = store.folder(run_id) / "events.jsonl"
    log.write_text(log.read_text().replace('"accuracy": 0.5', '"accuracy": 0.6'))
    other = start()
    other.resume(run_id, "ana", epochs=3)
    other.wait(run_id, PATIENCE)
    assert commands(store, run_id)[-1].config.stop_at_accuracy is None
    assert other.status(run_id).run.config.stop_at_accuracy == 0.5


def test_a_run_of_an_earlier_pool_goes_on(start, store):
    earlier = start()
    run_id = stopped_run(earlier)
    earlier.close()
    path = store.folder(run_id) / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"owner": {}}))
    pool = start()
    pool.resume(run_id, "ben")
    until(lambda: pool.status(run_id).run.epochs_done == 2)
    release(store, run_id)
    assert pool.wait(run_id, PATIENCE).run.history["loss"] == [1, 1 / 2]


@pytest.mark.parametrize(
    ("seed", "reason"), [(BREAK, "failed"), (NAN, "no longer a number"), (LOSES, "were not kept")]
)
def test_what_cannot_go_on_is_told_and_stays_as_it_is(start, seed, reason):
    pool = start()
    run_id = pool.submit(config(seed, epochs=2), "ana")
    before = pool.wait(run_id, PATIENCE)
    with pytest.raises(PoolError, match=reason):
        pool.resume(run_id, "ana", epochs=5)
    assert pool.status(run_id) == before


def test_of_two_tabs_that_press_resume_at_once_one_is_told(start, store):
    pool = start()
    run_id = stopped_run(pool)
    told = []

    def press(learner):
        try:
            pool.resume(run_id, learner)
        except PoolError as error:
            told.append(str(error))

    tabs = [threading.Thread(target=press, args=[learner]) for learner in ("ana", "ben")]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert told == ["This run is waiting or training already."]
    release(store, run_id)
    assert pool.wait(run_id, PATIENCE).run.epochs_done == 2


def test_a_run_in_training_or_unknown_is_not_resumed(start):
    pool = start()
    run_id = pool.submit(config(HOLD), "ana")
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    with pytest.raises(PoolError, match="waiting or training already"):
        pool.resume(run_id, "ana")
    with pytest.raises(RunNotFoundError):
        pool.resume("a" * 16, "ana")


def test_a_resume_waits_for_a_worker_that_is_slow_to_say_that_it_is_free(start, store):
    pool = start()
    run_id = pool.submit(config(LATE, epochs=3), "ana", until=1)
    pool.wait(run_id, PATIENCE)
    pool.resume(run_id, "ana")
    assert pool.wait(run_id, PATIENCE).run.epochs_done == 3


def test_a_resumed_run_takes_its_turn_in_the_queue_and_can_leave_it(start, store):
    pool = start()
    run_id = stopped_run(pool)
    busy = pool.submit(config(HOLD), "ben")
    until(lambda: pool.status(busy).run.epochs_done == 1)
    pool.resume(run_id, "ana")
    assert (pool.status(run_id).state, pool.status(run_id).position) == (RunState.QUEUED, 1)
    assert pool.stop(run_id)
    assert not pool.stop(run_id)
    status = pool.status(run_id)
    assert (status.state, status.message) == (
        RunState.STOPPED,
        "You stopped the training after 1 whole epoch.",
    )
    release(store, busy)
    pool.wait(busy, PATIENCE)
    pool.resume(run_id, "ana")
    release(store, run_id)
    assert pool.wait(run_id, PATIENCE).run.epochs_done == 2


def test_a_learner_cannot_fill_the_queue_with_resumed_runs(start):
    pool = start(waiting_runs=1)
    run_id = stopped_run(pool)
    busy = pool.submit(config(HOLD), "ben")
    until(lambda: pool.status(busy).run.epochs_done == 1)
    pool.submit(config(QUICK), "ana")
    with pytest.raises(PoolError, match="already have 1 runs waiting"):
        pool.resume(run_id, "ana")
    assert pool.status(run_id).state is RunState.STOPPED


def test_a_worker_killed_in_a_resumed_run_keeps_the_curve(start):
    pool = start()
    run_id = stopped_run(pool)
    pool.resume(run_id, "ana")
    until(lambda: pool.status(run_id).run.epochs_done == 2)
    os.kill(pool.worker_pids()[0], signal.SIGKILL)
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.run.history["loss"]) == (RunState.FAILED, [1, 1 / 2])
    assert "killed from outside" in status.message
    with pytest.raises(PoolError, match="failed"):
        pool.resume(run_id, "ana")


def test_a_worker_that_dies_before_anything_new_was_trained_loses_nothing(start, store):
    pool = start()
    run_id = pool.submit(config(DIES_AGAIN, epochs=3), "ana", until=1)
    pool.wait(run_id, PATIENCE)
    pool.resume(run_id, "ana")
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.STOPPED
    assert "exit code 9" in status.message
    assert status.message.endswith("Nothing is lost: Resume goes on from its weights.")
    pool.resume(run_id, "ana")
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED


def test_a_worker_that_died_while_idle_does_not_cost_the_resumed_run(start, store):
    pool = start()
    run_id = stopped_run(pool)
    os.kill(pool.worker_pids()[0], signal.SIGKILL)
    pool.resume(run_id, "ana")
    release(store, run_id)
    assert pool.wait(run_id, PATIENCE).run.epochs_done == 2


def test_closing_with_a_resumed_run_in_the_queue_loses_nothing(start, store):
    pool = start()
    run_id = stopped_run(pool)
    busy = pool.submit(config(HOLD), "ben")
    until(lambda: pool.status(busy).run.epochs_done == 1)
    pool.resume(run_id, "ana")
    pool.close()
    assert store.read(run_id).state is RunState.STOPPED
    assert "Resume goes on" in store.read(run_id).message
    with pytest.raises(PoolError, match="shutting down"):
        pool.resume(run_id, "ana")


def test_a_run_deleted_while_it_is_resumed_is_followed_to_its_end(start, store):
    pool = start()
    run_id = stopped_run(pool)
    pool.resume(run_id, "ana")
    until(lambda: pool.status(run_id).run.epochs_done == 2)
    store.delete(run_id)
    pool.stop(run_id)
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED
    assert "There is no run" in pool.status(run_id).message
    with pytest.raises(RunStoreError, match="There is no run"):
        pool.resume(run_id, "ana")


def test_a_learner_who_left_ends_a_resumed_run(start):
    pool = start(lease_seconds=0.3)
    run_id = pool.submit(config(HOLD), "ana")
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED
    pool.resume(run_id, "ana")
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.STOPPED
    assert status.message.startswith("The page was closed")


def test_a_worker_that_heeds_no_stop_of_a_resumed_run_is_replaced(start):
    pool = start(worker=WorkerLimits(stop_seconds=0.1))
    run_id = pool.submit(config(DEAF, epochs=3), "ana")
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    pool.stop(run_id)
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED
    with pytest.raises(PoolError, match="were not kept"):  # it was killed before it could write them
        pool.resume(run_id, "ana")


@pytest.fixture
def paces(tmp_path, monkeypatch):
    """``paces()``: what workers were told of the pace of runs in training."""
    monkeypatch.setenv("PACES", str(tmp_path / "paces"))

    def read():
        path = tmp_path / "paces"
        text = path.read_text() if path.exists() else ""
        return ast.literal_eval(text) if text.endswith("]") else []

    return read


def test_the_pace_is_told_with_the_run_and_when_it_changes(paces, start, store):
    pool = start()
    run_id = pool.submit(config(HOLD), "ana", pace=2.0)
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    pool.set_pace(run_id, 0.5)
    pool.set_pace(run_id, 0.5)
    pool.set_pace(run_id, 0.0)
    until(lambda: paces() == [(run_id, 0.5), (run_id, 0.0)])
    assert commands(store, run_id)[0].pace == 2.0


def test_slow_motion_is_dropped_while_somebody_else_waits(paces, start, store):
    pool = start()
    run_id = pool.submit(config(HOLD), "ana", pace=2.0)
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    own = pool.submit(config(QUICK), "ana")
    other = pool.submit(config(QUICK), "ben", pace=1.0)
    until(lambda: paces() == [(run_id, 0.0)])
    pool.stop(other)
    until(lambda: paces() == [(run_id, 0.0), (run_id, 2.0)])
    pool.stop(own)


def test_a_run_that_begins_while_others_wait_begins_at_full_speed(paces, start, store):
    pool = start()
    busy = pool.submit(config(HOLD), "eva")
    until(lambda: pool.status(busy).run.epochs_done == 1)
    slow, other = pool.submit(config(HOLD), "ana", pace=2.0), pool.submit(config(QUICK), "ben")
    release(store, busy)
    until(lambda: pool.status(slow).run.epochs_done == 1)
    assert commands(store, slow)[0].pace == 0.0
    pool.stop(other)
    until(lambda: paces() == [(slow, 2.0)])


def test_the_pace_of_a_run_that_is_over_or_unknown_changes_nothing(start):
    pool = start()
    run_id = pool.submit(config(QUICK), "ana")
    pool.wait(run_id, PATIENCE)
    pool.set_pace(run_id, 1.0)
    pool.set_pace("unknown", 1.0)
    assert pool.status(run_id).state is RunState.FINISHED


@pytest.mark.parametrize("pace", [-1, 11, float("nan"), "fast", None])
def test_a_pace_out_of_range_is_refused(start, pace):
    with pytest.raises(ValueError, match="Expected 0 to 10 seconds an epoch"):
        start(ready=False).set_pace("unknown", pace)
