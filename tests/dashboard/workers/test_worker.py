"""Real workers in real processes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dashboard.experiments.codegen import python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import keras_home
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import RunStore
from dashboard.workers.messages import Ping, Pong, Ready, decode, encode
from dashboard.workers.pool import WorkerPool

pytestmark = pytest.mark.training
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0
LONG = TrainingConfig(examples=60_000, units=1024, dropout=0.2, epochs=100)


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


def start_worker():
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard.workers.worker"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_a_run_leaves_its_curve_and_its_files(pool):
    status = pool.wait(pool.submit(TrainingConfig(examples=1000, epochs=3), "ana"), PATIENCE)
    assert status.state is RunState.FINISHED
    assert set(status.run.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert status.run.epochs_done == 3
    assert set(status.run.artifacts) == {"summary", "predictions", "weights", "health", "outputs", "state"}


def test_the_callback_stops_and_says_why(pool):
    config = TrainingConfig(examples=2000, epochs=50, stop_at_accuracy=0.7)
    status = pool.wait(pool.submit(config, "ana"), PATIENCE)
    assert status.state is RunState.FINISHED
    assert status.run.stopped_epoch == status.run.epochs_done < 50
    assert "above 70 %" in status.message


def test_a_hopeless_learning_rate_crashes_nothing(pool):
    config = TrainingConfig(examples=1000, epochs=2, optimizer="sgd", learning_rate=10.0, units=1024)
    assert pool.wait(pool.submit(config, "ana"), PATIENCE).state is RunState.FINISHED


def test_stop_ends_a_long_epoch_before_its_end(pool):
    run_id = pool.submit(LONG, "ana")
    until(lambda: pool.status(run_id).run.progress > 0)
    pool.stop(run_id)
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.STOPPED
    assert status.run.epochs_done < 100
    assert "summary" in status.run.artifacts


def test_a_killed_worker_is_replaced_and_trains_again(pool):
    run_id = pool.submit(LONG, "ana")
    until(lambda: pool.status(run_id).state is RunState.RUNNING)
    [pid] = pool.worker_pids()
    os.kill(pid, signal.SIGKILL)
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.FAILED
    assert "killed from outside" in status.message
    again = pool.wait(pool.submit(TrainingConfig(examples=1000, epochs=1), "ana"), PATIENCE)
    assert again.state is RunState.FINISHED
    assert pool.worker_pids() != (pid,)


def test_a_run_whose_folder_is_gone_fails_and_the_worker_stays(pool, tmp_path):
    [pid] = pool.worker_pids()
    run_id = pool.submit(LONG, "ana")
    until(lambda: pool.status(run_id).run.progress > 0)
    pool._store.delete(run_id)
    pool.stop(run_id)
    status = pool.wait(run_id, PATIENCE)
    assert status.state.final
    assert "cannot be written" in status.message
    assert pool.worker_pids() == (pid,)


def test_a_worker_answers_and_ends_with_its_input():
    with start_worker() as worker:
        ready = decode(worker.stdout.readline())
        worker.stdin.write("nonsense\n" + encode(Ping()))
        worker.stdin.flush()
        pong = decode(worker.stdout.readline())
        worker.stdin.close()
        assert worker.wait(PATIENCE) == 0
    assert isinstance(ready, Ready)
    assert isinstance(pong, Pong)
    assert pong.rss < 1.2 * 2**30


def test_a_worker_does_not_outlive_an_app_that_was_killed(tmp_path):
    code = (
        "import pathlib, time; from dashboard.experiments.runs import RunStore; "
        "from dashboard.workers.pool import WorkerPool; "
        f"pool = WorkerPool(RunStore(pathlib.Path({str(tmp_path)!r})), 1).start(); pool.wait_ready(100); "
        "print(*pool.worker_pids(), flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as app:
        worker = psutil.Process(int(app.stdout.readline()))
        app.kill()
        until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)


def test_the_code_shown_runs_as_it_stands_and_gives_the_curve_of_the_page(pool, tmp_path):
    config = TrainingConfig(examples=1000, epochs=2)
    program = tmp_path / "lesson.py"
    program.write_text(python_source(config) + "\nprint('LAST', history.history['accuracy'][-1])\n")
    # Keras writes a settings file into its home, so it gets one of its own with the data linked in.
    home = tmp_path / "keras"
    home.mkdir()
    (home / "datasets").symlink_to(keras_home() / "datasets")
    environment = os.environ | {"KERAS_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, str(program)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    status = pool.wait(pool.submit(config, "ana"), PATIENCE)
    summary = pool._store.artifacts(status.run.id).summary
    [accuracy] = map(float, re.findall(r"LAST ([\d.]+)", done.stdout))
    [test_accuracy] = map(float, re.findall(r"Test accuracy: ([\d.]+)", done.stdout))
    assert status.run.history["accuracy"][-1] == pytest.approx(accuracy, abs=0.04)
    assert summary.test_accuracy == pytest.approx(test_accuracy, abs=0.06)
