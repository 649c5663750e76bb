"""Pools whose workers only pretend to train: see ``fake_worker.py``."""

import sys
from pathlib import Path

import psutil
import pytest

from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import Limits, WorkerPool

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
FAKE = "import sys; sys.path[:0] = [{root!r}]; sys.argv[1:] = [{mode!r}]; exec(open({script!r}).read())"


def fake_argv(mode=""):
    script = str(Path(__file__).with_name("fake_worker.py"))
    return [sys.executable, "-c", FAKE.format(root=str(ROOT), mode=mode, script=script)]


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


@pytest.fixture
def start(store):
    """Start pools of fake workers, and close them after the test."""
    pools = []

    def make(size=1, mode="", ready=True, **limits):
        pool = WorkerPool(store, size, fake_argv(mode), Limits(**limits)).start()
        pools.append(pool)
        if ready:
            assert pool.wait_ready(PATIENCE)
        return pool

    yield make
    for pool in pools:
        pids = pool.worker_pids()
        pool.close()
        assert not any(psutil.pid_exists(pid) for pid in pids)
