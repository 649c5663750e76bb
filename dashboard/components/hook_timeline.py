"""Record a real ``model.fit``, and see on a timeline which hooks Keras called, with which logs."""

from __future__ import annotations

import streamlit as st

from dashboard import server
from dashboard.charts.callbacks import selected_mark, timeline
from dashboard.components.address import Choice
from dashboard.components.data_table import figure_with_table
from dashboard.components.waited_runs import kept_runs, submit_runs, wait_for
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import HOOKS, TrainingConfig
from dashboard.experiments.hooks import LANES, HookCall, Mark, after_the_stop, condensed, log_rows, read_hooks
from dashboard.experiments.runs import RunStoreError

PARAMETER = "hooks_run"
RECORDED = TrainingConfig(examples=200, units=32, epochs=3, hooks="nothing")


def hook_timeline(key: str) -> None:
    """Draw the choice of what the callback does, the button, and the timeline of the run recorded last.

    Args:
        key: unique on the page.
    """
    kept = Choice("stop_in", "nothing", words=HOOKS[1:])
    with st.container(width=760):
        chosen = kept.keep(st.selectbox("The callback", HOOKS[1:], format_func=_what, **kept.options()))
    runs = kept_runs(PARAMETER, most=1)
    busy = any(not run.state.final for run in runs)
    config = TrainingConfig.from_json({**RECORDED.to_json(), "hooks": chosen})
    st.button(
        "Record a run",
        icon=":material/timeline:",
        key=f"{key}-record",
        disabled=busy,
        help="200 pictures, three epochs, trained by model.fit itself.",
        on_click=submit_runs,
        args=(PARAMETER, [config]),
    )
    if not wait_for(PARAMETER, runs) or not runs or "hooks" not in runs[0].artifacts:
        return
    try:
        calls = read_hooks(server.run_store().folder(runs[0].id))
    except (ArtifactError, RunStoreError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    _drawn(f"{key}-{runs[0].id}", calls)
    if runs[0].config.hooks != chosen:
        st.caption("This is the run recorded before. Press Record a run to see the other callback.")


def _what(hook: str) -> str:
    if hook == "nothing":
        return "Only looks on"
    where = "" if hook == "on_train_begin" else ", in epoch 1"
    where += ", batch 1" if "batch" in hook else ""
    return f"Sets model.stop_training = True in {hook}{where}"


@st.fragment
def _drawn(key: str, calls: tuple[HookCall, ...]) -> None:
    marks = condensed(calls)
    chosen = _chosen(key, marks)
    told = after_the_stop(calls)
    summary = f"{len(calls)} calls in all; the batches of an epoch are drawn as one mark. {told}"
    if told:
        summary += " The dotted line shows where it was set."
    rows = [{"place": str(place), "lane": mark.lane, "hook": mark.title} for place, mark in enumerate(marks)]
    figure = timeline(LANES, [(mark.lane, mark.title, mark.stops) for mark in marks], chosen)
    state = figure_with_table(figure, summary, rows, f"{key}-timeline", select=True)
    picked = selected_mark(state)
    if picked is not None and picked != st.session_state.get(f"{key}-picked"):
        st.session_state[f"{key}-picked"] = st.session_state[f"{key}-mark"] = picked
        st.rerun(scope="fragment")
    place = st.selectbox(
        "Which call? Choose here, or click a mark",
        range(len(marks)),
        format_func=lambda place: f"{place}. {marks[place].title}",
        key=f"{key}-mark",
    )
    shown = log_rows(marks[place])
    st.markdown("The `logs` that it was given:")
    st.table({name: [row[name] for row in shown] for name in shown[0]}, hide_index=True, alt="The logs")


def _chosen(key: str, marks: tuple[Mark, ...]) -> int:
    """Return the mark whose logs are shown: at first the end of the first epoch, the hook used most."""
    first = next((place for place, mark in enumerate(marks) if mark.calls[0].hook == "on_epoch_end"), 0)
    place: int = st.session_state.setdefault(f"{key}-mark", first)
    return place
