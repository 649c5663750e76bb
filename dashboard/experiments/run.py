"""A run as the page sees it: a pure fold over its events."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.events import (
    Compiled,
    EpochEnd,
    Event,
    Failed,
    Finished,
    Progress,
    Queued,
    Resumed,
    Start,
    Started,
    Stopped,
)

STATE = "state"  # the member of ``Run.artifacts`` that names the file a run goes on from


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
        """Whether nothing more happens to the run by itself; a learner may resume it."""
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
        stopped_epoch: whole epochs done when training ended early; None if it did not, or only pauses after a step.
        stopped_by: who ended it early, as in :class:`~dashboard.experiments.events.Stopped`; else empty.
        message: one or two plain sentences: why it stopped or failed, or that the loss became nan; else empty.
        seconds: training time so far, or in all once final.
        first_epoch_seconds: time from the start of the run to its first point; None before that.
        artifacts: file names in the run's folder by what they hold.
        compile_seconds: time that compiling took before the first epoch; 0 when it was compiled already.
        kept_epochs: whole epochs that those files know of; None before there are any.
        path: the model's weights at the start and after each epoch, in the order of ``model.get_weights()``, where
            the run keeps them; else empty.
    """

    id: str
    config: TrainingConfig
    state: RunState = RunState.QUEUED
    history: Mapping[str, list[float]] = field(default_factory=dict)
    progress: float = 0.0
    stopped_epoch: int | None = None
    stopped_by: str = ""
    message: str = ""
    seconds: float = 0.0
    first_epoch_seconds: float | None = None
    artifacts: Mapping[str, str] = field(default_factory=dict)
    kept_epochs: int | None = None
    compile_seconds: float = 0.0
    path: Sequence[Sequence[float]] = ()

    @property
    def epochs_done(self) -> int:
        """Whole epochs done so far."""
        return max((len(values) for values in self.history.values()), default=0)

    @property
    def paused(self) -> bool:
        """Whether it waits after a step, as the learner asked."""
        return self.state is RunState.STOPPED and self.stopped_by == "step"

    @property
    def kept(self) -> bool:
        """Whether the files hold all that was trained, weights and optimizer included."""
        return STATE in self.artifacts and self.kept_epochs == self.epochs_done

    @property
    def diverged(self) -> bool:
        """Whether a loss of the last epoch is no longer a number."""
        return any(
            name.endswith("loss") and values and not math.isfinite(values[-1])
            for name, values in self.history.items()
        )

    def after(self, event: Event) -> Run:
        """Return the run as it stands after one more event; events after a failure change nothing."""
        if self.state is RunState.FAILED:
            return self
        match event:
            case Queued():
                return self
            case Compiled(seconds=seconds):
                return replace(self, compile_seconds=seconds)
            case Started():
                return replace(self, state=RunState.RUNNING)
            case Start(weights=weights):
                return replace(self, path=(weights,))
            case Progress(fraction=fraction):
                return replace(self, progress=fraction)
            case EpochEnd():
                return self._after_epoch(event)
            case Stopped(epoch=epoch, reason=reason, by=by):
                return replace(
                    self,
                    state=self.state if by == "callback" else RunState.STOPPED,
                    stopped_epoch=None if by == "step" else epoch,
                    stopped_by=by,
                    message=_joined(self.message, reason),
                    progress=0.0,
                )
            case Resumed(epochs=epochs):
                return self._after_resumption(epochs)
            case Finished():
                return self._after_end(event)
            case Failed(reason=reason):
                return replace(self, state=RunState.FAILED, message=reason)

    def _after_resumption(self, epochs: int) -> Run:
        try:
            config = replace(self.config, epochs=epochs)
        except ConfigError:  # a log that was tampered with
            config = self.config
        return replace(
            self, config=config, state=RunState.QUEUED, stopped_epoch=None, stopped_by="", message=""
        )

    def _after_end(self, event: Finished) -> Run:
        return replace(
            self,
            state=RunState.STOPPED if self.state is RunState.STOPPED else RunState.FINISHED,
            message=_joined(self.message, event.note),
            artifacts=event.artifacts,
            kept_epochs=self.epochs_done,
            seconds=event.seconds,
            progress=0.0,
        )

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
            path=(*self.path, event.weights) if event.weights else self.path,
        )


def replay(run_id: str, config: TrainingConfig, events: Iterable[Event]) -> Run:
    """Return the run that these events make."""
    run = Run(run_id, config)
    for event in events:
        run = run.after(event)
    return run


def obstacle(run: Run) -> str:
    """Return why a run cannot go on from its weights, in one sentence; empty if it can.

    How many epochs are left does not matter: they can be raised.
    """
    if not run.state.final:
        return "This run is waiting or training already."
    if run.state is RunState.FAILED:
        return "This run failed, so there is nothing to go on from: press Train to start anew."
    if run.diverged:
        return "The loss of this run is no longer a number, which more steps cannot mend: press Train to start anew."
    if not run.kept:
        return "The weights of this run were not kept, so it cannot go on: press Train to start anew."
    return ""


def broken_off(run: Run, reason: str) -> Event:
    """Return what becomes of a run whose process ended under it.

    Args:
        run: the run so far.
        reason: one or two sentences for the learner.
    """
    if run.kept:  # nothing was trained since its files were written
        return Stopped(
            run.epochs_done, f"{reason} Nothing is lost: Resume goes on from its weights.", by="app"
        )
    return Failed(reason)


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
