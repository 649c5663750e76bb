"""A sweep: train with several values of one setting in the background and compare them."""

from __future__ import annotations

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.run_tray_runs import find_run, keep_from_removal, note_gone
from dashboard.components.sweep_results import sweep_results
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.sweep import (
    MOST_VALUES,
    Sweep,
    SweepError,
    settings_to_sweep,
    sweep_configs,
    values_text,
)
from dashboard.experiments.wording import label
from dashboard.workers.pool import PoolError


def find_sweep(key: str) -> Sweep | None:
    """Return the sweep on show; runs that are gone leave it and are noted to be told once.

    Call it after ``settings.restore`` and before the panel is drawn: the address then follows in one step.
    """
    sweep = settings.recall(key).sweep
    if sweep is None:
        return None
    found = tuple(run_id for run_id in sweep.run_ids if find_run(run_id) is not None)
    if found != sweep.run_ids:
        gone = len(sweep.run_ids) - len(found)
        sweep = Sweep(sweep.setting, found) if found else None
        settings.change(key, sweep=sweep)
        note_gone(key, gone, "run of the sweep", "You can run the sweep again.")
    keep_from_removal(found)
    return sweep


def sweep_panel(key: str, config: TrainingConfig, sweep: Sweep | None) -> None:
    """Draw the form of a sweep, folded, and the sweep on show.

    Args:
        key: the panel's key.
        config: the panel's settings, which the runs of a new sweep share.
        sweep: the sweep on show, from :func:`find_sweep`, or None.
    """
    with st.expander("Try several values at once", icon=":material/view_module:"):
        _form(key, config)
    if sweep is not None:
        sweep_results(key, sweep)


def start_sweep(key: str, setting: str, text: str) -> None:
    """Start a sweep as if it had been typed into the form, from the callback of a button elsewhere on the page.

    Args:
        key: the panel's key.
        setting: one of ``settings_to_sweep``.
        text: the values, separated by commas.
    """
    st.session_state[f"{key}-sweep-setting"] = setting
    st.session_state[_values_key(key, setting)] = text
    _start(key)


def tell_refusal(key: str) -> None:
    """Say why a sweep of :func:`start_sweep` was refused, beside its button: the form is folded, or not there yet."""
    refusal = st.session_state.pop(f"{key}-sweep-problem", "")
    if refusal:
        st.error(refusal, icon=":material/error:")


def _form(key: str, config: TrainingConfig) -> None:
    st.markdown(
        "A sweep trains the model once for each value of one setting. All other settings stay the same."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        setting: str = st.selectbox(
            "Setting", settings_to_sweep(config), format_func=label, key=f"{key}-sweep-setting", width=240
        )
        st.session_state.setdefault(_values_key(key, setting), values_text(setting))
        text = st.text_input(
            "Values",
            key=_values_key(key, setting),
            max_chars=200,
            help=f"One to {MOST_VALUES} values, separated by commas.",
            width=320,
        )
        st.button(
            "Run the sweep",
            icon=":material/play_arrow:",
            key=f"{key}-sweep-run",
            on_click=_start,
            args=(key,),
        )
    refusal = st.session_state.pop(f"{key}-sweep-problem", "")
    try:
        runs = len(sweep_configs(config, setting, text or ""))
    except (SweepError, ConfigError) as error:
        refusal = str(error)
    else:
        each = f"{config.epochs} epoch{'s' if config.epochs > 1 else ''}"
        st.caption(f"{runs} run{'s' if runs > 1 else ''} of {each}: {runs * config.epochs} epochs in all.")
    if refusal:
        st.error(refusal, icon=":material/error:")


def _start(key: str) -> None:
    """Queue a run for each value; when one is refused, those before it are kept and the reason is told."""
    settings.note_change(key)
    setting: str = st.session_state[f"{key}-sweep-setting"]
    text: str = st.session_state.get(_values_key(key, setting), values_text(setting))
    run_ids: list[str] = []
    try:
        for config in sweep_configs(settings.current(key), setting, text):
            run_ids.append(server.worker_pool().submit(config, learner.name()))
            learner.own(run_ids[-1])
    except (SweepError, ConfigError, PoolError, RunStoreError) as error:
        st.session_state[f"{key}-sweep-problem"] = str(error)
    if run_ids:
        _end_former(key)
        settings.change(key, sweep=Sweep(setting, tuple(run_ids)))


def _end_former(key: str) -> None:
    """Stop the sweep that was on show: nobody would see it."""
    former = settings.recall(key).sweep
    for run_id in former.run_ids if former else ():
        server.worker_pool().stop(run_id)


def _values_key(key: str, setting: str) -> str:
    return f"{key}-sweep-values-{setting}"
