"""A Plotly figure with what it shows in words, and in numbers for those who want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components.exercise_page_answer import plain_text

if TYPE_CHECKING:  # Plotly takes long to import, and a page may have nothing to draw yet
    import plotly.graph_objects as go

__all__ = ["figure_with_table", "numbers_table"]

_LONG = 40  # rows; a longer table scrolls in a box of its own
_LONG_HEIGHT = 400  # pixels

# Streamlit greys the words of an axis below a readable contrast; this takes the page's own text colour.
# Counts inside the cells of a heat map keep the colour that Plotly chose against the cell.
_READABLE_AXES = """<style>
[data-testid="stPlotlyChart"] :is(.xtick, .ytick, .g-xtitle, .g-ytitle) text,
[data-testid="stPlotlyChart"] text.bartext-outside { fill: currentColor !important; }
</style>"""


def figure_with_table(
    figure: go.Figure,
    summary: str,
    rows: Sequence[Mapping[str, Any]],
    key: str,
    *,
    select: bool = False,
    learners_words: bool = False,
) -> Mapping[str, Any] | None:
    """Show a figure, the sentence that says what it shows, and its numbers as a table to unfold.

    Args:
        figure: The figure.
        summary: A sentence; shown below the figure and given to screen readers.
        rows: The table's rows, each a mapping of column to value, all with the same columns.
        key: The key of the chart; unique on the page.
        select: Whether a click on a point is sent to the script.
        learners_words: Whether the summary holds words of the learner's, which must not become markup.

    Returns:
        The chart's selection when ``select`` is true (see ``charts.figures.selected_cell``), or None.
    """
    st.html(_READABLE_AXES)
    state = st.plotly_chart(
        figure,
        key=key,
        alt=summary,
        config={"displayModeBar": False},
        on_select="rerun" if select else "ignore",
        selection_mode="points",
    )
    st.markdown(plain_text(summary) if learners_words else summary)
    numbers_table(rows, summary)
    return state if select and isinstance(state, Mapping) else None


def numbers_table(rows: Sequence[Mapping[str, Any]], summary: str) -> None:
    """Show the numbers of a chart as a table to unfold.

    Args:
        rows: The table's rows, each a mapping of column to value, all with the same columns.
        summary: What the table holds, for screen readers.
    """
    with st.expander("Show the numbers as a table"):
        columns = list(rows[0]) if rows else []
        table = {column: [row[column] for row in rows] for column in columns}
        height: Any = _LONG_HEIGHT if len(rows) > _LONG else "content"
        st.table(table, hide_index=True, height=height, alt=summary)
