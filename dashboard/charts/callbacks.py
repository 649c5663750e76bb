"""Figures of callbacks: hooks on a timeline, runs with the epoch whose weights are kept, learning rates."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import colours
from dashboard.charts.comparison import PALETTE, Curves, overlay
from dashboard.charts.figures import on_any_page

__all__ = ["compared", "learning_rates", "selected_mark", "timeline"]

_TINTS = (colours.GREEN, colours.BLUE, colours.GREY, colours.ORANGE, colours.GREY)
_SYMBOLS = ("diamond", "circle", "square", "triangle-up", "square")


def timeline(
    lanes: Sequence[str], marks: Sequence[tuple[str, str, bool]], chosen: int | None = None
) -> go.Figure:
    """Draw calls from left to right in the order in which they came, a lane for each kind.

    Args:
        lanes: the lanes, from the top.
        marks: for each mark its lane, what to say about it, and whether training was told to stop there.
        chosen: the mark to ring, or None.
    """
    figure = go.Figure()
    for place, lane in enumerate(lanes):
        mine = [(x, text) for x, (where, text, _) in enumerate(marks) if where == lane]
        figure.add_trace(
            go.Scatter(
                x=[x for x, _ in mine], y=[lane] * len(mine), customdata=[[x] for x, _ in mine], mode="markers",
                text=[text for _, text in mine], hovertemplate="%{text}<extra></extra>",
                marker={"size": 15, "color": _TINTS[place % len(_TINTS)], "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
                selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}}, name=lane,
            )
        )  # fmt: skip
    for x, (lane, _, stops) in enumerate(marks):
        if stops:
            figure.add_vline(x=x, line={"dash": "dot", "color": colours.ORANGE, "width": 2})
        if x == chosen:
            ring = {"size": 25, "color": colours.CLEAR, "line": {"width": 3, "color": colours.ORANGE}}
            figure.add_trace(go.Scatter(x=[x], y=[lane], mode="markers", marker=ring, hoverinfo="skip"))
    figure.update_xaxes(
        title_text="order of the calls", showticklabels=False, fixedrange=True, range=[-0.7, len(marks) - 0.3]
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=list(reversed(lanes)),
        fixedrange=True,
        range=[-0.6, len(lanes) - 0.4],
    )
    figure.update_layout(height=300, showlegend=False, clickmode="event+select", dragmode=False)
    return on_any_page(figure)


def selected_mark(state: object) -> int | None:
    """Return the place of the mark that was chosen in a timeline, or None.

    Args:
        state: what ``st.plotly_chart(..., on_select="rerun")`` returned.
    """
    selection = state.get("selection") if hasattr(state, "get") else None
    for point in (selection or {}).get("points") or []:
        data = point.get("customdata")
        value = data.get("0") if hasattr(data, "get") else data[0] if data else None
        if isinstance(value, int):
            return value
    return None


def compared(runs: Sequence[Curves], kept: Sequence[int], metric: str, lines: str) -> go.Figure:
    """Runs on shared axes, each with a star at the epoch whose weights are kept.

    Args:
        runs: the runs, at most 12.
        kept: the epoch of each, from 1.
        metric: ``"accuracy"`` or ``"loss"``.
        lines: a key of :data:`dashboard.charts.comparison.LINES`.
    """
    figure = overlay(runs, metric, lines)
    prefix = "" if lines == "training" else "val_"
    for place, (run, epoch) in enumerate(zip(runs, kept, strict=True)):
        values = run.history.get(prefix + metric, ())
        if 0 < epoch <= len(values):
            figure.add_trace(
                go.Scatter(
                    x=[epoch], y=[values[epoch - 1]], mode="markers", showlegend=False, name=run.name,
                    marker={"symbol": "star", "size": 18, "color": PALETTE[place % len(PALETTE)],
                            "line": {"width": 1, "color": "white"}},
                    hovertemplate=f"{run.name}: weights of epoch %{{x}} kept<extra></extra>",
                )
            )  # fmt: skip
    return figure


def learning_rates(rates: Sequence[float]) -> go.Figure:
    """The learning rate of each epoch, as steps on a logarithmic axis."""
    epochs = list(range(1, len(rates) + 1))
    line = {"shape": "hv", "color": colours.BLUE, "width": 2.25}
    figure = go.Figure(go.Scatter(x=epochs, y=list(rates), mode="lines", line=line))
    figure.update_xaxes(title_text="epoch", fixedrange=True)
    figure.update_yaxes(title_text="learning rate", type="log", fixedrange=True, exponentformat="power")
    figure.update_layout(height=240, showlegend=False, dragmode=False)
    return on_any_page(figure)
