"""Accuracy of training and validation by epoch, for a project."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import colours
from dashboard.charts.figures import on_any_page

__all__ = ["project_curve", "project_rows"]


def project_curve(accuracy: Sequence[float], val_accuracy: Sequence[float]) -> go.Figure:
    """Two lines over the epochs.

    Args:
        accuracy: of training, one an epoch.
        val_accuracy: of validation, one an epoch.
    """
    epochs = list(range(1, len(accuracy) + 1))
    figure = go.Figure(
        [
            go.Scatter(x=epochs, y=list(accuracy), name="training", line={"color": colours.BLUE}),
            go.Scatter(
                x=epochs,
                y=list(val_accuracy),
                name="validation",
                line={"color": colours.ORANGE, "dash": "dash"},
            ),
        ]
    )
    figure.update_yaxes(range=[0, 1.02], title="accuracy")
    figure.update_xaxes(title="epoch")
    figure.update_layout(
        height=320, margin={"l": 60, "r": 10, "t": 10, "b": 50}, legend={"orientation": "h", "y": 1.12}
    )
    return on_any_page(figure)


def project_rows(accuracy: Sequence[float], val_accuracy: Sequence[float]) -> list[dict[str, str]]:
    """The same as rows of a table."""
    return [
        {"epoch": str(epoch), "training": f"{train:.3f}", "validation": f"{val:.3f}"}
        for epoch, (train, val) in enumerate(zip(accuracy, val_accuracy, strict=True), start=1)
    ]
