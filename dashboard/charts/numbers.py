"""Many numbers at a glance: how weights are spread, what a layer gives, one bar a layer, points on a line."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page

__all__ = [
    "histogram",
    "histogram_rows",
    "histogram_summary",
    "layer_bars",
    "predictions",
    "value_bars",
    "value_rows",
    "values_summary",
]

BINS = 41  # odd, so that 0 lies in the middle of a bar


def histogram(values: ArrayLike, name: str) -> go.Figure:
    """Bars that say how many values lie where; zero is in the middle of the middle bar.

    Args:
        values: Numbers of any shape; nan and inf are left out.
        name: What is counted, for the horizontal axis: ``"weight"``.
    """
    counts, middles, width = _binned(values)
    tints = [colours.BLUE if middle < -width / 2 else colours.ORANGE for middle in middles]
    tints[len(tints) // 2] = colours.GREY
    bars = go.Bar(
        x=middles.tolist(),
        y=counts.tolist(),
        width=width,
        marker={"color": tints},
        hovertemplate="%{y:,} near %{x:.3g}<extra></extra>",
    )
    figure = go.Figure([bars])
    figure.update_xaxes(title_text=name, fixedrange=True)
    figure.update_yaxes(title_text="how many", fixedrange=True)
    figure.update_layout(height=240, showlegend=False, dragmode=False, bargap=0.05)
    return on_any_page(figure)


def histogram_rows(values: ArrayLike) -> list[dict[str, str]]:
    """The bars of a histogram as rows of a table, empty ones left out."""
    counts, middles, width = _binned(values)
    return [
        {"from": f"{middle - width / 2:.4g}", "to": f"{middle + width / 2:.4g}", "how many": f"{count:,}"}
        for count, middle in zip(counts, middles, strict=True)
        if count
    ]


def histogram_summary(values: ArrayLike, name: str) -> str:
    """A histogram in a sentence.

    Args:
        values: Numbers of any shape.
        name: What one of them is: ``"weight"`` or ``"bias"``.
    """
    array, finite = _finite(values)
    plural = f"{name}es" if name.endswith("s") else f"{name}s"
    if array.size == 1:
        return f"One {name}: {array.item():.4g}."
    if not finite.size:
        return f"None of the {array.size:,} {plural} is a number: all are nan or inf."
    low, high = np.quantile(finite, [0.05, 0.95])
    lost = array.size - finite.size
    sentence = (
        f"{array.size:,} {plural} from {finite.min():.3g} to {finite.max():.3g}, {finite.mean():.3g} on average; "
        f"nine of ten lie between {low:.3g} and {high:.3g}."
    )
    return f"{sentence} {lost:,} are not numbers (nan or inf)." if lost else sentence


def value_bars(values: ArrayLike, name: str) -> go.Figure:
    """One bar a value, in their order: orange above 0, blue below.

    Args:
        values: The values, shape ``(n,)``; nan and inf leave a gap.
        name: What the bars are, for the horizontal axis: ``"unit"``.
    """
    array = np.asarray(values, dtype=np.float64).ravel()
    bars = go.Bar(
        x=list(range(array.size)),
        y=[value if math.isfinite(value) else None for value in array.tolist()],
        marker={"color": [colours.BLUE if value < 0 else colours.ORANGE for value in array], "line_width": 0},
        hovertemplate=f"{name} %{{x}}: %{{y:.4g}}<extra></extra>",
    )
    figure = go.Figure([bars])
    figure.update_xaxes(title_text=name, fixedrange=True, showgrid=False)
    figure.update_yaxes(title_text="value", fixedrange=True)
    figure.update_layout(height=240, showlegend=False, dragmode=False, bargap=0 if array.size > 64 else 0.2)
    return on_any_page(figure)


def value_rows(values: ArrayLike, name: str) -> list[dict[str, str | int]]:
    """The values as rows of a table, in their order."""
    array = np.asarray(values, dtype=np.float64).ravel()
    return [{name: place, "value": f"{value:.6g}"} for place, value in enumerate(array)]


def values_summary(values: ArrayLike, layer: str) -> str:
    """What a layer gives for one picture: shape, smallest, largest, share of zeros.

    Args:
        values: The layer's output for one picture, without the axis of the batch.
        layer: The layer's name.
    """
    array, finite = _finite(values)
    shape = "(" + ", ".join(str(size) for size in (1, *array.shape)) + ")"
    start = f"{layer} gives {array.size:,} value{'' if array.size == 1 else 's'} of shape {shape}"
    if not finite.size:
        return f"{start}, none of which is a number: all are nan or inf."
    sentence = (
        f"{start}: the smallest is {finite.min():.4g}, the largest {finite.max():.4g}, "
        f"and {(array == 0).mean() * 100:.1f} % are zero."
    )
    lost = array.size - finite.size
    return f"{sentence} {lost:,} are not numbers (nan or inf)." if lost else sentence


def layer_bars(figures: Mapping[str, float], name: str) -> go.Figure:
    """One bar a layer, the first layer at the top, on a scale of powers of ten.

    Args:
        figures: A figure for each layer, by its name; those that are not above 0 have no bar.
        name: What the figures are, for the horizontal axis: ``"length of the gradient"``.
    """
    drawn = [value if math.isfinite(value) and value > 0 else None for value in figures.values()]
    bars = go.Bar(
        x=drawn,
        y=list(figures),
        orientation="h",
        marker={"color": colours.BLUE},
        text=[f"{value:.3g}" for value in figures.values()],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    logs = [math.log10(value) for value in drawn if value is not None]
    low, high = (math.floor(min(logs)) - 1, math.ceil(max(logs)) + 1) if logs else (-3, 1)
    figure = go.Figure([bars])
    figure.update_xaxes(title_text=name, type="log", range=[low, high], dtick=max(1, (high - low) // 6))
    figure.update_xaxes(fixedrange=True, exponentformat="power")
    figure.update_yaxes(autorange="reversed", fixedrange=True, showgrid=False)
    figure.update_layout(height=90 + 32 * len(figures), showlegend=False, dragmode=False, bargap=0.3)
    return on_any_page(figure)


def predictions(x: Sequence[float], true: Sequence[float], predicted: Sequence[float]) -> go.Figure:
    """True values as points, what the model says as a line through its predictions.

    Args:
        x: The inputs.
        true: The right value for each input.
        predicted: The model's value for each input.
    """
    order = np.argsort(np.asarray(x))
    line = go.Scatter(
        x=[float(x[place]) for place in order],
        y=[float(predicted[place]) if math.isfinite(predicted[place]) else None for place in order],
        mode="lines+markers",
        name="the model says",
        line={"color": colours.BLUE},
        marker={"symbol": "x", "size": 9},
    )
    points = go.Scatter(
        x=[float(value) for value in x],
        y=[float(value) for value in true],
        mode="markers",
        name="true",
        marker={"color": colours.ORANGE, "size": 12, "symbol": "circle-open", "line": {"width": 2}},
    )
    figure = go.Figure([line, points])
    figure.update_xaxes(title_text="x", fixedrange=True)
    figure.update_yaxes(title_text="y", fixedrange=True)
    figure.update_layout(height=320, dragmode=False, legend={"orientation": "h", "y": 1.12, "x": 0})
    return on_any_page(figure)


def _finite(values: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    array = np.asarray(values, dtype=np.float64)
    return array, array[np.isfinite(array)]


def _binned(values: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """Counts and middles of bars of one width, symmetric about 0."""
    _, finite = _finite(values)
    limit = float(np.abs(finite).max()) if finite.size else 0.0
    limit = limit or 1.0
    counts, edges = np.histogram(finite, bins=BINS, range=(-limit, limit))
    return counts, (edges[:-1] + edges[1:]) / 2, float(edges[1] - edges[0])
