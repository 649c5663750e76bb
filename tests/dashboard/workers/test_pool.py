"""The pool, with workers that only pretend to train: turns, leases, stops, deaths."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import RunNotFoundError
from dashboard.workers.crew import WorkerLimits
from dashboard.workers.pool import PoolError, WorkerPool

ROOT = Path(__file__).resolve().parents[3]
QUICK, HOLD, DEAF, DIE, BREAK, HEAVY = range(1, 7)  # the seeds that fake_worker.py knows
PATIENCE = 60.0


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def config(seed, **settings):
    return TrainingConfig(seed=seed, **settings)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def until_training(pool, run_id):
    until(lambda: pool.status(run_id).run.epochs_done == 1)


def release(store, run_id):
    (store.folder(run_id) / "release").touch()


def test_the_pool_never_imports_tensorflow():
    code = "import sys, dashboard.workers.pool; sys.exit(bool({'tensorflow', 'keras', 'streamlit'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_run_goes_from_the_queue_to_its_end_and_to_disk(start, store):
    pool = start()
    run_id = pool.submit(config(QUICK, epochs=3), "ana")
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.position, status.message) == (RunState.FINISHED, None, "")
    assert status.run.history["loss"] == [1, 1 / 2, 1 / 3]
    assert store.read(run_id) == status.run


def test_a_run_submitted_before_the_workers_are_there_says_that_they_start(start):
    pool = start(mode="hang", ready=False)
    first, second = (pool.submit(config(QUICK), "ana") for _ in range(2))
    assert pool.status(first).state is RunState.STARTING
    assert "TensorFlow is starting" in pool.status(first).message
    assert pool.status(second).position == 2


def test_learners_take_turns_and_see_their_place(start, store):
    pool = start()
    running = pool.submit(config(HOLD), "ana")
    until_training(pool, running)
    ana2, ana3 = (pool.submit(config(HOLD), "ana") for _ in range(2))
    ben, eva = pool.submit(config(HOLD), "ben"), pool.submit(config(HOLD), "eva")
    order = [ben, eva, ana2, ana3]
    assert [pool.status(run).position for run in order] == [1, 2, 3, 4]
    assert pool.status(ben).message == "All workers are busy; this run is next."
    assert "2 runs are ahead" in pool.status(ana2).message
    for run, following in zip([running, *order], [*order, None], strict=True):
        release(store, run)
        assert pool.wait(run, PATIENCE).state is RunState.FINISHED
        if following:
            until_training(pool, following)


def test_one_learner_may_use_all_workers_while_nobody_waits(start, store):
    pool = start(size=2)
    runs = [pool.submit(config(HOLD), "ana") for _ in range(2)]
    for run in runs:
        until_training(pool, run)
    assert {pool.status(run).state for run in runs} == {RunState.RUNNING}


def test_stop_ends_a_run_and_keeps_its_curve(start):
    pool = start()
    run_id = pool.submit(config(HOLD), "ana")
    until_training(pool, run_id)
    pool.stop(run_id)
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.STOPPED
    assert status.message == "You stopped the training after 1 whole epoch."
    assert (status.run.stopped_epoch, status.run.history["loss"]) == (1, [1.0])
    assert pool.wait(pool.submit(config(QUICK), "ana"), PATIENCE).state is RunState.FINISHED


def test_a_stopped_run_in_the_queue_leaves_it(start, store):
    pool = start()
    running = pool.submit(config(HOLD), "ana")
    until_training(pool, running)
    first, second = pool.submit(config(QUICK), "ben"), pool.submit(config(QUICK), "eva")
    pool.stop(first)
    assert pool.status(first).state is RunState.STOPPED
    assert pool.status(second).position == 1
    assert store.read(first).state is RunState.STOPPED


def test_a_worker_that_heeds_no_stop_is_replaced_and_the_curve_kept(start):
    pool = start(worker=WorkerLimits(stop_seconds=0.1))
    run_id = pool.submit(config(DEAF), "ana")
    until_training(pool, run_id)
    pool.stop(run_id)
    assert pool.status(run_id).state is RunState.STOPPING
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.run.history["loss"]) == (RunState.STOPPED, [1.0])
    assert pool.wait(pool.submit(config(QUICK), "ana"), PATIENCE).state is RunState.FINISHED


def test_stopping_what_is_over_or_unknown_changes_nothing(start):
    pool = start()
    run_id = pool.submit(config(QUICK), "ana")
    pool.wait(run_id, PATIENCE)
    pool.stop(run_id)
    pool.stop("unknown")
    assert pool.status(run_id).state is RunState.FINISHED


def test_a_learner_who_left_frees_the_worker_and_the_queue(start):
    pool = start(lease_seconds=0.3)
    running, waiting = pool.submit(config(HOLD), "gone"), pool.submit(config(HOLD), "gone")
    status = pool.wait(running, PATIENCE)
    assert status.state is RunState.STOPPED
    assert status.message.startswith("The page was closed")
    assert pool.wait(waiting, PATIENCE).state is RunState.STOPPED


def test_a_renewed_lease_keeps_the_run(start, store):
    pool = start(lease_seconds=1.0)
    run_id = pool.submit(config(HOLD), "ana")
    until_training(pool, run_id)
    left = pool.submit(config(HOLD), "gone")

    def gone():
        pool.touch("ana")
        return pool.status(left).state is RunState.STOPPED

    until(gone)
    assert pool.status(run_id).state is RunState.RUNNING


def test_a_killed_worker_fails_its_run_alone_and_is_replaced(start, store):
    pool = start(size=2)
    runs = [pool.submit(config(HOLD), learner) for learner in ("ana", "ben")]
    for run in runs:
        until_training(pool, run)
    os.kill(pool.worker_pids()[0], signal.SIGKILL)
    until(lambda: any(pool.status(run).state is RunState.FAILED for run in runs))
    [failed] = [run for run in runs if pool.status(run).state is RunState.FAILED]
    [other] = [run for run in runs if run != failed]
    assert "ran out of memory" in pool.status(failed).message
    assert pool.status(failed).run.history["loss"] == [1.0]
    assert pool.status(other).state is RunState.RUNNING
    assert pool.wait_ready(PATIENCE)
    assert pool.wait(pool.submit(config(QUICK), "eva"), PATIENCE).state is RunState.FINISHED


def test_a_worker_that_exits_in_training_is_told_with_its_exit_code(start):
    pool = start()
    status = pool.wait(pool.submit(config(DIE), "ana"), PATIENCE)
    assert status.state is RunState.FAILED
    assert "exit code 7" in status.message


def test_a_failure_in_training_leaves_the_worker(start):
    pool = start()
    pids = pool.worker_pids()
    status = pool.wait(pool.submit(config(BREAK), "ana"), PATIENCE)
    assert (status.state, status.message) == (RunState.FAILED, "It broke.")
    assert pool.wait(pool.submit(config(QUICK), "ana"), PATIENCE).state is RunState.FINISHED
    assert pool.worker_pids() == pids


@pytest.mark.parametrize(("seed", "limits"), [(HEAVY, WorkerLimits()), (QUICK, WorkerLimits(runs=1))])
def test_a_worker_is_replaced_by_memory_and_by_age(start, seed, limits):
    pool = start(worker=limits)
    [before] = pool.worker_pids()
    pool.wait(pool.submit(config(seed), "ana"), PATIENCE)
    until(lambda: pool.worker_pids() not in ((before,), ()))
    assert pool.wait_ready(PATIENCE)
    until(lambda: not alive(before))


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("crash", "ImportError: no module named tensorflow"), ("broken", "The data file is missing")],
)
def test_workers_that_cannot_start_say_why_and_are_tried_again_later(start, mode, reason):
    pool = start(mode=mode, ready=False)
    run_id = pool.submit(config(QUICK), "ana")
    until(lambda: "cannot start" in pool.status(run_id).message)
    status = pool.status(run_id)
    assert status.state is RunState.QUEUED
    assert reason in status.message
    assert "next try" in status.message
    pool.stop(run_id)
    assert pool.status(run_id).state is RunState.STOPPED


def test_a_worker_that_never_gets_ready_is_killed(start):
    pool = start(mode="hang", ready=False, worker=WorkerLimits(start_seconds=0.1, backoff_seconds=60))
    run_id = pool.submit(config(QUICK), "ana")
    until(lambda: "too long to start" in pool.status(run_id).message)
    until(lambda: pool.worker_pids() == ())


def test_a_command_that_does_not_exist_is_told(store):
    with WorkerPool(store, 1, ["/no/such/program"]) as pool:
        run_id = pool.submit(config(QUICK), "ana")
        until(lambda: "No such file" in pool.status(run_id).message)


def test_a_learner_cannot_fill_the_queue(start):
    pool = start(mode="hang", ready=False, waiting_runs=2)
    for _ in range(2):
        pool.submit(config(QUICK), "ana")
    with pytest.raises(PoolError, match="already have 2 runs waiting"):
        pool.submit(config(QUICK), "ana")
    pool.submit(config(QUICK), "ben")


def test_closing_ends_workers_and_runs(start, store):
    pool = start(size=2)
    run_id = pool.submit(config(HOLD), "ana")
    until_training(pool, run_id)
    pids = pool.worker_pids()
    pool.close()
    assert not any(map(alive, pids))
    assert store.read(run_id).state is RunState.FAILED
    assert "shut down" in store.read(run_id).message
    with pytest.raises(PoolError, match="shutting down"):
        pool.submit(config(QUICK), "ana")


def test_a_run_of_an_earlier_pool_is_read_from_disk(start, store):
    run_id = start().submit(config(QUICK), "ana")
    until(lambda: store.read(run_id).state is RunState.FINISHED)
    assert start().status(run_id).state is RunState.FINISHED
    with pytest.raises(RunNotFoundError):
        start(ready=False).status("a" * 16)


def test_a_run_gone_from_disk_is_still_followed(start, store):
    pool = start()
    run_id = pool.submit(config(HOLD), "ana")
    until_training(pool, run_id)
    store.delete(run_id)
    pool.stop(run_id)
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED
