"""The probability of each class in several passes of one picture."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page

__all__ = ["pass_dots"]


def pass_dots(at_rest: ArrayLike, training: ArrayLike, class_names: Sequence[str]) -> go.Figure:
    """A dot for each pass and class: circles for ``training=False``, crosses for ``training=True``.

    Args:
        at_rest: probabilities outside of training, shape ``(passes, classes)``.
        training: the same as in training.
        class_names: the classes' names, in the same order.

    Raises:
        ValueError: If there is not one column a class.
    """
    still, moving = np.asarray(at_rest, np.float64), np.asarray(training, np.float64)
    if still.shape != moving.shape or still.ndim != 2 or still.shape[1] != len(class_names):
        raise ValueError(
            f"Expected two arrays of shape (passes, {len(class_names)}). Received: {still.shape}, {moving.shape}"
        )
    figure = go.Figure()
    for values, name, symbol, colour, shift in (
        (still, "training=False", "circle-open", colours.BLUE, -0.16),
        (moving, "training=True", "x-thin-open", colours.ORANGE, 0.16),
    ):
        rows = np.arange(len(class_names)) + shift
        figure.add_scatter(
            x=values.ravel().tolist(),
            y=np.tile(rows, len(values)).tolist(),
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2, "color": colour}},
            text=[class_names[place] for _ in values for place in range(len(class_names))],
            hovertemplate=f"%{{text}}: %{{x:.1%}}<extra>{name}</extra>",
        )
    figure.update_xaxes(range=[-0.03, 1.03], tickformat=".0%", title_text="probability", fixedrange=True)
    figure.update_yaxes(
        tickvals=list(range(len(class_names))),
        ticktext=list(class_names),
        range=[len(class_names) - 0.5, -0.5],
        fixedrange=True,
        showgrid=False,
    )
    figure.update_layout(
        height=100 + 30 * len(class_names),
        dragmode=False,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False},
    )
    return on_any_page(figure)
