"""Plotly figures from plain data. Backgrounds are clear, to sit on a light page and on a dark one."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from dashboard.charts import colours

__all__ = [
    "confusion_matrix",
    "confusion_rows",
    "on_any_page",
    "probability_bars",
    "probability_rows",
    "selected_cell",
]


def confusion_matrix(counts: ArrayLike, class_names: Sequence[str]) -> go.Figure:
    """A heat map of true classes (rows) against predicted ones (columns), with the counts in the cells.

    A cell's colour is its share of the row. Every cell can be selected: see :func:`selected_cell`.

    Args:
        counts: Pictures of each true class given each class, shape ``(classes, classes)``, not negative.
        class_names: The classes' names, in the order of rows and columns.

    Raises:
        ValueError: If the shape of ``counts`` does not fit the names, or a count is negative.
    """
    matrix = _square(counts, class_names)
    names = list(class_names)
    share = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    heat = go.Heatmap(
        z=share.tolist(),
        x=names,
        y=names,
        text=matrix.tolist(),
        texttemplate="%{text}",
        zmin=0,
        zmax=1,
        colorscale=[list(stop) for stop in colours.COUNTS_SCALE],
        showscale=False,
        xgap=1,
        ygap=1,
        hoverinfo="skip",
    )
    figure = go.Figure([heat, _cell_targets(matrix, share, names)])
    ends = [-0.5, len(names) - 0.5]
    figure.update_xaxes(title_text="predicted", range=ends, tickangle=-45, showgrid=False, fixedrange=True)
    figure.update_yaxes(title_text="true", range=ends[::-1], showgrid=False, fixedrange=True)
    figure.update_layout(height=520, showlegend=False, clickmode="event+select", dragmode=False)
    return on_any_page(figure)


def _cell_targets(matrix: NDArray[np.int64], share: NDArray[np.float64], names: list[str]) -> go.Scatter:
    """Invisible markers over the cells: Plotly selects points of a scatter, not cells of a heat map."""
    cells = [(true, predicted) for true in range(len(names)) for predicted in range(len(names))]
    return go.Scatter(
        x=[names[predicted] for _, predicted in cells],
        y=[names[true] for true, _ in cells],
        mode="markers",
        marker={"symbol": "square", "size": 34, "color": colours.ORANGE, "opacity": 0},
        selected={"marker": {"opacity": 0.35}},
        unselected={"marker": {"opacity": 0}},
        customdata=[
            [true, predicted, int(matrix[true, predicted]), float(share[true, predicted])]
            for true, predicted in cells
        ],
        hovertemplate="true %{y}<br>predicted %{x}<br>%{customdata[2]} pictures, "
        "%{customdata[3]:.1%} of the row<extra></extra>",
    )


def confusion_rows(counts: ArrayLike, class_names: Sequence[str]) -> list[dict[str, str | int]]:
    """The confusion matrix as rows of a table: the true class, then the count of each predicted class."""
    matrix = _square(counts, class_names)
    return [
        {"true class": name, **{predicted: int(matrix[i, j]) for j, predicted in enumerate(class_names)}}
        for i, name in enumerate(class_names)
    ]


def selected_cell(state: Mapping[str, Any] | None) -> tuple[int, int] | None:
    """The (true, predicted) indices of the cell chosen in a confusion matrix.

    Args:
        state: What ``st.plotly_chart(..., on_select="rerun")`` returned.

    Returns:
        The indices, or None while no cell is chosen.
    """
    points = ((state or {}).get("selection") or {}).get("points") or []
    for point in points:
        data = point.get("customdata")
        # Streamlit hands over an array as a mapping of positions in some versions and as a list in others.
        if isinstance(data, Mapping):
            data = [data.get("0"), data.get("1")]
        if data and data[0] is not None and data[1] is not None:
            return int(data[0]), int(data[1])
    return None


def probability_bars(
    probabilities: ArrayLike, class_names: Sequence[str], true_label: int | None, predicted: int
) -> go.Figure:
    """Bars of a classifier's probabilities for one picture; the right class and the answer are named.

    Args:
        probabilities: One probability for each class, shape ``(classes,)``, each 0 to 1.
        class_names: The classes' names, in the same order.
        true_label: Index of the right class, or None when nobody knows it (a learner's own drawing).
        predicted: Index of the class that the model answers.

    Raises:
        ValueError: If there is not one probability for each class.
    """
    values = _probabilities(probabilities, class_names)
    names = [_bar_name(name, index, true_label, predicted) for index, name in enumerate(class_names)]
    tints = [colours.GREY] * len(names)
    tints[predicted] = colours.ORANGE if true_label is not None and predicted != true_label else colours.BLUE
    if true_label is not None:
        tints[true_label] = colours.BLUE
    bars = go.Bar(
        x=values.tolist(),
        y=names,
        orientation="h",
        marker={"color": tints},
        text=[f"{value * 100:.1f} %" for value in values],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure = go.Figure([bars])
    # Room to the right of 100 % for the figure beside the bar.
    figure.update_xaxes(range=[0, 1.16], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%", fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True, showgrid=False)
    figure.update_layout(height=60 + 26 * len(names), showlegend=False, dragmode=False, bargap=0.3)
    return on_any_page(figure)


def probability_rows(probabilities: ArrayLike, class_names: Sequence[str]) -> list[dict[str, str]]:
    """The probabilities as rows of a table, the most probable class first."""
    values = _probabilities(probabilities, class_names)
    order = sorted(range(len(class_names)), key=lambda index: -values[index])
    return [{"class": class_names[index], "probability": f"{values[index] * 100:.2f} %"} for index in order]


def _bar_name(name: str, index: int, true_label: int | None, predicted: int) -> str:
    marks = []
    if index == predicted:
        marks.append("answer")
    if index == true_label:
        marks.append("true")
    return f"<b>{name} ({', '.join(marks)})</b>" if marks else name


def _square(counts: ArrayLike, class_names: Sequence[str]) -> NDArray[np.int64]:
    matrix = np.asarray(counts)
    expected = (len(class_names), len(class_names))
    if matrix.shape != expected:
        raise ValueError(
            f"Expected counts of shape {expected}, one row and column a class. Received: {matrix.shape}"
        )
    if (matrix < 0).any():
        raise ValueError(f"Expected counts of 0 or more. Received: {matrix.min()}")
    return matrix.astype(np.int64)


def _probabilities(probabilities: ArrayLike, class_names: Sequence[str]) -> NDArray[np.float64]:
    values = np.asarray(probabilities, dtype=np.float64)
    if values.shape != (len(class_names),):
        raise ValueError(
            f"Expected {len(class_names)} probabilities, one a class. Received shape: {values.shape}"
        )
    return values


def on_any_page(figure: go.Figure) -> go.Figure:
    """Give a figure a clear background, so that a light page and a dark one show through."""
    return figure.update_layout(
        paper_bgcolor=colours.CLEAR,
        plot_bgcolor=colours.CLEAR,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"size": 13},
    )
