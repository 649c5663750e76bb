"""The pool, with workers that only pretend: questions about trained models."""

import os
import signal
import time

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import RunState
from dashboard.workers.crew import WorkerLimits
from dashboard.workers.questions import AskError

QUICK, HOLD, LOSES = 1, 2, 8  # the seeds that fake_worker.py knows
PATIENCE = 60.0


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def trained(pool, seed=QUICK, learner="ana"):
    run_id = pool.submit(TrainingConfig(seed=seed, epochs=2), learner)
    assert pool.wait(run_id, PATIENCE).state is RunState.FINISHED
    return run_id


def in_training(pool, learner="ben"):
    run_id = pool.submit(TrainingConfig(seed=HOLD), learner)
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    return run_id


def release(store, run_id):
    (store.folder(run_id) / "release").touch()


def test_an_answer_is_a_file_in_the_runs_folder(start, store):
    pool = start()
    run_id = trained(pool)
    path = pool.ask(run_id, {"what": "look"}, "ana").result(PATIENCE)
    assert path == store.folder(run_id).resolve() / "answer"
    assert path.is_file()


def test_a_question_about_files_needs_no_run(start, tmp_path):
    path = start().ask_without_run(tmp_path, {"what": "batch"}, "ana").result(PATIENCE)
    assert path == tmp_path.resolve() / "answer"


def test_a_closed_pool_refuses_a_question_about_files(start, tmp_path):
    pool = start()
    pool.close()
    with pytest.raises(AskError):
        pool.ask_without_run(tmp_path, {"what": "batch"}, "ana").result(PATIENCE)


def test_a_run_of_an_earlier_pool_is_answered_for(start):
    run_id = trained(start())
    assert start().ask(run_id, {}, "ana").result(PATIENCE).is_file()


def test_a_question_waits_for_a_run_in_training_and_goes_before_those_that_wait(start, store):
    pool = start()
    run_id = trained(pool)
    busy, waiting = in_training(pool), pool.submit(TrainingConfig(seed=HOLD), "eva")
    answer = pool.ask(run_id, {"hold": True}, "ana")
    assert pool.status(busy).state is RunState.RUNNING
    release(store, busy)
    pool.wait(busy, PATIENCE)
    assert pool.status(waiting).position == 1  # the worker answers first
    assert not answer.done()
    release(store, run_id)
    assert answer.result(PATIENCE).is_file()
    until(lambda: pool.status(waiting).state is RunState.RUNNING)


def test_only_the_newest_question_for_a_slot_is_answered(start, store):
    pool = start()
    run_id = trained(pool)
    busy = in_training(pool)
    older, other, newer = (
        pool.ask(run_id, {"slot": slot, "picture": number}, "ana")
        for number, slot in enumerate(("a", "b", "a"))
    )
    with pytest.raises(AskError, match="newer question"):
        older.result(PATIENCE)
    release(store, busy)
    assert newer.result(PATIENCE) == other.result(PATIENCE)


def test_a_run_without_weights_is_told_at_once(start, store):
    pool = start()
    busy = in_training(pool)
    for run_id, reason in ((busy, "no weights yet"), ("a" * 16, "There is no run")):
        with pytest.raises(AskError, match=reason):
            pool.ask(run_id, {}, "ana").result(0)
    release(store, busy)
    with pytest.raises(AskError, match="were not kept"):
        pool.ask(trained(pool, LOSES), {}, "ana").result(0)


def test_a_problem_in_the_worker_is_handed_on(start):
    pool = start()
    with pytest.raises(AskError, match=r"^The file is damaged\.$"):
        pool.ask(trained(pool), {"problem": "The file is damaged."}, "ana").result(PATIENCE)


def test_a_worker_that_dies_over_a_question_costs_that_question_only(start):
    pool = start()
    run_id = trained(pool)
    with pytest.raises(AskError, match="ended unexpectedly"):
        pool.ask(run_id, {"die": True}, "ana").result(PATIENCE)
    assert pool.ask(run_id, {}, "ana").result(PATIENCE).is_file()
    trained(pool)


def test_a_worker_killed_with_a_question_loses_it_alone(start, store):
    pool = start(size=2)
    run_id = trained(pool)
    busy = in_training(pool)
    answer = pool.ask(run_id, {"hold": True}, "ana")
    until(answer.running)
    [free] = [seat.process.pid for seat in pool._crew.seats if seat.question_id]
    os.kill(free, signal.SIGKILL)
    with pytest.raises(AskError, match="ended unexpectedly"):
        answer.result(PATIENCE)
    assert pool.status(busy).state is RunState.RUNNING


def test_a_worker_that_never_answers_is_replaced(start):
    pool = start(worker=WorkerLimits(answer_seconds=0.2))
    with pytest.raises(AskError, match="ended unexpectedly"):
        pool.ask(trained(pool), {"hold": True}, "ana").result(PATIENCE)
    trained(pool)


def test_a_worker_that_answered_for_a_run_is_asked_again(start):
    pool = start(size=2)
    runs = [trained(pool) for _ in range(2)]
    homes = [pool.ask(run_id, {}, "ana").result(PATIENCE).read_text() for run_id in runs]
    again = [pool.ask(run_id, {}, "ana").result(PATIENCE).read_text() for run_id in reversed(runs)]
    assert again[0] == homes[1]


def test_closing_refuses_questions(start):
    pool = start()
    run_id = trained(pool)
    in_training(pool)
    waiting = pool.ask(run_id, {}, "ana")
    pool.close()
    for answer in (waiting, pool.ask(run_id, {}, "ana")):
        with pytest.raises(AskError, match="shutting down"):
            answer.result(PATIENCE)


@pytest.mark.parametrize("question", [{"picture": {1}}, {"figure": float("nan")}])
def test_a_question_that_is_no_json_is_a_mistake_of_the_caller(start, question):
    with pytest.raises((TypeError, ValueError)):
        start(ready=False).ask("a" * 16, question, "ana")
