"""Who gets what: runs and models to compile go to the worker that is best prepared."""

import threading
from pathlib import Path

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.workers import crew as crew_module
from dashboard.workers.crew import Crew, WorkerLimits
from dashboard.workers.messages import Idle, Ready, Train, Warm, Warmed

DEFAULT, WIDE, NARROW = TrainingConfig(), TrainingConfig(units=512), TrainingConfig(units=3)


class NotedProcess:
    """A worker process that only notes what it is told."""

    pid = 0
    last_error = ""

    def __init__(self, _argv, on_message, _on_exit):
        self.sent = []
        self._on_message = on_message

    def listen(self):
        pass

    def send(self, message):
        self.sent.append(message)

    def says(self, message):
        self._on_message(self, message)


class Silent:
    """A pool that has nothing to give."""

    def __getattr__(self, _name):
        return lambda *_: None


@pytest.fixture
def workers(monkeypatch):
    """Two workers that have compiled the default model, and their crew."""
    monkeypatch.setattr(crew_module, "WorkerProcess", NotedProcess)
    crew = Crew([], 2, WorkerLimits(), threading.Condition(threading.RLock()), Silent())
    crew.tend()
    processes = [seat.process for seat in crew.seats]
    for process in processes:
        process.says(Ready(1))
        assert [message.config for message in process.sent] == [DEFAULT]
        process.says(Warmed())
        process.sent.clear()
    return crew, processes


def train(config, run="r"):
    return Train(run, str(Path("/runs") / run), config)


def test_what_is_foreseen_is_compiled_by_one_worker_which_gets_the_run(workers):
    crew, processes = workers
    crew.foresee(WIDE)
    told = [process for process in processes if process.sent]
    assert [process.sent for process in told] == [[Warm(WIDE)]]
    crew.foresee(WIDE)
    assert crew.give(train(WIDE))
    assert told[0].sent == [Warm(WIDE), train(WIDE)]


def test_nothing_more_is_foreseen_by_a_worker_that_still_compiles(workers):
    crew, (first, second) = workers
    crew.foresee(WIDE)
    crew.foresee(NARROW)
    crew.foresee(TrainingConfig(units=5))
    assert sorted(len(process.sent) for process in (first, second)) == [1, 1]


def test_a_run_goes_to_the_worker_that_compiles_nothing(workers):
    crew, (first, second) = workers
    crew.foresee(WIDE)
    busy, idle = (first, second) if first.sent else (second, first)
    assert crew.give(train(DEFAULT))
    assert [type(message) for message in busy.sent] == [Warm]
    assert idle.sent == [train(DEFAULT)]
    idle.says(Idle("r", 1))
    busy.says(Warmed())
    assert crew.give(train(WIDE, "s"))
    assert busy.sent[-1] == train(WIDE, "s")
