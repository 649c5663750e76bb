"""The run that benchmarks.live_curve watches: how far it has come follows from the clock alone."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.workers.pool import RunStatus

EPOCHS = 100
SECONDS_AN_EPOCH = 0.05
_SECONDS_BEFORE = 3.0  # the page is ready by then
_begun: dict[str, float] = {}


def first_point_at(run_id: str) -> float:
    """Return when the first point is there, in seconds since 1970."""
    return _begun.setdefault(run_id, time.time()) + _SECONDS_BEFORE


def status_of(run_id: str) -> RunStatus:
    """Return where the run stands now."""
    done = int((time.time() - first_point_at(run_id)) / SECONDS_AN_EPOCH) + 1
    done = max(0, min(EPOCHS, done))
    history = {
        "loss": [0.9 * math.exp(-step / 30) + 0.15 for step in range(done)],
        "val_loss": [0.8 * math.exp(-step / 25) + 0.3 + 0.002 * step for step in range(done)],
        "accuracy": [0.95 - 0.3 * math.exp(-step / 30) for step in range(done)],
        "val_accuracy": [0.89 - 0.22 * math.exp(-step / 25) for step in range(done)],
    }
    state = RunState.FINISHED if done == EPOCHS else RunState.RUNNING
    run = Run(run_id, TrainingConfig(epochs=EPOCHS), state, history if done else {})
    return RunStatus(state, None, run, "")


def as_if_over(status: RunStatus) -> RunStatus:
    """Return the same with a final state, which the component draws without following a stream."""
    return replace(status, state=RunState.FINISHED)
