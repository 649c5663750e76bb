"""A picture whose rows become one row, and the curve of ReLU."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page

__all__ = ["picture_and_row", "relu_curve"]

_GREYS = [[0.0, "#000000"], [1.0, "#ffffff"]]
_STILL = {"showgrid": False, "zeroline": False, "fixedrange": True}


def picture_and_row(picture: NDArray[np.uint8], place: int) -> tuple[go.Figure, go.Figure]:
    """A picture with one pixel framed, and the same pixels in one row with the same pixel marked.

    Args:
        picture: Grey pixels 0 to 255, shape ``(height, width)``.
        place: The pixel's place in the row, from 0.

    Raises:
        ValueError: If there is no such place.
    """
    height, width = picture.shape
    if not 0 <= place < picture.size:
        raise ValueError(f"Expected a place from 0 to {picture.size - 1}. Received: {place}")
    row, column = divmod(place, width)
    places = np.arange(picture.size).reshape(picture.shape)
    square = go.Figure(
        _greys(
            picture, places, "row %{y}, column %{x}: %{z}<br>place %{customdata} in the row<extra></extra>"
        )
    )
    frame = {"line": {"color": colours.ORANGE, "width": 3}}
    # The rest of the frame: the picture's row that is being laid out.
    square.add_shape(
        type="rect", x0=-0.5, x1=width - 0.5, y0=row - 0.5, y1=row + 0.5,
        line={"color": colours.BLUE, "width": 1},
    )  # fmt: skip
    square.add_shape(
        type="rect", x0=column - 0.7, x1=column + 0.7, y0=row - 0.7, y1=row + 0.7, **frame
    )  # fmt: skip
    square.update_xaxes(
        title_text="column", side="top", range=[-0.5, width - 0.5], constrain="domain", **_STILL
    )
    square.update_yaxes(
        title_text="row", range=[height - 0.5, -0.5], scaleanchor="x", constrain="domain", **_STILL
    )
    square.update_layout(height=420, dragmode=False)
    line = go.Figure(
        _greys(
            picture.reshape(1, -1),
            np.stack(np.divmod(places.reshape(1, -1), width), axis=-1),
            "place %{x}: %{z}<br>row %{customdata[0]}, column %{customdata[1]}<extra></extra>",
        )
    )
    line.add_shape(
        type="rect", x0=row * width - 0.5, x1=(row + 1) * width - 0.5, y0=-0.5, y1=0.5,
        line={"color": colours.BLUE, "width": 1},
    )  # fmt: skip
    line.add_shape(type="line", x0=place, x1=place, y0=-0.8, y1=0.8, **frame)
    line.update_xaxes(title_text="place in the row", range=[-0.5, picture.size - 0.5], **_STILL)
    line.update_yaxes(visible=False, range=[-0.9, 0.9], fixedrange=True)
    line.update_layout(height=150, dragmode=False)
    return on_any_page(square), on_any_page(line)


def relu_curve(x: float) -> go.Figure:
    """ReLU from -3 to 3, with one number and what becomes of it marked.

    Args:
        x: The number that goes in, from -3 to 3.
    """
    figure = go.Figure(
        go.Scatter(x=[-3, 0, 3], y=[0, 0, 3], mode="lines", line={"color": colours.BLUE}, hoverinfo="skip")
    )
    figure.add_scatter(
        x=[x],
        y=[max(x, 0.0)],
        mode="markers",
        marker={"size": 14, "color": colours.ORANGE},
        hovertemplate="%{x:.2f} in, %{y:.2f} out<extra></extra>",
    )
    figure.update_xaxes(title_text="in", range=[-3.2, 3.2], fixedrange=True)
    figure.update_yaxes(title_text="out", range=[-0.4, 3.3], fixedrange=True)
    figure.update_layout(height=260, showlegend=False, dragmode=False)
    return on_any_page(figure)


def _greys(values: NDArray[np.uint8], custom: NDArray[np.int64], hover: str) -> go.Heatmap:
    return go.Heatmap(
        z=values.tolist(),
        customdata=custom.tolist(),
        zmin=0,
        zmax=255,
        colorscale=_GREYS,
        showscale=False,
        hovertemplate=hover,
    )
