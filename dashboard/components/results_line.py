"""What a model without classes learned: its weight and bias, and its predictions beside the true values."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts.numbers import predictions
from dashboard.components.data_table import figure_with_table
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.run import Run

_MOST_ROWS = 200


def line(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the learned rule, and predictions against true values."""
    x, true, predicted = (values[:_MOST_ROWS] for values in artifacts.line)
    if not np.isfinite(predicted).all():
        st.warning(
            "This model has no predictions: its weights became nan, not a number. The steps were too large. "
            "Try a smaller learning rate.",
            icon=":material/warning:",
        )
        return
    formula = _formula(artifacts)
    if formula:
        st.markdown(f"{formula} The points lie on {dataset_info(run.config.dataset).title}.")
    errors = np.abs(predicted - true)
    worst = int(errors.argmax())
    summary = (
        f"Predictions for {len(x)} points: they miss the true value by {errors.mean():.3g} on average, "
        f"and by {errors[worst]:.3g} at most, at x = {x[worst]:g}."
    )
    rows = [
        {"x": f"{a:g}", "true": f"{b:g}", "the model says": f"{c:.4f}", "difference": f"{c - b:+.4f}"}
        for a, b, c in zip(x, true, predicted, strict=True)
    ]
    figure_with_table(
        predictions(x.tolist(), true.tolist(), predicted.tolist()), summary, rows, key=f"{key}-line"
    )


def _formula(artifacts: Artifacts) -> str:
    """Say what a model of one neuron with one input computes; empty for any other model."""
    kernels = [array for path, array in artifacts.weights.items() if path.endswith("/kernel")]
    biases = [array for path, array in artifacts.weights.items() if path.endswith("/bias")]
    if len(kernels) != 1 or kernels[0].shape != (1, 1) or len(biases) != 1:
        return ""
    weight, bias = float(kernels[0].item()), float(biases[0].item())
    sign = "−" if bias < 0 else "+"
    return (
        f"The weight is **{weight:.4f}** and the bias **{bias:.4f}**: the model computes "
        f"y = {weight:.4f} x {sign} {abs(bias):.4f}."
    )
