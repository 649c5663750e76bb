"""The buttons that drive a training run, and its speed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.control_states import CHANGED, Control, control_states, goes_on, same_but_epochs
from dashboard.components.training_speed import pace, speed_select
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.workers.pool import PoolError, RunStatus

_TOO_LATE = "The run had ended before Stop was pressed."
_ELSEWHERE = "This run is at work already, perhaps in another tab: Stop ends it."


def training_controls(key: str, status: RunStatus | None) -> None:
    """Draw the buttons of a training panel.

    Args:
        key: the panel's key; prefix of its session state.
        status: where the run on show stands, or None.
    """
    offered = control_states(status, _settings(key))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _button(key, "Train", ":material/play_arrow:", offered.train, _train, primary=True)
        _button(key, "Stop", ":material/stop:", offered.stop, _stop)
        _button(key, "Resume", ":material/resume:", offered.resume, _resume)
        _button(key, "Step", ":material/skip_next:", offered.step, _step)
        _button(key, "Reset", ":material/restart_alt:", offered.reset, _reset)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        no_such_speed = speed_select(key, _set_pace)
        st.caption(offered.line, width="stretch")
    with st.container():  # always there, so that a message moves nothing below it to a new place
        problem, note = (st.session_state.pop(f"{key}-{name}", "") for name in ("problem", "note"))
        if problem:
            st.error(problem, icon=":material/error:")
        if note:
            st.info(note, icon=":material/info:")
        if no_such_speed:
            st.warning(
                "The address names a speed that there is not: full speed is used.", icon=":material/link_off:"
            )


def _button(
    key: str, label: str, icon: str, control: Control, act: Callable[[str], None], *, primary: bool = False
) -> None:
    st.button(
        label,
        type="primary" if primary else "secondary",
        icon=icon,
        help=control.help,
        key=f"{key}-{label.lower()}",
        disabled=not control.enabled,
        on_click=_told,
        args=(key, act),
    )


def _told(key: str, act: Callable[[str], None]) -> None:
    """Do what a button says; whatever is in the way, also on a page that lags behind, becomes a sentence."""
    settings.note_change(key)
    try:
        act(key)
    except (ConfigError, PoolError, RunStoreError) as error:
        st.session_state[f"{key}-problem"] = str(error)


def _train(key: str) -> None:
    _refuse_while_active(key)
    _begin(key, settings.current(key))


def _stop(key: str) -> None:
    run_id = settings.recall(key).run_id
    if not run_id or not server.worker_pool().stop(run_id):
        st.session_state[f"{key}-note"] = _TOO_LATE


def _resume(key: str) -> None:
    run = server.worker_pool().status(settings.recall(key).run_id).run
    config = settings.current(key)
    if not same_but_epochs(run.config, config):
        raise PoolError(CHANGED)
    _go_on(key, run, config)


def _step(key: str) -> None:
    run = _refuse_while_active(key)
    config = settings.current(key)
    if run is None or not goes_on(run, config):
        _begin(key, config, until=1)
        return
    target = run.epochs_done + 1
    _go_on(key, run, replace(config, epochs=max(config.epochs, target)), until=target)
    if config.epochs < target:
        settings.choose(key, replace(config, epochs=target))  # one beyond the last: the slider follows


def _reset(key: str) -> None:
    _refuse_while_active(key)
    settings.change(key, run_id="", problems=())


def _set_pace(key: str) -> None:
    server.worker_pool().set_pace(settings.recall(key).run_id, pace(key))


def _begin(key: str, config: TrainingConfig, until: int | None = None) -> None:
    run_id = server.worker_pool().submit(config, learner.name(), until=until, pace=pace(key))
    learner.own(run_id)
    settings.change(key, run_id=run_id, config=config, problems=())


def _go_on(key: str, run: Run, config: TrainingConfig, until: int | None = None) -> None:
    server.worker_pool().resume(run.id, learner.name(), epochs=config.epochs, until=until, pace=pace(key))
    learner.own(run.id)
    settings.change(key, config=config, problems=())


def _refuse_while_active(key: str) -> Run | None:
    """Return the run on show; a page that lags behind must not start a second one beside it.

    Raises:
        PoolError: if it is waiting or training.
    """
    run_id = settings.recall(key).run_id
    if not run_id:
        return None
    try:
        status = server.worker_pool().status(run_id)
    except RunStoreError:  # gone, so nothing is in the way; the panel says so
        return None
    if not status.state.final:
        raise PoolError(_ELSEWHERE)
    return status.run


def _settings(key: str) -> TrainingConfig:
    try:
        return settings.current(key)
    except ConfigError:  # told where the widgets are
        return settings.recall(key).config
