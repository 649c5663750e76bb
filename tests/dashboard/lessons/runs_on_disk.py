"""A pool that trains nothing: its runs are on the disk, and a test says how each ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np

from dashboard.experiments.artifacts import HEALTH, PREDICTIONS, SUMMARY, WEIGHTS, LayerRow, ModelSummary
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started
from dashboard.experiments.health import Health
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import PoolError, RunStatus

MARK = "0a1b2c3d"


@dataclass
class RunsOnDisk:
    """Stands in for the workers where a page looks at the files of its runs."""

    store: RunStore
    submitted: list[str] = field(default_factory=list)
    refuse_from: int = 99

    def submit(self, config: TrainingConfig, _learner: str, **_: object) -> str:
        if len(self.submitted) >= self.refuse_from:
            raise PoolError("You already have 10 runs waiting.")
        run = self.store.create(config)
        self.submitted.append(run.id)
        return run.id

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def nothing(self, *_: object) -> None:
        pass

    touch = foresee = warm = stop = nothing

    def finish(self, run_id: str, train: float, same: float, new: float) -> Run:
        """Let a run of two classes train one epoch and end, with the files that a page needs.

        Args:
            run_id: the run.
            train: accuracy on the training pictures.
            same: accuracy on the validation pictures.
            new: accuracy on the test pictures.
        """
        files = {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS, "health": HEALTH}
        rows = (LayerRow("out", "Dense", "(None, 1)", 3, "sigmoid"),)
        folder = self.store.folder(run_id)
        (folder / SUMMARY).write_text(json.dumps(ModelSummary(0.4, new, 3, rows, fingerprint=MARK).to_json()))
        (folder / HEALTH).write_text(json.dumps(Health(1, (), None, None).to_json()))
        np.savez(folder / PREDICTIONS, probabilities=np.tile(np.array([0.2, 0.8], "f4"), (200, 1)))
        np.savez(folder / WEIGHTS, **{"out/kernel": np.zeros((2, 1), np.float32)})
        logs = {"loss": 0.5, "accuracy": train, "val_loss": 0.5, "val_accuracy": same}
        for event in (Queued(0), Started(), EpochEnd(0, logs, 1.0), Finished(files, 1.0)):
            self.store.append(run_id, event)
        return self.store.read(run_id)
