"""A map of answers over two features: which place gets which answer, and the examples with their true classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page

__all__ = ["Map", "regions"]

# Told apart by shape as well as by colour.
_TINTS = (colours.BLUE, colours.ORANGE, colours.GREEN, "#cc79a7")
_SHAPES = ("circle", "square", "triangle-up", "diamond")
_INK = "#222222"
_BACKGROUND = 0.28  # how strong the colour of a region is
_WORTH_A_NAME = 0.02  # of the map: a smaller region gets no name


@dataclass(frozen=True)
class Map:
    """What to draw.

    Args:
        across: Title of the horizontal axis.
        up: Title of the vertical axis.
        x: Where the examples are, horizontally.
        y: The same, vertically.
        truth: The class of each example, from 0.
        answers: What was answered for each.
        places: Horizontal and vertical places of the background's columns and rows.
        background: The answer at each place, shape (rows, columns), row 0 at the bottom.
        class_names: At most four names, by class.
    """

    across: str
    up: str
    x: NDArray[Any]
    y: NDArray[Any]
    truth: NDArray[Any]
    answers: NDArray[Any]
    places: tuple[NDArray[Any], NDArray[Any]]
    background: NDArray[Any]
    class_names: Sequence[str]


def regions(drawn: Map, height: int = 380) -> go.Figure:
    """Regions of equal answers behind the examples; wrong answers are crossed out.

    Args:
        drawn: What to draw.
        height: Of the figure, in pixels.
    """
    figure = go.Figure([_behind(drawn), *_examples(drawn), _wrong(drawn)])
    for name, place in _named_places(drawn):
        figure.add_annotation(
            x=place[0],
            y=place[1],
            text=name,
            showarrow=False,
            font={"size": 14, "color": _INK},
            bgcolor="rgba(255,255,255,0.8)",  # over the marks, on a light page and on a dark one
        )
    across, up = drawn.places
    figure.update_xaxes(
        title_text=drawn.across, range=[across[0], across[-1]], fixedrange=True, showgrid=False
    )
    figure.update_yaxes(title_text=drawn.up, range=[up[0], up[-1]], fixedrange=True, showgrid=False)
    figure.update_layout(
        height=height, dragmode=False, legend={"orientation": "h", "y": -0.22, "x": 0, "yanchor": "top"}
    )
    return on_any_page(figure)


def _behind(drawn: Map) -> go.Heatmap:
    count = len(drawn.class_names)
    steps = [(stop / count, tint) for label, tint in enumerate(_TINTS[:count]) for stop in (label, label + 1)]
    return go.Heatmap(
        x=drawn.places[0].tolist(),
        y=drawn.places[1].tolist(),
        z=drawn.background.tolist(),
        zmin=-0.5,
        zmax=count - 0.5,
        colorscale=[list(step) for step in steps],
        opacity=_BACKGROUND,
        showscale=False,
        hoverinfo="skip",
    )


def _examples(drawn: Map) -> list[go.Scatter]:
    marks = []
    for label, name in enumerate(drawn.class_names):
        mine = drawn.truth == label
        marks.append(
            go.Scatter(
                x=drawn.x[mine].tolist(),
                y=drawn.y[mine].tolist(),
                mode="markers",
                name=name,
                marker={
                    "color": _TINTS[label], "symbol": _SHAPES[label], "size": 8,
                    "line": {"width": 1, "color": "#ffffff"},
                },
                customdata=[drawn.class_names[answer] for answer in drawn.answers[mine]],
                hovertemplate=f"{name}, called %{{customdata}}<extra></extra>",
            )
        )  # fmt: skip
    return marks


def _wrong(drawn: Map) -> go.Scatter:
    wrong = drawn.truth != drawn.answers
    return go.Scatter(
        x=drawn.x[wrong].tolist(),
        y=drawn.y[wrong].tolist(),
        mode="markers",
        name="wrong answer",
        # Light with a dark edge: seen over every mark, on a light page and on a dark one.
        marker={"symbol": "x", "size": 5, "color": "#ffffff", "line": {"width": 0.75, "color": _INK}},
        hoverinfo="skip",
    )


def _named_places(drawn: Map) -> list[tuple[str, tuple[float, float]]]:
    """Where to write the name of each region: at the place of it that is nearest to its middle."""
    named = []
    for label, name in enumerate(drawn.class_names):
        rows, columns = np.nonzero(drawn.background == label)
        if len(rows) < _WORTH_A_NAME * drawn.background.size:
            continue
        nearest = int(np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2))
        across, up = drawn.places
        named.append((name, (float(across[columns[nearest]]), float(up[rows[nearest]]))))
    return named
