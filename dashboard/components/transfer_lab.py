"""Runs of transfer learning side by side: started, stopped, seen while they grow, and what each reported."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard import server, streams
from dashboard.charts.small_multiples import Small
from dashboard.components import learner
from dashboard.components.run_tray_runs import find_run
from dashboard.components.sweep_charts import sweep_charts
from dashboard.components.waited_runs import submit_runs
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.transfer import TransferReport, read_report
from dashboard.experiments.transfer_runs import report_row, title

POLL_SECONDS = 0.5
MOST = 8


def start(parameter: str, configs: Sequence[TrainingConfig], former: Sequence[Run] = ()) -> None:
    """Start runs, from the callback of a button; earlier ones stay on show unless they have a new one's name.

    Args:
        parameter: the name in the address that holds the runs.
        configs: the settings of the new runs.
        former: the runs on show.
    """
    names = {title(config) for config in configs}
    kept = [run.id for run in former if title(run.config) not in names]
    before = st.session_state.get(parameter, "")
    submit_runs(parameter, configs)
    now: str = st.session_state.get(parameter, "")
    if now != before:
        st.session_state[parameter] = ",".join([*kept, *now.split(",")][-MOST:])


def stop(runs: Sequence[Run]) -> None:
    """End runs that still wait or train, from the callback of a button."""
    for run in runs:
        server.worker_pool().stop(run.id)


def stop_button(key: str, runs: Sequence[Run]) -> None:
    """Draw the button that ends what still trains; always there, so that nothing moves."""
    active = [run for run in runs if not run.state.final]
    st.button(
        "Stop", icon=":material/stop:", key=f"{key}-stop", disabled=not active, on_click=stop, args=(active,)
    )


def curves(key: str, parameter: str, runs: Sequence[Run]) -> None:
    """Draw the runs' curves, growing while they train, and what they reported once they have ended.

    Args:
        key: unique on the page.
        parameter: the name in the address that holds the runs.
        runs: the runs.
    """
    with st.container():  # always there, so that a message moves nothing below it to a new place
        problem = st.session_state.pop(f"{parameter}-problem", "")
        if problem:
            st.error(problem, icon=":material/error:")
        for message in dict.fromkeys(run.message for run in runs if run.state is RunState.FAILED):
            st.error(message, icon=":material/error:")
    if not runs:
        return
    active = any(not run.state.final for run in runs)
    ids = [run.id for run in runs]
    st.fragment(_live, run_every=POLL_SECONDS if active else None)(key, ids, active)
    if not active:
        rows = [report_row(title(run.config), report_of(run), run.seconds) for run in runs]
        st.table(
            {name: [row[name] for row in rows] for name in rows[0]},
            hide_index=True,
            alt="What each run reached",
        )
        st.caption(
            "Accuracy on the pictures learned from, on new scenes by the same artists (the dashed line), and on "
            "drawings by artists that took no part: the honest figure. Then Keras' own counts, and the hash of the "
            "weights that were to stay frozen."
        )


def report_of(run: Run) -> TransferReport | None:
    """Return what a run reported; None if it was stopped or its file is gone."""
    if "transfer" not in run.artifacts:
        return None
    try:
        return read_report(server.run_store().folder(run.id))
    except (ArtifactError, RunStoreError):
        return None


def reports(runs: Sequence[Run]) -> dict[str, TransferReport]:
    """Return the reports of the runs that have ended, by their names."""
    return {title(run.config): report for run in runs if (report := report_of(run)) is not None}


def _live(key: str, run_ids: Sequence[str], active: bool) -> None:
    runs = [run for run_id in run_ids if (run := find_run(run_id)) is not None]
    training = [run for run in runs if not run.state.final]
    if active and not training:
        for run_id in run_ids:
            learner.disown(run_id)
        st.rerun()
    for owner in {learner.owner(run.id) for run in training}:
        server.worker_pool().touch(owner)
    sweep_charts(
        [_small(run) for run in runs],
        metric="accuracy",
        epochs=max((run.config.epochs for run in runs), default=1),
        stream=f"{streams.PATH}?{urlencode([('run', run.id) for run in training])}" if training else "",
        key=f"{key}-charts",
    )
    st.caption(
        f"{len(runs) - len(training)} of {len(runs)} runs have ended. Closing the page stops the rest."
        if training
        else "Both lines of each run: accuracy on the training pictures, and on new scenes by the same artists."
    )


def _small(run: Run) -> Small:
    name = title(run.config)
    if run.epochs_done:
        last = f"{run.history['val_accuracy'][-1] * 100:.1f} %"
        note = f"{last}, epoch {run.epochs_done} of {run.config.epochs}"
    elif run.state is RunState.RUNNING and run.config.base != "none":
        note = f"features {run.progress * 100:.0f} %"
    else:
        note = "waits for its turn" if run.state is RunState.QUEUED else run.state.value
    return Small(name, run.history, note, f"{name}: {note}.")
