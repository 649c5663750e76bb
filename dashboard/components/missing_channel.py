"""Leave out the channel axis of a convolution's input, and read what Keras says."""

from __future__ import annotations

import streamlit as st

from dashboard.components.address import Choice
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.experiments.channel_axis import CASES


def missing_channel() -> None:
    """Draw the choice, which is in the address, the program, what comes of it, and why."""
    cases = {case.id: case for case in CASES}
    kept = Choice("channel", CASES[0].id, words=tuple(cases))
    with st.container(width=PROSE_WIDTH):
        chosen = st.radio(
            "The program has", list(cases), format_func=lambda name: cases[name].title, **kept.options()
        )
        case = cases[kept.keep(chosen)]
        st.code(case.program, language="python")
        if case.error:
            st.markdown("**Keras stops with an error:**")
            st.code(case.error, language=None, wrap_lines=True)
        else:
            st.markdown("**It trains.**")
        st.markdown(case.why)
