"""Runs for components_app.py: how one stands is what the test said last."""

import math
from dataclasses import replace

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.workers.pool import RunStatus

TOTAL_EPOCHS = 60
runs: dict[str, RunStatus] = {}


def curve_history(epochs: int, broken: bool = False) -> dict[str, list[float]]:
    steps = range(epochs)
    loss = [0.9 * math.exp(-step / 6) + 0.15 for step in steps]
    if broken and epochs > 2:
        loss[2:] = [math.nan] * (epochs - 2)
    return {
        "loss": loss,
        "val_loss": [0.8 * math.exp(-step / 5) + 0.3 + 0.004 * step for step in steps],
        "accuracy": [0.95 - 0.3 * math.exp(-step / 6) for step in steps],
        "val_accuracy": [0.89 - 0.22 * math.exp(-step / 5) for step in steps],
    }


def status(run_id, history, epochs, state, **run) -> RunStatus:
    whole = Run(run_id, TrainingConfig(epochs=epochs), state, history, **run)
    return RunStatus(state, None, whole, whole.message)


def status_of(run_id: str) -> RunStatus:
    """Where a run stands; one that nobody moved is in its first epoch."""
    return runs.setdefault(run_id, status(run_id, {}, TOTAL_EPOCHS, RunState.RUNNING))


def move(run_id: str, done: int, state: str, position: int | None, message: str, progress: float) -> None:
    """Say where a run stands from now on."""
    run = status(run_id, curve_history(done), TOTAL_EPOCHS, RunState(state), progress=progress).run
    runs[run_id] = replace(RunStatus(run.state, position, run, message))
