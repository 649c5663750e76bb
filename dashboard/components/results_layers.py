"""The layers of a trained model, as ``model.summary()`` prints them."""

from __future__ import annotations

import streamlit as st

from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.run import Run


def layers(_key: str, _run: Run, artifacts: Artifacts) -> None:
    """Draw the table of layers with shapes and numbers of weights, and the totals."""
    summary = artifacts.summary
    st.markdown("What `model.summary()` prints. `None` stands for the number of examples, which may vary.")
    st.table(
        {
            "Layer": [f"{row.name} ({row.class_name})" for row in summary.layers],
            "Output shape": [row.output_shape for row in summary.layers],
            "Weights": [f"{row.params:,}" for row in summary.layers],
        },
        hide_index=True,
        alt="The layers of the model with their output shapes and numbers of weights",
    )
    st.markdown(
        f"{summary.total_params:,} weights in all. {summary.trainable_params:,} are trainable; "
        f"{summary.non_trainable_params:,} are not."
    )
    if summary.optimizer_params:
        st.caption(
            f"After training, Keras counts {summary.optimizer_params:,} more: numbers that the optimizer keeps for "
            "itself, such as its count of steps and, with Adam, averages of past gradients. They are no part of the "
            "model."
        )
