"""A run as the page sees it: a pure fold over its events."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import (
    EpochEnd,
    Event,
    Failed,
    Finished,
    Progress,
    Queued,
    Started,
    Stopped,
)


class RunState(StrEnum):
    """Where a run stands; the last three are final."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to the run."""
        return self in {RunState.FINISHED, RunState.STOPPED, RunState.FAILED}


@dataclass(frozen=True)
class Run:
    """One training run, so far.

    Args:
        id: unguessable id, safe in a URL and as a folder name.
        config: its settings.
        state: where it stands. A run ended by a callback is ``finished``; one ended by a person is ``stopped``.
        history: values by Keras' names (loss, accuracy, val_loss, val_accuracy), one an epoch.
        progress: fraction of the epoch under way that is done, 0 to 1.
        stopped_epoch: whole epochs done when training ended early; None if it did not.
        message: one or two plain sentences: why it stopped or failed, or that the loss became nan; else empty.
        seconds: training time so far, or in all once final.
        first_epoch_seconds: time from the start of the run to its first point; None before that.
        artifacts: file names in the run's folder by what they hold.
    """

    id: str
    config: TrainingConfig
    state: RunState = RunState.QUEUED
    history: Mapping[str, list[float]] = field(default_factory=dict)
    progress: float = 0.0
    stopped_epoch: int | None = None
    message: str = ""
    seconds: float = 0.0
    first_epoch_seconds: float | None = None
    artifacts: Mapping[str, str] = field(default_factory=dict)

    @property
    def epochs_done(self) -> int:
        """Whole epochs done so far."""
        return max((len(values) for values in self.history.values()), default=0)

    def after(self, event: Event) -> Run:
        """Return the run as it stands after one more event; events after a failure change nothing."""
        if self.state is RunState.FAILED:
            return self
        match event:
            case Queued():
                return self
            case Started():
                return replace(self, state=RunState.RUNNING)
            case Progress(fraction=fraction):
                return replace(self, progress=fraction)
            case EpochEnd():
                return self._after_epoch(event)
            case Stopped(epoch=epoch, reason=reason, by=by):
                state = self.state if by == "callback" else RunState.STOPPED
                return replace(self, state=state, stopped_epoch=epoch, message=_joined(self.message, reason))
            case Finished(artifacts=artifacts, seconds=seconds):
                state = RunState.STOPPED if self.state is RunState.STOPPED else RunState.FINISHED
                return replace(self, state=state, artifacts=artifacts, seconds=seconds, progress=0.0)
            case Failed(reason=reason):
                return replace(self, state=RunState.FAILED, message=reason)

    def _after_epoch(self, event: EpochEnd) -> Run:
        history = {name: [*self.history.get(name, []), value] for name, value in event.logs.items()}
        first = event.seconds if self.first_epoch_seconds is None else self.first_epoch_seconds
        message = self.message or explain_divergence(event.epoch, event.logs)
        return replace(
            self,
            history={**self.history, **history},
            progress=0.0,
            message=message,
            seconds=event.seconds,
            first_epoch_seconds=first,
        )


def replay(run_id: str, config: TrainingConfig, events: Iterable[Event]) -> Run:
    """Return the run that these events make."""
    run = Run(run_id, config)
    for event in events:
        run = run.after(event)
    return run


def explain_divergence(epoch: int, logs: Mapping[str, float]) -> str:
    """Return why a loss is no longer a number, in plain words; empty when every loss is one.

    Args:
        epoch: the epoch the figures belong to, from 0.
        logs: figures by Keras' names.
    """
    for name, value in logs.items():
        if name.endswith("loss") and not math.isfinite(value):
            word = "nan (not a number)" if math.isnan(value) else "infinite"
            return (
                f"The {name} became {word} in epoch {epoch + 1}: the weights grew beyond what a computer can hold, "
                "because each step was too large. Try a smaller learning rate."
            )
    return ""


def _joined(first: str, second: str) -> str:
    return " ".join(part for part in (first, second) if part)
