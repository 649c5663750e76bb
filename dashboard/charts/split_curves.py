"""Accuracy on the testing folder epoch by epoch, beside what untouched pictures say at the end."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.comparison import PALETTE, Curves, overlay

__all__ = ["testing_curves"]

_SYMBOLS = ("star", "x", "circle-open")
_SIZES = (18, 9, 14)  # pixels: marks at one place can be told apart


def testing_curves(runs: Sequence[Curves], untouched: Sequence[float]) -> go.Figure:
    """Draw for each run its curve on the testing folder, and a mark for untouched pictures after the last epoch.

    Args:
        runs: three runs at most, with ``val_accuracy`` in their history.
        untouched: for each run its accuracy on pictures that it never met, 0 to 1.
    """
    figure = overlay(runs, "accuracy", "validation")
    for place, (run, value) in enumerate(zip(runs, untouched, strict=True)):
        epochs = len(run.history["val_accuracy"])
        figure.add_trace(
            go.Scatter(
                x=[epochs], y=[value], mode="markers", name=f"{run.name}: untouched pictures",
                marker={"size": _SIZES[place], "color": PALETTE[place], "symbol": _SYMBOLS[place]},
                hovertemplate=f"{run.name}, untouched pictures: %{{y:.1%}}<extra></extra>",
            )
        )  # fmt: skip
    return figure
