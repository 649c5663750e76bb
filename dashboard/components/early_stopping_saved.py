"""What EarlyStopping would have saved of the run on show: worked out from its curve, by Keras' rules."""

from __future__ import annotations

import streamlit as st

from dashboard.components.address import Choice, Number
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.experiments.config import MONITORS
from dashboard.experiments.run import Run
from dashboard.experiments.stopping import saved_sentence


def early_stopping_saved(run: Run | None) -> None:
    """Draw the settings and the answer; nothing without a finished run.

    Args:
        run: the run on show, or None.
    """
    if run is None or not run.state.final or not run.history.get("val_loss"):
        return
    with st.container(width=PROSE_WIDTH, border=True):
        st.markdown("**What would EarlyStopping have saved?** Worked out from the curve above.")
        with st.container(horizontal=True):
            watched = Choice("saved_monitor", "val_loss", words=MONITORS)
            monitor = watched.keep(st.selectbox("monitor", MONITORS, width=170, **watched.options()))
            waits = Number("saved_patience", 10, low=0, high=100)
            patience = waits.keep(st.number_input("patience", 0, 100, width=150, **waits.options()))
        st.markdown(saved_sentence(run, monitor, patience, 0.0))
