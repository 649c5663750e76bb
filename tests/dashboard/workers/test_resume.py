"""Real training that is stopped and goes on: the curve is that of an uninterrupted run."""

import os
import signal
import time
from dataclasses import replace

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError, Artifacts
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import PoolError, WorkerPool
from dashboard.workers.questions import AskError
from dashboard.workers.saved_state import STATE_FILE, SavedState, read_state, write_state
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training
PATIENCE = 120.0
SMALL = TrainingConfig(examples=1000, units=16, epochs=4)
MODELS = {
    "dense": SMALL,
    "dropout": replace(SMALL, dropout=0.3),
    "sgd": replace(SMALL, optimizer="sgd", batch_size=128),
    "rmsprop": replace(SMALL, optimizer="rmsprop"),
    "conv": TrainingConfig(recipe="conv", examples=1000, filters=4, units=16, epochs=3),
    "neuron": TrainingConfig("line", "neuron", epochs=30),
}


@pytest.fixture(scope="module")
def trainer():
    return Trainer()


def state_of(trained, epochs):
    return SavedState(epochs, trained.program.snapshot())


def joined(first, second):
    return {
        name: [*first.result.history[name], *second.result.history[name]] for name in first.result.history
    }


def assert_same(ours, theirs):
    assert set(ours) == set(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=0, atol=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_epochs_trained_in_two_parts_are_those_of_one_training(trainer, model):
    config = MODELS[model]
    whole = trainer.train(config).result.history
    first = trainer.train(config, until=2)
    state = state_of(first, 2)
    trainer.train(replace(config, seed=7))  # another run between them
    second = trainer.train(config, start=state)
    assert second.result.epochs == config.epochs - 2
    assert_same(joined(first, second), whole)


@pytest.mark.parametrize("model", ["dense", "dropout"])
def test_a_stop_in_the_middle_of_an_epoch_loses_no_whole_one_and_spoils_nothing(trainer, model, monkeypatch):
    config = MODELS[model]
    whole = trainer.train(config).result.history
    monkeypatch.setattr("dashboard.workers.engine.CHUNK_SECONDS", 1e-9)  # asks after every batch
    told = []
    first = trainer.train(
        config,
        stop=lambda: told[-1:] > [(1, 0.3)],
        on_progress=lambda epoch, fraction: told.append((epoch, fraction)),
    )
    assert first.result.interrupted
    assert first.result.epochs == 1
    second = trainer.train(config, start=state_of(first, 1))
    assert_same(joined(first, second), whole)


def test_a_state_of_another_worker_is_as_good(trainer, tmp_path):
    config = MODELS["dropout"]
    whole = trainer.train(config).result.history
    first = trainer.train(config, until=1)
    assert write_state(tmp_path, state_of(first, 1)) == ""
    second = Trainer().train(config, start=read_state(tmp_path))
    assert_same(joined(first, second), whole)


def test_raised_epochs_go_on_as_if_they_had_been_asked_for_at_once(trainer):
    whole = trainer.train(replace(SMALL, epochs=5)).result.history
    first = trainer.train(replace(SMALL, epochs=3))
    second = trainer.train(replace(SMALL, epochs=5), start=state_of(first, 3))
    assert_same(joined(first, second), whole)


def test_the_first_epoch_after_a_reset_is_that_before(trainer):
    first = trainer.train(SMALL, until=1).result.history
    trainer.train(SMALL, start=state_of(trainer.train(SMALL, until=2), 2))
    assert trainer.train(SMALL, until=1).result.history == first


def test_the_state_of_another_model_is_refused_in_one_sentence(trainer):
    state = state_of(trainer.train(SMALL, until=1), 1)
    for config in (replace(SMALL, units=17), replace(SMALL, optimizer="sgd")):
        if config.optimizer == "adam":
            with pytest.raises(ArtifactError, match="missing or damaged: press Train"):
                trainer.train(config, start=state)
    with pytest.raises(ArtifactError, match="missing or damaged: press Train"):
        trainer.train(SMALL, start=SavedState(1, {}))


def test_the_model_of_a_run_is_restored_and_kept_until_the_next_training(trainer, tmp_path):
    trained = trainer.train(SMALL)
    weights = [weight.numpy() for weight in trained.program.model.weights]
    write_state(tmp_path, state_of(trained, 4))
    trainer.train(replace(SMALL, seed=1))
    program = trainer.restore(SMALL, tmp_path)
    for restored, weight in zip(program.model.weights, weights, strict=True):
        np.testing.assert_array_equal(restored.numpy(), weight)
    marker = program.model.weights[0]
    marker.assign(marker * 0)
    assert not trainer.restore(SMALL, tmp_path).model.weights[0].numpy().any()  # not read again
    trainer.train(replace(SMALL, seed=1, epochs=1))
    np.testing.assert_array_equal(trainer.restore(SMALL, tmp_path).model.weights[0].numpy(), weights[0])
    with pytest.raises(ArtifactError, match="missing or damaged"):
        trainer.restore(SMALL, tmp_path.parent)


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    with WorkerPool(RunStore(tmp_path_factory.mktemp("runs")), 1) as pool:
        assert pool.wait_ready(PATIENCE)
        yield pool


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def finished(pool, run_id):
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.FINISHED, status.message
    return status.run


def test_stop_and_resume_give_the_curve_of_an_uninterrupted_run(pool):
    config = TrainingConfig(examples=1000, epochs=8, dropout=0.2)
    whole = finished(pool, pool.submit(config, "ana"))
    run_id = pool.submit(config, "ana", pace=10.0)
    until(lambda: pool.status(run_id).run.epochs_done == 1)
    pool.set_pace(run_id, 0.2)
    until(lambda: pool.status(run_id).run.epochs_done >= 3)
    pool.stop(run_id)
    stopped = pool.wait(run_id, PATIENCE)
    assert stopped.state is RunState.STOPPED
    assert 3 <= stopped.run.epochs_done < 8
    assert "state" in stopped.run.artifacts
    pool.resume(run_id, "ana")
    resumed = finished(pool, run_id)
    assert_same(resumed.history, whole.history)
    ours, theirs = (Artifacts(pool._store.folder(run.id)).summary for run in (resumed, whole))
    assert ours.test_loss == pytest.approx(theirs.test_loss, abs=1e-5)


def test_steps_give_the_curve_of_an_uninterrupted_run(pool):
    config = TrainingConfig(examples=1000, epochs=3)
    whole = finished(pool, pool.submit(config, "ana"))
    run_id = pool.submit(config, "ana", until=1)
    for done in (1, 2):
        status = pool.wait(run_id, PATIENCE)
        assert (status.run.paused, status.run.epochs_done, status.message) == (True, done, "")
        pool.resume(run_id, "ana", until=done + 1)
    assert_same(finished(pool, run_id).history, whole.history)


def test_a_run_that_its_callback_stopped_goes_on_to_its_last_epoch(pool):
    config = TrainingConfig(examples=2000, epochs=12, stop_at_accuracy=0.6)
    run = finished(pool, pool.submit(config, "ana"))
    assert run.epochs_done < 12
    pool.resume(run.id, "ana")
    assert finished(pool, run.id).epochs_done == 12


@pytest.mark.parametrize("damage", ["gone", "cut", "other epoch"])
def test_a_state_that_cannot_be_used_fails_the_resumed_run_in_one_sentence(pool, damage):
    run_id = pool.submit(TrainingConfig(examples=1000, epochs=2), "ana", until=1)
    pool.wait(run_id, PATIENCE)
    folder = pool._store.folder(run_id)
    path = folder / STATE_FILE
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        write_state(folder, replace(read_state(folder), epochs=5))
    pool.resume(run_id, "ana")
    status = pool.wait(run_id, PATIENCE)
    assert (status.state, status.run.epochs_done) == (RunState.FAILED, 1)
    assert "missing or damaged: press Train" in status.message


def test_a_worker_killed_in_a_resumed_run_is_told_and_the_next_run_trains(pool):
    config = TrainingConfig(examples=60_000, units=64, batch_size=16, epochs=100)
    run_id = pool.submit(config, "ana")
    until(lambda: pool.status(run_id).run.progress > 0)
    pool.stop(run_id)
    assert pool.wait(run_id, PATIENCE).state is RunState.STOPPED
    pool.resume(run_id, "ana")
    until(lambda: pool.status(run_id).state is RunState.RUNNING)
    os.kill(pool.worker_pids()[0], signal.SIGKILL)
    status = pool.wait(run_id, PATIENCE)
    assert status.state.final
    assert "killed from outside" in status.message
    if status.state is RunState.FAILED:  # an epoch had been trained since
        with pytest.raises(PoolError, match="failed"):
            pool.resume(run_id, "ana")
    finished(pool, pool.submit(TrainingConfig(examples=1000, epochs=1), "ana"))


def test_a_worker_answers_for_a_trained_run(pool):
    run = finished(pool, pool.submit(TrainingConfig(examples=1000, epochs=1), "ana"))
    path = pool.ask(run.id, {"what": "look", "picture": 7, "slot": "look"}, "ana").result(PATIENCE)
    assert path.parent == pool._store.folder(run.id).resolve()
    assert path.is_file()
    (path.parent / STATE_FILE).unlink()
    with pytest.raises(AskError, match="missing or damaged"):
        pool.ask(run.id, {"what": "look", "picture": 8}, "ana").result(PATIENCE)
    with pytest.raises(AskError, match="Expected"):
        pool.ask(run.id, {"what": "nonsense"}, "ana").result(PATIENCE)
