"""Lesson pages as scripts, with a worker pool that trains nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunNotFoundError
from dashboard.workers.pool import RunStatus
from tests.dashboard.lessons.lesson_pages import open_lesson, use_pool


@dataclass
class ScriptedPool:
    """Stands in for the workers: a test says how each run stands."""

    runs: dict[str, RunStatus] = field(default_factory=dict)
    submitted: list[TrainingConfig] = field(default_factory=list)

    def submit(self, config: TrainingConfig, *_: object, **__: object) -> str:
        self.submitted.append(config)
        run_id = f"run{len(self.submitted):013d}"
        self.put(Run(run_id, config, RunState.RUNNING))
        return run_id

    def put(self, run: Run) -> None:
        self.runs[run.id] = RunStatus(run.state, None, run, run.message)

    def status(self, run_id: str) -> RunStatus:
        if run_id not in self.runs:
            raise RunNotFoundError(f"There is no run {run_id!r}.")
        return self.runs[run_id]

    def nothing(self, *_: object, **__: object) -> None:
        pass

    touch = foresee = warm = nothing


@pytest.fixture
def scripted_pool(monkeypatch: pytest.MonkeyPatch) -> ScriptedPool:
    scripted = ScriptedPool()
    use_pool(monkeypatch, scripted)
    return scripted


@pytest.fixture
def open_page(scripted_pool):
    """``open_page("hello-neuron", lr="0.1")``: the lesson's page at that address."""
    return open_lesson
