"""Figures that set runs side by side: pinned runs on shared axes, and what each value of a sweep reached."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import colours

__all__ = ["LINES", "PALETTE", "Curves", "Point", "overlay", "overlay_rows", "sweep_plot"]

# Hues of Okabe and Ito's palette; sky blue, amber and purple darkened, so that each stands out by at least 3 to 1
# from a white page and from a dark one. Blue and orange come last: the live curve has them for its own run.
PALETTE = ("#009e73", "#b5608f", "#2b8cbe", "#a97b00", "#0072b2", "#d55e00")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon", "pentagon",
            "triangle-down", "bowtie", "hourglass")  # fmt: skip
LINES = {"validation": ("val_",), "training": ("",), "both": ("", "val_")}
_MOST_MARKERS = 20
_GAP = "rgba(213,94,0,0.3)"  # the orange of the validation line, thin as in the live curve
_WIDE_RANGE = 50.0  # a loss axis that spans more than this is logarithmic


@dataclass(frozen=True)
class Curves:
    """The curves of one run.

    Args:
        name: what the run is called; shown as text.
        history: values by Keras' names, one an epoch.
    """

    name: str
    history: Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Point:
    """What one value of a sweep reached; accuracies 0 to 1, or losses.

    Args:
        name: the value, in words.
        training: on the training examples after the last epoch, or None.
        last: on the validation examples after the last epoch, or None.
        best: the best of any epoch, or None.
    """

    name: str
    training: float | None
    last: float | None
    best: float | None


def overlay(runs: Sequence[Curves], metric: str, lines: str) -> go.Figure:
    """Runs on shared axes. A run keeps one colour, one dash and one marker; training is thin with open markers.

    Args:
        runs: the runs, at most 12.
        metric: ``"accuracy"`` or ``"loss"``.
        lines: a key of :data:`LINES`.
    """
    figure = go.Figure()
    shown: list[float] = []
    for place, run in enumerate(runs):
        for prefix in LINES[lines]:
            values = run.history.get(prefix + metric, ())
            if values:
                shown += [value for value in values if math.isfinite(value)]
                figure.add_trace(_line(place, run.name, values, training=not prefix, both=lines == "both"))
    figure.update_xaxes(title_text="epoch", fixedrange=True, dtick=_epoch_step(runs))
    if metric == "accuracy":
        figure.update_yaxes(title_text="accuracy", tickformat=".0%", fixedrange=True)
    else:
        figure.update_yaxes(title_text="loss", type="log" if _wide(shown) else "linear", fixedrange=True)
    figure.update_layout(
        height=380 + 24 * math.ceil(len(figure.data) / 3),
        showlegend=True,
        dragmode=False,
        hovermode="closest",
        # Below the plot: beside it, names would take half of a narrow screen.
        legend={"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top", "itemclick": False,
                "itemdoubleclick": False},
    )  # fmt: skip
    return _on_any_page(figure)


def _line(place: int, name: str, values: Sequence[float], *, training: bool, both: bool) -> go.Scatter:
    colour = PALETTE[place % len(PALETTE)]
    # The second six runs share colours with the first six, in the other order of dashes.
    dash = _DASHES[(place + 3 * (place // len(PALETTE))) % len(_DASHES)]
    symbol = _SYMBOLS[place % len(_SYMBOLS)]
    kind = "training" if training else "validation"
    text = escape(name) + (f", {kind}" if both else "")
    return go.Scatter(
        x=list(range(1, len(values) + 1)),
        y=[value if math.isfinite(value) else None for value in values],
        name=text,
        mode="lines+markers",
        line={"color": colour, "dash": dash, "width": 1.25 if training and both else 2.25},
        marker={
            "symbol": f"{symbol}-open" if training and both else symbol,
            "size": 8,
            "color": colour,
            "maxdisplayed": _MOST_MARKERS,
        },
        hovertemplate=f"<b>{escape(name)}</b><br>{kind}, epoch %{{x}}: %{{y}}<extra></extra>",
    )


def overlay_rows(runs: Sequence[Curves], metric: str, lines: str) -> list[dict[str, str]]:
    """The curves of :func:`overlay` as rows of a table: a row an epoch, a column a line."""
    columns = {
        f"{run.name}, {'validation' if prefix else 'training'}": run.history[prefix + metric]
        for run in runs
        for prefix in LINES[lines]
        if run.history.get(prefix + metric)
    }
    epochs = max(map(len, columns.values()), default=0)
    return [
        {"epoch": str(epoch + 1)}
        | {
            name: _figure(metric, values[epoch]) if epoch < len(values) else ""
            for name, values in columns.items()
        }
        for epoch in range(epochs)
    ]


def sweep_plot(points: Sequence[Point], setting: str, metric: str) -> go.Figure:
    """What each value reached: training and validation at the end, the gap between them, and the best validation.

    Args:
        points: the values, in order.
        setting: what the values are values of, for the axis.
        metric: ``"accuracy"`` or ``"loss"``.
    """
    names = [escape(point.name) for point in points]
    training, last, best = (
        [_drawn(getattr(point, field)) for point in points] for field in ("training", "last", "best")
    )
    figure = go.Figure(_gap_bars(names, training, last))
    if any(value is not None for value in training):
        figure.add_trace(_sweep_line(names, training, "training", colours.BLUE, "solid", "circle"))
    figure.add_trace(_sweep_line(names, last, "validation", colours.ORANGE, "dash", "triangle-up"))
    figure.add_trace(
        go.Scatter(x=names, y=best, name="best validation of any epoch", mode="markers",
                   marker={"symbol": "diamond-open", "size": 12, "color": colours.GREEN, "line": {"width": 2}},
                   hovertemplate="%{x}: %{y}<extra>best</extra>")
    )  # fmt: skip
    figure.update_xaxes(title_text=escape(setting), type="category", fixedrange=True, automargin=True)
    figure.update_yaxes(title_text=metric, fixedrange=True, tickformat=".0%" if metric == "accuracy" else "")
    if metric != "accuracy" and _wide([v for v in (*training, *last) if v is not None]):
        figure.update_yaxes(type="log")
    figure.update_layout(
        height=360, dragmode=False, showlegend=True, bargap=0.5,
        legend={"orientation": "h", "x": 0, "y": -0.25, "yanchor": "top", "itemclick": False,
                "itemdoubleclick": False},
    )  # fmt: skip
    return _on_any_page(figure)


def _gap_bars(names: list[str], training: list[float | None], last: list[float | None]) -> list[go.Bar]:
    ends = [
        (name, one, other)
        for name, one, other in zip(names, training, last, strict=True)
        if one is not None and other is not None
    ]
    if not ends:
        return []
    return [
        go.Bar(
            x=[name for name, _, _ in ends],
            base=[min(one, other) for _, one, other in ends],
            y=[abs(one - other) for _, one, other in ends],
            width=0.12,
            name="the gap",
            marker={"color": _GAP, "line": {"width": 0}},
            hoverinfo="skip",
        )
    ]


def _sweep_line(
    names: list[str], values: list[float | None], name: str, colour: str, dash: str, symbol: str
) -> go.Scatter:
    return go.Scatter(
        x=names,
        y=values,
        name=f"{name}, last epoch",
        mode="lines+markers",
        line={"color": colour, "dash": dash, "width": 2.25},
        marker={"symbol": symbol, "size": 9, "color": colour},
        hovertemplate=f"%{{x}}: %{{y}}<extra>{name}</extra>",
    )


def _drawn(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _wide(values: Sequence[float]) -> bool:
    positive = [value for value in values if value > 0]
    return len(positive) == len(values) > 0 and max(positive) > _WIDE_RANGE * min(positive)


def _epoch_step(runs: Sequence[Curves]) -> int | None:
    """Whole epochs on the axis; Plotly finds steps for long ones by itself."""
    longest = max((len(values) for run in runs for values in run.history.values()), default=0)
    return 1 if longest <= 12 else None


def _figure(metric: str, value: float) -> str:
    if not math.isfinite(value):
        return str(float(value))
    return f"{value * 100:.1f} %" if metric == "accuracy" else f"{value:.4g}"


def _on_any_page(figure: go.Figure) -> go.Figure:
    settings: dict[str, Any] = {"margin": {"l": 8, "r": 8, "t": 8, "b": 8}, "font": {"size": 13}}
    return figure.update_layout(paper_bgcolor=colours.CLEAR, plot_bgcolor=colours.CLEAR, **settings)
