"""The buttons that start and end a training run."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.experiments.config import ConfigError
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import RunStoreError
from dashboard.workers.pool import PoolError, RunStatus


def training_controls(key: str, status: RunStatus | None) -> None:
    """Draw the buttons of a training panel.

    Args:
        key: the panel's key; prefix of its session state.
        status: where the run on show stands, or None.
    """
    state = status.state if status else None
    active = state is not None and not state.final
    with st.container(horizontal=True):
        st.button(
            "Train",
            type="primary",
            icon=":material/play_arrow:",
            key=f"{key}-train",
            disabled=active,
            on_click=_train,
            args=(key,),
        )
        st.button(
            "Stop",
            icon=":material/stop:",
            key=f"{key}-stop",
            disabled=not active or state is RunState.STOPPING,
            on_click=_stop,
            args=(key,),
        )
    with st.container():  # always there, so that a message moves nothing below it to a new place
        problem = st.session_state.pop(f"{key}-problem", "")
        if problem:
            st.error(problem, icon=":material/error:")


def _train(key: str) -> None:
    settings.note_change(key)
    try:
        run_id = server.worker_pool().submit(settings.current(key), learner.name())
    except (ConfigError, PoolError, RunStoreError) as error:
        st.session_state[f"{key}-problem"] = str(error)
        return
    learner.own(run_id)
    settings.keep(
        key, replace(settings.recall(key), run_id=run_id, config=settings.current(key), problems=())
    )


def _stop(key: str) -> None:
    settings.note_change(key)
    server.worker_pool().stop(settings.recall(key).run_id)
