"""Train a real model from the page: settings, Train and Stop, and the curve while it learns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.live_curve import live_curve
from dashboard.components.training_controls import training_controls
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.wording import label, shown
from dashboard.workers.pool import RunStatus

CURVE_HEIGHT = 200  # pixels of each of the two plots: both fit on a laptop's screen under the Train button


@dataclass(frozen=True)
class Panel:
    """What the panel tells the rest of the page.

    Args:
        config: the settings as the widgets have them.
        run: the run on show, or None; it may still be training.
    """

    config: TrainingConfig
    run: Run | None


def training_panel(
    key: str, defaults: TrainingConfig | None = None, overlays: Sequence[Mapping[str, Any]] = ()
) -> Panel:
    """Draw the panel.

    Args:
        key: unique in the app; prefix of the panel's session state.
        defaults: the page's own default settings.
        overlays: other runs to draw behind the curve (see ``live_curve``).
    """
    problems = st.container()
    kept = settings.restore(key, defaults or TrainingConfig())
    _warm(key, kept.config)
    curve_side, settings_side = st.columns([5, 2], gap="large")
    with problems:  # always there: what comes and goes in it must not move the curve to a new place
        for problem in kept.problems:
            st.warning(problem, icon=":material/link_off:")
        status = _status(kept.run_id)
    with curve_side:  # before the many settings, so that the first point need not wait for them
        training_controls(key, status)
        with st.container():  # always there, as above
            if status is not None:
                _failure(status.run)
        live_curve(
            status,
            key=f"{key}-curve",
            total_epochs=_epochs(key),
            overlays=overlays,
            height=CURVE_HEIGHT,
            accuracy="accuracy" in dataset_info(kept.config.dataset).metrics,
            # The browser may send an address that is older than a setting moved in the same moment.
            on_end=partial(settings.note_change, key),
        )
        below = st.container()
    with settings_side:
        config = settings.widgets(key)
    if status is None or status.state.final:
        server.worker_pool().foresee(config)  # while the learner moves from the slider to the button
    if status is not None:
        with below:
            _about(config, status.run)
    run_id = status.run.id if status else ""
    settings.keep(key, replace(settings.recall(key), config=config, run_id=run_id))
    return Panel(config, status.run if status else None)


def run_on_show(key: str, defaults: TrainingConfig | None = None) -> Run | None:
    """Return the run that the panel is about to show, for what stands above it; None while there is none.

    Args:
        key: the panel's key.
        defaults: the page's own default settings, the same that the panel gets.
    """
    run_id = settings.restore(key, defaults or TrainingConfig()).run_id
    if not run_id:
        return None
    try:
        return server.worker_pool().status(run_id).run
    except RunStoreError:  # gone; the panel says so
        return None


def _warm(key: str, config: TrainingConfig) -> None:
    """Let the workers compile the page's model while the learner reads."""
    if not st.session_state.get(f"{key}-warmed"):
        st.session_state[f"{key}-warmed"] = True
        server.worker_pool().warm(config)


def _epochs(key: str) -> int:
    try:
        return settings.current(key).epochs
    except ConfigError:  # told where the widgets are
        return settings.recall(key).config.epochs


def _status(run_id: str) -> RunStatus | None:
    """Where the run on show stands; one that is gone is told once."""
    if not run_id:
        return None
    try:
        status = server.worker_pool().status(run_id)
    except RunStoreError as error:
        st.warning(str(error), icon=":material/link_off:")
        return None
    if not status.state.final:
        # The page is open: whoever started this run, also before a reload, still wants it.
        server.worker_pool().touch(learner.owner(run_id))
    return status


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
        more = replace(config, epochs=run.config.epochs) == run.config and config.epochs > run.epochs_done
        advice = (
            "Press Resume to go on, or Train to begin anew." if more else "Press Train to see the difference."
        )
        st.caption(f"Changed since this run: {changes}. {advice}")
    if run.compile_seconds:
        st.caption(
            f"Before the first epoch this model was compiled, which took {run.compile_seconds:.1f} seconds. "
            "The next run with the same layers, optimizer and batch size is spared that."
        )


def describe_changes(before: TrainingConfig, after: TrainingConfig) -> str:
    """Return which settings differ, for example ``"neurons 128 → 512"``, or an empty text."""
    changes = []
    for field in fields(TrainingConfig):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            changes.append(f"{label(field.name)} {shown(old)} → {shown(new)}")
    return ", ".join(changes)
