"""What a sweep shows: a small chart for each value while it trains, then what the values reached."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard import server, streams
from dashboard.charts.small_multiples import Small
from dashboard.charts.summary import curve_summary
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.data_table import figure_with_table
from dashboard.components.run_tray import pin_runs
from dashboard.components.run_tray_runs import find_run
from dashboard.components.sweep_charts import sweep_charts
from dashboard.experiments.comparison import reached
from dashboard.experiments.pins import MOST_PINS
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.sweep import Sweep
from dashboard.experiments.sweep_conclusion import in_order, sweep_conclusion, sweep_rows, with_value
from dashboard.experiments.wording import figure, label, shown

REDRAW_SECONDS = 1.0


def sweep_results(key: str, sweep: Sweep) -> None:
    """Draw the sweep on show; while it trains, its part of the page is drawn anew once a second.

    Args:
        key: the panel's key.
        sweep: the sweep, its runs all found.
    """
    runs = _runs(sweep)
    active = any(not run.state.final for run in runs)
    st.subheader(f"Sweep: {label(sweep.setting)}", anchor=False)
    _buttons(key, runs, active)
    st.fragment(_live, run_every=REDRAW_SECONDS if active else None)(key, sweep, active)
    with st.container():
        if not active:
            _conclusion(key, sweep.setting, runs)


def _runs(sweep: Sweep) -> list[Run]:
    found = [run for run_id in sweep.run_ids if (run := find_run(run_id)) is not None]
    return in_order(sweep.setting, found)


def _buttons(key: str, runs: Sequence[Run], active: bool) -> None:
    with st.container(horizontal=True):
        st.button(
            "Stop the sweep",
            icon=":material/stop:",
            key=f"{key}-sweep-stop",
            disabled=not active,
            on_click=_stop,
            args=(key,),
        )
        st.button(
            "Pin all",
            icon=":material/push_pin:",
            key=f"{key}-sweep-pin",
            disabled=active or not any(run.epochs_done for run in runs),
            help="Lay these runs over each other and over other runs, among the pinned ones.",
            on_click=_pin_all,
            args=(key, list(runs)),
        )
        st.button(
            "Close",
            icon=":material/close:",
            key=f"{key}-sweep-close",
            disabled=active,
            help="Take the sweep off the page. Its runs stay on the disk until room is needed for new ones.",
            on_click=settings.change,
            args=(key,),
            kwargs={"sweep": None},
        )
    left_out = st.session_state.pop(f"{key}-sweep-left-out", 0)
    if left_out:
        st.warning(
            f"At most {MOST_PINS} runs can be pinned: {left_out} did not fit. Unpin some first.",
            icon=":material/push_pin:",
        )


def _live(key: str, sweep: Sweep, active: bool) -> None:
    """Draw the small charts as far as the runs have come; when all have ended, draw the whole page once."""
    runs = _runs(sweep)
    training = [run for run in runs if not run.state.final]
    if active and not training:
        for run in runs:
            learner.disown(run.id)
        st.rerun()
    for owner in {learner.owner(run.id) for run in training}:
        server.worker_pool().touch(owner)
    metric = _metric(runs)
    sweep_charts(
        [_small(sweep.setting, run, metric) for run in runs],
        metric=metric,
        epochs=max(max(run.config.epochs, run.epochs_done) for run in runs),
        stream=f"{streams.PATH}?{urlencode([('run', run.id) for run in training])}" if training else "",
        key=f"{key}-sweep-charts",
    )
    with st.container():
        if training:
            st.caption(
                f"{len(runs) - len(training)} of {len(runs)} runs have ended. Closing the page stops the rest."
            )


def _small(setting: str, run: Run, metric: str) -> Small:
    got = reached(run.history)
    if run.epochs_done == 0:
        note = "waits for its turn" if run.state is RunState.QUEUED else run.state.value
    else:
        note = f"{figure(got.metric, got.last)}, epoch {run.epochs_done} of {run.config.epochs}"
    summary = curve_summary(
        run.history,
        total_epochs=run.config.epochs,
        state=run.state.value,
        stopped_epoch=run.stopped_epoch,
    )
    return Small(
        with_value(setting, run), run.history, note, f"{with_value(setting, run)}: {metric}. {summary}"
    )


def _metric(runs: Sequence[Run]) -> str:
    return "accuracy" if any(run.history.get("accuracy") for run in runs) or _classifies(runs[0]) else "loss"


def _classifies(run: Run) -> bool:
    return "stop_at_accuracy" in run.config.relevant_fields()


def _conclusion(key: str, setting: str, runs: Sequence[Run]) -> None:
    if not any(run.epochs_done for run in runs):
        st.markdown(sweep_conclusion(setting, runs))
        return
    from dashboard.charts.comparison import Point, sweep_plot

    metric = _metric(runs)
    points = []
    for run in runs:
        got = reached(run.history)
        point = Point(shown(getattr(run.config, setting)), got.training, got.last, got.best)
        points.append(point)
    figure_with_table(
        sweep_plot(points, label(setting), metric),
        sweep_conclusion(setting, runs),
        sweep_rows(setting, runs),
        key=f"{key}-sweep-plot",
    )


def _stop(key: str) -> None:
    sweep = settings.recall(key).sweep
    for run_id in sweep.run_ids if sweep else ():
        server.worker_pool().stop(run_id)


def _pin_all(key: str, runs: list[Run]) -> None:
    sweep = settings.recall(key).sweep
    if sweep is None:  # closed in another tab of this session
        return
    named = [(run, with_value(sweep.setting, run)) for run in runs if run.epochs_done]
    st.session_state[f"{key}-sweep-left-out"] = pin_runs(key, named)
