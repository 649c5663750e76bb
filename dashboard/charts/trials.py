"""The accuracy of several short trainings, epoch by epoch."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page

__all__ = ["accuracy_lines"]

_TINTS = (colours.BLUE, colours.ORANGE, colours.GREEN, colours.GREY)
_DASHES = ("solid", "dash", "dot", "dashdot")


def accuracy_lines(accuracies: Mapping[str, Sequence[float]]) -> go.Figure:
    """A line for each training, its accuracy after each epoch.

    Args:
        accuracies: Shares 0 to 1, one an epoch, by the training's name; at most four can be told apart.
    """
    figure = go.Figure()
    for place, (name, values) in enumerate(accuracies.items()):
        style = {"color": _TINTS[place % len(_TINTS)], "dash": _DASHES[place % len(_DASHES)]}
        figure.add_scatter(
            x=list(range(1, len(values) + 1)), y=list(values), mode="lines+markers", name=name, line=style
        )
    figure.update_xaxes(title_text="epoch", dtick=1, fixedrange=True)
    figure.update_yaxes(
        title_text="validation accuracy", tickformat=".0%", rangemode="nonnegative", fixedrange=True
    )
    figure.update_layout(height=320, dragmode=False, showlegend=True, legend={"orientation": "h", "y": 1.2})
    return on_any_page(figure)
