"""Train a real model from the page: settings, Train and Stop, and the curve while it learns."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.live_curve import live_curve
from dashboard.components.training_controls import training_controls
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunStoreError
from dashboard.workers.pool import RunStatus

REDRAW_SECONDS = 0.2
CURVE_HEIGHT = 200  # pixels of each of the two plots: both fit on a laptop's screen under the Train button
_LABELS = {
    "examples": "pictures",
    "units": "neurons",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "stop_at_accuracy": "stop at accuracy",
}


@dataclass(frozen=True)
class Panel:
    """What the panel tells the rest of the page.

    Args:
        config: the settings as the widgets have them.
        run: the run on show, or None; it may still be training.
    """

    config: TrainingConfig
    run: Run | None


def training_panel(key: str, defaults: TrainingConfig | None = None) -> Panel:
    """Draw the panel.

    Args:
        key: unique in the app; prefix of the panel's session state.
        defaults: the page's own default settings.
    """
    kept = settings.restore(key, defaults or TrainingConfig())
    for problem in kept.problems:
        st.warning(problem, icon=":material/link_off:")
    curve_side, settings_side = st.columns([5, 2], gap="large")
    with settings_side:
        config = settings.widgets(key)
    status = _status(key)
    kept = replace(settings.recall(key), config=config)
    with curve_side:
        training_controls(key, status)
        with st.container():  # always there: what comes and goes in it must not move the curve to a new place
            if status is not None:
                _failure(status.run)
        active = status is not None and not status.state.final
        st.fragment(_curve, run_every=REDRAW_SECONDS if active else None)(key, config.epochs, active)
        if status is not None:
            _about(config, status.run)
    settings.keep(key, kept)
    return Panel(config, status.run if status else None)


def _status(key: str) -> RunStatus | None:
    """Where the run on show stands; one that is gone is told once and forgotten."""
    kept = settings.recall(key)
    if not kept.run_id:
        return None
    try:
        return server.worker_pool().status(kept.run_id)
    except RunStoreError as error:
        st.warning(str(error), icon=":material/link_off:")
        settings.keep(key, replace(kept, run_id=""))
        return None


def _curve(key: str, epochs: int, active: bool) -> None:
    """Draw the curve as far as it has come; when the run ends, draw the whole page once."""
    run_id = settings.recall(key).run_id
    status = server.worker_pool().status(run_id) if run_id else None
    if status is None:
        live_curve({}, total_epochs=epochs, state="idle", key=f"{key}-curve", height=CURVE_HEIGHT)
        return
    run = status.run
    if active and status.state.final:
        learner.disown(run_id)
        st.rerun()
    if active:
        # The page is open: whoever started this run, also before a reload, still wants it.
        server.worker_pool().touch(learner.owner(run_id))
    live_curve(
        run.history,
        total_epochs=run.config.epochs,
        state=status.state.value,
        stopped_epoch=run.stopped_epoch,
        key=f"{key}-curve",
        height=CURVE_HEIGHT,
    )
    _waiting(status)


def _waiting(status: RunStatus) -> None:
    if status.state.final or not status.message:
        return
    if status.position is not None:
        st.info(f"Place {status.position} in the queue. {status.message}", icon=":material/hourglass_top:")
    else:
        st.info(status.message, icon=":material/hourglass_top:")


def _failure(run: Run) -> None:
    if run.state is RunState.FAILED:
        st.error(run.message, icon=":material/error:")


def _about(config: TrainingConfig, run: Run) -> None:
    if not run.state.final:
        return
    if run.message and run.state is not RunState.FAILED:
        st.info(run.message, icon=":material/info:")
    changes = describe_changes(run.config, config)
    if changes:
        st.caption(f"Changed since this run: {changes}. Press Train to see the difference.")


def describe_changes(before: TrainingConfig, after: TrainingConfig) -> str:
    """Return which settings differ, for example ``"neurons 128 → 512"``, or an empty text."""
    changes = []
    for field in fields(TrainingConfig):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            label = _LABELS.get(field.name, field.name)
            changes.append(f"{label} {_shown(old)} → {_shown(new)}")
    return ", ".join(changes)


def _shown(value: object) -> str:
    if value is None:
        return "off"
    if isinstance(value, str) and value in OPTIMIZERS:
        return OPTIMIZERS[value].class_name
    return f"{value:,}" if isinstance(value, int) else f"{value}"
