"""The learner's own points for a single neuron, in a table to edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.experiments.points import LARGEST, MOST_POINTS, Points, PointsError, checked_points

__all__ = ["edited_points", "points_table"]

_COLUMNS = ("x", "y")


def points_table(key: str) -> None:
    """Draw the table; what is edited becomes part of the panel's settings, and so of the address.

    Args:
        key: the key of the training panel, which is to be drawn before.
    """
    points = settings.recall(key).config.points
    if points != st.session_state.get(_shown(key)):
        # From the address or an experiment's button: the editor begins anew with these.
        st.session_state[_shown(key)] = st.session_state[_base(key)] = points
        st.session_state[_version(key)] = st.session_state.get(_version(key), 0) + 1
    base: Points = st.session_state[_base(key)]
    numbers = st.column_config.NumberColumn(
        min_value=-LARGEST, max_value=LARGEST, required=True, format="%.10g"
    )
    st.data_editor(
        {name: [pair[place] for pair in base] for place, name in enumerate(_COLUMNS)},
        num_rows="dynamic",
        hide_index=True,
        width=360,
        key=_editor(key),
        column_config=dict.fromkeys(_COLUMNS, numbers),
        on_change=_edited,
        args=(key,),
        alt=f"{len(points)} points, one a row: x and the y that belongs to it. Edit, add and delete rows.",
    )
    with st.container():
        problem = st.session_state.get(_problem(key), "")
        if problem:
            st.error(problem, icon=":material/error:")
        else:
            count = len(points)
            st.caption(f"{count} {'point' if count == 1 else 'points'} of at most {MOST_POINTS}.")


def edited_points(base: Points, changes: Mapping[str, Any]) -> Points:
    """Return the points after the edits of a ``st.data_editor``.

    Args:
        base: the points that the editor began with.
        changes: its state: ``edited_rows``, ``added_rows`` and ``deleted_rows``. A row without both numbers does not
            count yet.

    Raises:
        PointsError: if what is left is not 1 to 20 pairs of numbers within their range.
    """
    rows: list[dict[str, Any]] = [dict(zip(_COLUMNS, pair, strict=True)) for pair in base]
    for place, cells in changes.get("edited_rows", {}).items():
        if int(place) < len(rows):
            rows[int(place)].update(cells)
    deleted = set(changes.get("deleted_rows", ()))
    rows = [row for place, row in enumerate(rows) if place not in deleted]
    rows += [dict(row) for row in changes.get("added_rows", ())]
    return checked_points([pair for row in rows if (pair := _pair(row)) is not None])


def _pair(row: Mapping[str, Any]) -> Sequence[Any] | None:
    pair = [row.get(name) for name in _COLUMNS]
    return None if None in pair else pair


def _edited(key: str) -> None:
    try:
        points = edited_points(st.session_state[_base(key)], st.session_state[_editor(key)])
    except PointsError as error:
        st.session_state[_problem(key)] = f"{error} The last good table is used until this is mended."
        return
    st.session_state.pop(_problem(key), None)
    st.session_state[_shown(key)] = points
    settings.change(key, config=replace(settings.recall(key).config, points=points))


def _shown(key: str) -> str:
    return f"{key}-points-shown"


def _base(key: str) -> str:
    return f"{key}-points-base"


def _version(key: str) -> str:
    return f"{key}-points-version"


def _problem(key: str) -> str:
    return f"{key}-points-problem"


def _editor(key: str) -> str:
    return f"{key}-points-editor-{st.session_state.get(_version(key), 0)}"
