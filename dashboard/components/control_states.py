"""Which buttons of a training panel can be pressed, and what each says it does or why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.experiments.choices import RECIPES
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState, obstacle
from dashboard.workers import sentences
from dashboard.workers.pool import RunStatus

_BUSY = "A run is waiting or training: Stop ends it."
CHANGED = "Other settings than Epochs have changed since this run: press Train to use them, or set them back."


@dataclass(frozen=True)
class Control:
    """A button.

    Args:
        enabled: whether it can be pressed.
        help: what it does, or why it cannot be pressed; one short sentence.
    """

    enabled: bool
    help: str


@dataclass(frozen=True)
class Controls:
    """All buttons of a panel, and one line about where the run on show stands."""

    train: Control
    stop: Control
    resume: Control
    step: Control
    reset: Control
    line: str


def control_states(status: RunStatus | None, config: TrainingConfig) -> Controls:
    """Return the buttons for a run and the settings as the widgets have them.

    Args:
        status: where the run on show stands, or None.
        config: the settings.
    """
    active = status is not None and not status.state.final
    run = status.run if status else None
    return Controls(
        train=Control(
            not active, _BUSY if active else "Train a new model from the start that the seed gives."
        ),
        stop=_stop(status, active),
        resume=Control(False, _BUSY) if active else _resume(run, config),
        step=Control(False, _BUSY) if active else _step(run, config),
        reset=_reset(run, active),
        line=_line(status, config),
    )


def goes_on(run: Run, config: TrainingConfig) -> bool:
    """Return whether a step goes on from the run's weights; else it begins a new run."""
    return not obstacle(run) and same_but_epochs(run.config, config)


def same_but_epochs(one: TrainingConfig, other: TrainingConfig) -> bool:
    """Return whether two settings differ in their epochs at most."""
    if (one.dataset, one.recipe) != (other.dataset, other.recipe):
        return False
    return replace(one, epochs=other.epochs) == other


def _stop(status: RunStatus | None, active: bool) -> Control:
    if status is not None and status.state is RunState.STOPPING:
        return Control(False, "The run is being stopped.")
    return Control(active, "End the run and keep its curve." if active else "Nothing is training.")


def _resume(run: Run | None, config: TrainingConfig) -> Control:
    if run is None:
        return Control(False, "Go on with a run that was stopped: there is none yet.")
    problem = obstacle(run)
    if not problem and not same_but_epochs(run.config, config):
        problem = CHANGED
    if not problem and config.epochs <= run.epochs_done:
        problem = sentences.all_done(run.epochs_done)
    if problem:
        return Control(False, problem)
    return Control(True, f"Go on from the weights of this run, to epoch {config.epochs:,}.")


def _step(run: Run | None, config: TrainingConfig) -> Control:
    if run is None or not goes_on(run, config):
        return Control(True, "Train one epoch of a new model.")
    most = int(RECIPES[config.recipe].epochs.high)
    if run.epochs_done >= most:
        return Control(False, f"A run has at most {most:,} epochs, and this one has them all.")
    return Control(True, f"Train one more epoch: epoch {run.epochs_done + 1:,}.")


def _reset(run: Run | None, active: bool) -> Control:
    if run is None:
        return Control(False, "Nothing has been trained yet.")
    return Control(
        not active, _BUSY if active else "Put the run away. The next one starts from the same weights."
    )


def _line(status: RunStatus | None, config: TrainingConfig) -> str:
    if status is None:
        return f"Ready to train {_epochs(config.epochs)}."
    done, of = status.run.epochs_done, status.run.config.epochs
    match status.state:
        case RunState.QUEUED | RunState.STARTING | RunState.RUNNING:
            # No script runs while it trains: only what stays true may stand here. The curve tells the rest.
            return "The run is under way."
        case RunState.STOPPING:
            return "Stopping."
        case RunState.FINISHED if done >= of:
            return f"Trained {_epochs(done)}."
        case RunState.FAILED:
            return "The run failed."
        case _ if done:
            return f"{'Paused' if status.run.paused else 'Stopped'} after epoch {done:,} of {of:,}."
        case _:
            return "Stopped before the end of the first epoch."


def _epochs(number: int) -> str:
    return f"{number:,} {'epoch' if number == 1 else 'epochs'}"
