"""One button for the sweep that the lesson is about: five rates of dropout on one seed."""

from __future__ import annotations

import streamlit as st

from dashboard.components.sweep_panel import start_sweep, tell_refusal

RATES = "0, 0.2, 0.4, 0.6, 0.8"


def rate_sweep(key: str) -> None:
    """Draw the button; the runs are shown in the workbench's own sweep, where they can be stopped and pinned.

    Args:
        key: the panel's key; its settings must have been restored.
    """
    st.button(
        "Sweep the rates 0 to 0.8",
        icon=":material/view_module:",
        key=f"{key}-rates",
        help=f"The settings and the seed of the panel with each of the rates {RATES}.",
        on_click=start_sweep,
        args=(key, "dropout", RATES),
    )
    with st.container():  # always there, so that a message moves nothing below it to a new place
        tell_refusal(key)
