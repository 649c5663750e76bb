"""The Dense model beside a ConvNet: trained with one button on the same seed, pinned, and compared."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.results_source import artifacts_of
from dashboard.components.run_tray import pin_runs
from dashboard.components.run_tray_runs import find_run
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.pins import MOST_PINS
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.twins import Trained, Twins, comparison, twin_rows
from dashboard.workers.pool import PoolError

POLL_SECONDS = 0.5


def dense_twin(key: str, run: Run | None) -> None:
    """Draw the button, the wait for the Dense model and, once both have trained, the table.

    The ConvNet comes first and the Dense model after it, never both at once: so the seconds can be compared.

    Args:
        key: the panel's key.
        run: the run on show, of the recipe ``conv``, or None.
    """
    twin_id: str = st.session_state.get(_twin_key(key), "")
    twins = find_twin(key, run)
    reason = _why_not(key, run, twin_id, twins)
    st.button(
        "Train Dense beside it",
        icon=":material/compare_arrows:",
        key=f"{key}-dense-beside",
        disabled=bool(reason),
        help=reason or "The same pictures, seed, hidden layer and epochs, without the convolutions.",
        on_click=_start,
        args=(key, run),
    )
    with st.container():  # always there, so that a message moves nothing below it to a new place
        problem = st.session_state.pop(f"{key}-twin-problem", "")
        if problem:
            st.error(problem, icon=":material/error:")
        if twin_id:
            st.fragment(_wait, run_every=POLL_SECONDS)(key, twin_id)
    with st.container():
        if twins is not None:
            _table(twins)


def find_twin(key: str, run: Run | None) -> Twins | None:
    """Return the run on show and a pinned Dense run with the same settings; None unless both have trained.

    Args:
        key: the panel's key; its settings must have been restored.
        run: the run on show.
    """
    if run is None or run.config.recipe != "conv":
        return None
    convnet = _trained("ConvNet", run)
    wanted = dense_of(run.config)
    for pin in reversed(settings.recall(key).pins) if convnet is not None else ():
        other = find_run(pin.run_id)
        if other is not None and other.config == wanted:
            dense = _trained("Dense", other)
            if dense is not None and convnet is not None:
                return Twins(dense, convnet)
    return None


def dense_of(config: TrainingConfig) -> TrainingConfig:
    """Return the same settings for the model without convolutions."""
    return replace(config, recipe="dense")


def _trained(name: str, run: Run) -> Trained | None:
    if not run.state.final or not run.artifacts or not run.epochs_done:
        return None
    try:
        summary = artifacts_of(run).summary
    except (ArtifactError, RunStoreError):  # the results below say so
        return None
    return Trained(
        name,
        math.nan if summary.test_accuracy is None else summary.test_accuracy,
        run.history.get("val_accuracy", [math.nan])[-1],
        summary.total_params,
        run.epochs_done,
        run.seconds,
    )


def _why_not(key: str, run: Run | None, twin_id: str, twins: Twins | None) -> str:
    """Return why there is nothing to train beside the run on show, or an empty text."""
    if run is None or not run.state.final or not run.epochs_done:
        return "Train the ConvNet first: the Dense model then gets its settings and its seed."
    if twin_id:
        return "The Dense model is training."
    if twins is not None:
        return "The Dense model with these settings is there already."
    if len(settings.recall(key).pins) >= MOST_PINS:
        return f"{MOST_PINS} runs are pinned: unpin one first."
    return ""


def _start(key: str, run: Run) -> None:
    settings.note_change(key)
    try:
        run_id = server.worker_pool().submit(dense_of(run.config), learner.name())
    except (PoolError, RunStoreError) as error:
        st.session_state[f"{key}-twin-problem"] = str(error)
        return
    learner.own(run_id)
    st.session_state[_twin_key(key)] = run_id


def _wait(key: str, twin_id: str) -> None:
    """Tell how far the Dense model has come; when it is over, pin it and draw the whole page once."""
    run = find_run(twin_id)
    if run is not None and not run.state.final:
        server.worker_pool().touch(learner.owner(twin_id))
        st.caption(f"The Dense model trains: epoch {run.epochs_done} of {run.config.epochs}.")
        return
    st.session_state.pop(_twin_key(key), None)
    learner.disown(twin_id)
    if run is not None and run.epochs_done:
        pin_runs(key, [(run, f"Dense, seed {run.config.seed}")])
    else:
        told = run.message if run is not None else ""
        st.session_state[f"{key}-twin-problem"] = told or "The Dense model has no epoch to show: try again."
    st.rerun()


def _table(twins: Twins) -> None:
    summary = comparison(twins)
    rows = twin_rows(twins)
    st.table({name: [row[name] for row in rows] for name in rows[0]}, hide_index=True, alt=summary)
    st.caption("Both began with the same seed, saw the same pictures, and trained one after the other.")


def _twin_key(key: str) -> str:
    return f"{key}-twin"
