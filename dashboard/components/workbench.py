"""The workbench of a training page: the panel, the tray of pinned runs, and sweeps."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.run_tray import overlays, pin_button, run_tray
from dashboard.components.run_tray_runs import find_pinned, tell_gone
from dashboard.components.sweep_panel import find_sweep, sweep_panel
from dashboard.components.training_panel import Panel, training_panel
from dashboard.experiments.config import TrainingConfig

__all__ = ["Panel", "workbench"]


def workbench(
    key: str, defaults: TrainingConfig | None = None, beneath: Callable[[Panel], None] | None = None
) -> Panel:
    """Draw the training panel and, once the learner has something to compare, the tray and the sweep.

    A beginner's first visit shows the panel alone. Pins and the sweep are in the address, beside the settings.

    Args:
        key: unique in the app; prefix of the session state.
        defaults: the page's own default settings.
        beneath: draws what belongs right under the curve, above the tray and the sweep.

    Returns:
        What the panel tells the rest of the page.
    """
    settings.restore(key, defaults or TrainingConfig())
    # What is gone is found before the panel writes the address, so that one write is enough.
    compared, sweep = find_pinned(key), find_sweep(key)
    panel = training_panel(key, defaults, overlays(key, compared))
    used = _used(key, panel, bool(compared or sweep))
    with st.container():  # always there: what comes and goes in it moves nothing below it to a new place
        tell_gone(key)
        if used:
            pin_button(key, panel.run, compared)
    if beneath is not None:
        beneath(panel)
    with st.container():
        run_tray(key, compared)
    with st.container():
        if used:
            sweep_panel(key, panel.config, sweep)
    return panel


def _used(key: str, panel: Panel, something_kept: bool) -> bool:
    """Return whether a run has ended on this page, now or earlier in this visit."""
    name = f"{key}-bench"
    ended = panel.run is not None and panel.run.state.final and panel.run.epochs_done > 0
    if ended or something_kept:
        st.session_state[name] = True
    return bool(st.session_state.get(name))
