"""The run tray: pin a finished run, lay pinned runs over each other, and see what differs between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.data_table import figure_with_table
from dashboard.components.exercise_page_answer import plain_text
from dashboard.components.run_tray_runs import find_run
from dashboard.experiments.comparison import (
    Compared,
    comparison_rows,
    comparison_summary,
    curves_csv,
    repeats,
)
from dashboard.experiments.pins import MOST_PINS, NAME_LENGTH, pinned, renamed, unpinned
from dashboard.experiments.run import Run
from dashboard.experiments.wording import name_for

_METRICS = {"Accuracy": "accuracy", "Loss": "loss"}
_LINES = {"Validation": "validation", "Training": "training", "Both": "both"}


def run_tray(key: str, compared: Sequence[Compared]) -> None:
    """Draw the comparison of the pinned runs; nothing without pins.

    Args:
        key: the panel's key.
        compared: the pinned runs, from ``run_tray_runs.find_pinned``.
    """
    if not compared:
        return
    st.subheader("Pinned runs", anchor=False)
    _curves(key, list(compared))
    for sentence in repeats(compared):
        st.info(plain_text(sentence), icon=":material/content_copy:")
    _table(key, compared)
    _tools(key, compared)


def pin_button(key: str, run: Run | None, compared: Sequence[Compared]) -> None:
    """Draw the button that pins the run on show, if there is one; it says why it cannot be pressed."""
    reason = _why_not(run, compared)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Pin this run",
            icon=":material/push_pin:",
            key=f"{key}-pin-run",
            disabled=bool(reason),
            help=reason or "Keep this run to lay it over others. Pinned runs are in the address too.",
            on_click=_pin,
            args=(key, run),
        )
        if compared:
            st.caption(f"{len(compared)} of at most {MOST_PINS} runs pinned.", width="content")


def overlays(key: str, compared: Sequence[Compared]) -> list[dict[str, Any]]:
    """Return the pinned runs to draw behind the live curve; the run on show is not among them.

    Args:
        key: the panel's key.
        compared: the pinned runs.

    Returns:
        One mapping a run, as ``live_curve`` takes it: ``name``, ``history`` and ``colour``, its place.
    """
    on_show = settings.recall(key).run_id
    return [
        {"name": each.name, "history": each.run.history, "colour": place}
        for place, each in enumerate(compared)
        if each.run.id != on_show
    ]


def pin_runs(key: str, named: Sequence[tuple[Run, str]]) -> int:
    """Pin runs, each under its name; return how many did not fit."""
    pins = settings.recall(key).pins
    for run, name in named:
        pins = pinned(pins, run.id, name)
    settings.change(key, pins=pins)
    held = {pin.run_id for pin in pins}
    return sum(run.id not in held for run, _ in named)


def _why_not(run: Run | None, compared: Sequence[Compared]) -> str:
    """Return why the run on show cannot be pinned, or an empty text."""
    if run is None or not run.state.final:
        return "A run can be pinned when it is over."
    if run.epochs_done == 0:
        return "This run has no curve to keep."
    if any(each.run.id == run.id for each in compared):
        return "This run is pinned."
    if len(compared) >= MOST_PINS:
        return f"{MOST_PINS} runs are pinned: unpin one first."
    return ""


def _pin(key: str, run: Run) -> None:
    """Pin a run under what differs from the first pinned run, or else from the page's defaults."""
    kept = settings.recall(key)
    first = find_run(kept.pins[0].run_id) if kept.pins else None
    if first is None:
        name = name_for(run.config, kept.defaults) or "Default settings"
    else:
        name = name_for(run.config, first.config) or kept.pins[0].name
    pin_runs(key, [(run, name)])
    st.session_state[f"{key}-pin-chosen"] = run.id


@st.fragment
def _curves(key: str, compared: list[Compared]) -> None:
    from dashboard.charts.comparison import Curves, overlay, overlay_rows

    accurate = any(each.run.history.get("accuracy") for each in compared)
    validated = any(name.startswith("val_") for each in compared for name in each.run.history)
    with st.container(horizontal=True, gap="large"):
        metric = "loss"
        if accurate:
            metric = _METRICS[st.radio("Figure", list(_METRICS), horizontal=True, key=f"{key}-tray-figure")]
        lines = "training"
        if validated:
            lines = _LINES[st.radio("Lines", list(_LINES), horizontal=True, key=f"{key}-tray-lines")]
    curves = [Curves(each.name, each.run.history) for each in compared]
    figure_with_table(
        overlay(curves, metric, lines),
        comparison_summary(compared),
        overlay_rows(curves, metric, lines),
        key=f"{key}-tray-curves",
        learners_words=True,
    )


def _table(key: str, compared: Sequence[Compared]) -> None:
    rows = comparison_rows(compared)
    columns = list(rows[0])
    st.markdown("**What differs, and what each run reached.** Click a heading to sort.")
    st.dataframe(
        {column: [row[column] for row in rows] for column in columns},
        hide_index=True,
        column_config=_formats(columns),
        key=f"{key}-tray-table",
        alt=f"A row for each pinned run. {comparison_summary(compared)}",
    )


def _formats(columns: Sequence[str]) -> Mapping[str, Any]:
    tenths = st.column_config.NumberColumn(format="%.1f")
    thousandths = st.column_config.NumberColumn(format="%.4g")
    return {"run": st.column_config.TextColumn(pinned=True)} | {
        column: tenths if column.endswith(("%", "(points)")) or column == "seconds" else thousandths
        for column in columns
        if column.endswith(("%", "(points)", "loss")) or column == "seconds"
    }


def _tools(key: str, compared: Sequence[Compared]) -> None:
    names = {each.run.id: each.name for each in compared}
    chosen_key = f"{key}-pin-chosen"
    if st.session_state.get(chosen_key) not in names:
        st.session_state[chosen_key] = next(reversed(names))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: str = st.selectbox(
            "Pinned run",
            list(names),
            format_func=lambda run_id: names.get(run_id, ""),
            key=chosen_key,
            width=240,
        )
        name_key = f"{key}-pin-name-{chosen}"
        st.session_state[name_key] = names[chosen]  # what was accepted, not what was typed
        st.text_input(
            "Its name", max_chars=NAME_LENGTH, key=name_key, on_change=_rename, args=(key, chosen), width=240
        )
        _tool_buttons(key, next(each.run for each in compared if each.run.id == chosen))
        st.download_button(
            "Download all curves",
            lambda: curves_csv(compared),
            file_name="pinned_runs.csv",
            mime="text/csv",
            key=f"{key}-pin-csv",
            icon=":material/download:",
            help="One CSV file: a row for each epoch of each pinned run, with its settings.",
            on_click="ignore",
        )


def _tool_buttons(key: str, run: Run) -> None:
    page = settings.recall(key).defaults
    elsewhere = (run.config.dataset, run.config.recipe) != (page.dataset, page.recipe)
    st.button(
        "Use these settings",
        icon=":material/tune:",
        key=f"{key}-pin-use",
        disabled=elsewhere,
        help="This run is of another page's model." if elsewhere else "Set the panel as it was for this run.",
        on_click=settings.choose,
        args=(key, run.config),
    )
    st.button(
        "Unpin",
        icon=":material/keep_off:",
        key=f"{key}-unpin",
        help="Take this run out of the comparison. Its files stay on the disk until room is needed for new runs.",
        on_click=_unpin,
        args=(key, run.id),
    )


def _rename(key: str, run_id: str) -> None:
    typed = st.session_state[f"{key}-pin-name-{run_id}"]
    settings.change(key, pins=renamed(settings.recall(key).pins, run_id, typed))


def _unpin(key: str, run_id: str) -> None:
    settings.change(key, pins=unpinned(settings.recall(key).pins, [run_id]))
