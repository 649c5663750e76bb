"""A picture as the numbers it is made of, and the sizes of a data set's parts."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page
from dashboard.charts.pictures import as_bytes

__all__ = ["class_balance", "class_balance_rows", "number_rows", "numbers_of_picture", "parts_bar"]

_GREYS = [[0.0, "#000000"], [1.0, "#ffffff"]]


def numbers_of_picture(image: ArrayLike, *, written: bool) -> go.Figure:
    """A grey picture whose pixels tell their row, column and number under the mouse.

    Args:
        image: Whole numbers 0 to 255 or fractions 0 to 1, shape ``(height, width)``.
        written: Whether each number is also written into its pixel.

    Raises:
        ValueError: If the shape or the values are not those of a grey picture.
    """
    pixels = _grey(image)
    heat = go.Heatmap(
        z=pixels.tolist(),
        zmin=0,
        zmax=255,
        colorscale=_GREYS,
        showscale=False,
        xgap=1,
        ygap=1,
        texttemplate="%{z}" if written else None,
        textfont={"size": 10},
        hovertemplate="row %{y}, column %{x}: %{z}<extra></extra>",
    )
    figure = go.Figure(heat)
    height, width = pixels.shape
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "constrain": "domain"}
    figure.update_xaxes(title_text="column", side="top", range=[-0.5, width - 0.5], **axis)
    figure.update_yaxes(title_text="row", range=[height - 0.5, -0.5], scaleanchor="x", **axis)
    figure.update_layout(height=760 if written else 520, dragmode=False)
    return on_any_page(figure)


def number_rows(image: ArrayLike) -> list[dict[str, int]]:
    """The numbers of a picture as rows of a table, a column a pixel."""
    return [
        {"row": row} | {str(column): int(value) for column, value in enumerate(values)}
        for row, values in enumerate(_grey(image))
    ]


def class_balance(train: Sequence[int], test: Sequence[int], class_names: Sequence[str]) -> go.Figure:
    """Pictures of each class, in the training and in the test split.

    Args:
        train: Training pictures of each class.
        test: Test pictures of each class.
        class_names: The classes' names, in the same order.
    """
    figure = go.Figure()
    for name, counts, colour in (("training", train, colours.BLUE), ("test", test, colours.ORANGE)):
        figure.add_bar(y=list(class_names), x=list(counts), name=name, orientation="h", marker_color=colour)
    figure.update_xaxes(title_text="pictures", fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True)
    figure.update_layout(height=420, barmode="group", dragmode=False, legend={"orientation": "h", "y": 1.1})
    return on_any_page(figure)


def class_balance_rows(
    train: Sequence[int], test: Sequence[int], class_names: Sequence[str]
) -> list[dict[str, str | int]]:
    """The numbers of :func:`class_balance` as rows of a table."""
    rows = zip(class_names, train, test, strict=True)
    return [{"class": name, "training": learn, "test": check} for name, learn, check in rows]


def parts_bar(parts: Sequence[tuple[str, int]]) -> go.Figure:
    """The parts of a data set as pieces of one bar.

    Args:
        parts: Name and number of pictures of each part, at most four.
    """
    figure = go.Figure()
    shades = (colours.BLUE, colours.GREEN, colours.ORANGE, colours.GREY)
    for (name, count), colour in zip(parts, shades, strict=False):
        figure.add_bar(
            y=[""],
            x=[count],
            name=name,
            orientation="h",
            marker_color=colour,
            text=f"{count:,}",
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate=f"{name}: %{{x:,}}<extra></extra>",
        )
    figure.update_xaxes(title_text="pictures", fixedrange=True)
    figure.update_yaxes(fixedrange=True)
    legend = {"orientation": "h", "y": 1.4, "traceorder": "normal"}
    figure.update_layout(height=190, barmode="stack", dragmode=False, legend=legend)
    return on_any_page(figure)


def _grey(image: ArrayLike) -> NDArray[np.uint8]:
    pixels = as_bytes(image)
    if pixels.ndim != 2 or not pixels.size:
        raise ValueError(f"Expected a grey picture of shape (height, width). Received: {pixels.shape}")
    return pixels
