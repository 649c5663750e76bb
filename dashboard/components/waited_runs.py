"""Runs that a page starts beside its panel: submitted with a button, kept in the address, waited for."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components.run_tray_runs import find_run
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.workers.pool import PoolError

POLL_SECONDS = 0.5


def kept_runs(parameter: str, most: int) -> list[Run]:
    """Return the runs that the address, or else this session, names; those that are gone are left out.

    Args:
        parameter: the name in the address.
        most: how many there can be.
    """
    if parameter not in st.session_state:
        st.session_state[parameter] = st.query_params.get(parameter, "")
    text: str = st.session_state[parameter]
    if text and st.query_params.get(parameter) != text:
        st.query_params[parameter] = text
    found = [find_run(run_id) for run_id in text.split(",")[:most]] if text else []
    return [run for run in found if run is not None]


def submit_runs(parameter: str, configs: Sequence[TrainingConfig]) -> None:
    """Start runs, from the callback of a button; a refusal is told by :func:`wait_for`."""
    started: list[str] = []
    try:
        for config in configs:
            started.append(server.worker_pool().submit(config, learner.name()))
            learner.own(started[-1])
    except (PoolError, RunStoreError) as error:
        st.session_state[f"{parameter}-problem"] = str(error)
        for run_id in started:
            server.worker_pool().stop(run_id)
        return
    st.session_state[parameter] = ",".join(started)


def wait_for(parameter: str, runs: Sequence[Run]) -> bool:
    """Tell how far the runs have come, and draw the page anew once all are over; return whether they are."""
    with st.container():  # always there, so that a message moves nothing below it to a new place
        problem = st.session_state.pop(f"{parameter}-problem", "")
        if problem:
            st.error(problem, icon=":material/error:")
        for message in dict.fromkeys(run.message for run in runs if run.state.value == "failed"):
            st.error(message, icon=":material/error:")
        over = all(run.state.final for run in runs)
        if not over:
            st.fragment(_wait, run_every=POLL_SECONDS)([run.id for run in runs])
    return over


def _wait(run_ids: Sequence[str]) -> None:
    runs = [run for run_id in run_ids if (run := find_run(run_id)) is not None]
    training = [run for run in runs if not run.state.final]
    if not training:
        for run_id in run_ids:
            learner.disown(run_id)
        st.rerun()
    for owner in {learner.owner(run.id) for run in training}:
        server.worker_pool().touch(owner)
    done = sum(run.epochs_done for run in runs)
    st.caption(f"{len(runs) - len(training)} of {len(runs)} runs have ended; {done:,} epochs trained so far.")
