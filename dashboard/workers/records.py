"""The runs that a pool has taken: what it knows of each, and what it tells a worker."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.experiments.config import ConfigError
from dashboard.experiments.events import Resumed
from dashboard.experiments.run import Run, RunState, obstacle
from dashboard.workers import sentences
from dashboard.workers.messages import Train

_SLOWEST = 10.0


class PoolError(RuntimeError):
    """The pool cannot take a run; the message is one sentence for a person."""


@dataclass
class Record:
    """A run.

    Args:
        run: its settings and history so far.
        learner: who asked last.
        until: whole epochs after which it pauses; None for all of them.
        resumed: whether it goes on from its saved state.
        pace: seconds an epoch takes at least, as the learner wants it.
        told_pace: the same, as the worker knows it.
        state: where it stands for the page.
        stopped_by: who asked to stop it; else empty.
        attempts: how often it was given to a worker.
    """

    run: Run
    learner: str
    until: int | None = None
    resumed: bool = False
    pace: float = 0.0
    told_pace: float = 0.0
    state: RunState = RunState.QUEUED
    stopped_by: str = ""
    attempts: int = 0

    def command(self, folder: Path, *, hurry: bool) -> Train:
        """Return what to tell the worker.

        Args:
            folder: the run's folder.
            hurry: whether others wait, so that there is no time for slow motion.
        """
        self.told_pace = 0.0 if hurry else self.pace
        config, target = self.run.config, self.run.config.stop_at_accuracy
        if target is not None and any(value > target for value in self.run.history.get("accuracy", ())):
            config = replace(config, stop_at_accuracy=None)  # what was reached once stops no more
        return Train(
            self.run.id,
            str(folder.resolve()),
            config,
            first_epoch=self.run.epochs_done,
            until=self.until,
            seconds=self.run.seconds,
            pace=self.told_pace,
            resume=self.resumed,
        )


def resumption(run: Run, epochs: int | None, until: int | None) -> Resumed:
    """Return the event that lets a run go on.

    Raises:
        PoolError: if it cannot.
    """
    done = run.epochs_done
    problem = obstacle(run)
    wanted = run.config.epochs if epochs is None else epochs
    if not problem:
        try:
            replace(run.config, epochs=wanted)
        except ConfigError as error:
            problem = str(error)
    if not problem and wanted <= done:
        problem = sentences.all_done(done)
    if problem:
        raise PoolError(problem)
    pause = None if until is None else max(until, done + 1)
    return Resumed(wanted, pause if pause is not None and pause < wanted else None)


def checked_pace(seconds: float) -> float:
    """Return the seconds that an epoch is to take at least.

    Raises:
        ValueError: if they are not from 0 to 10.
    """
    if not (isinstance(seconds, int | float) and math.isfinite(seconds) and 0 <= seconds <= _SLOWEST):
        raise ValueError(f"Expected 0 to {_SLOWEST:g} seconds an epoch; received {seconds!r}.")
    return float(seconds)
