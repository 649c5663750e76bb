"""The small network of a rate and a seed of the learner's own: its program, and what dropout did to its neurons."""

from __future__ import annotations

import streamlit as st

from dashboard.components.address import Number
from dashboard.components.asked_look import kept_or_asked
from dashboard.components.dropout_view import dropout_view
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.choices import DROPOUT, SEED
from dashboard.experiments.dropout_steps import (
    STANDARD_RATE,
    DropoutRequest,
    read_steps,
    summary,
)


@st.fragment
def dropout_network(key: str) -> None:
    """Draw the settings, which are in the address, the network, and the program that gave its numbers.

    Args:
        key: unique on the page.
    """
    try:
        request = _settings()
    except ArtifactError as error:  # only the browser holds the limits of a widget
        st.error(str(error), icon=":material/error:")
        return
    network, program = st.columns([3, 2], gap="large")
    with program:
        st.markdown("**The program that gave these numbers**")
        st.code(request.program, language="python", wrap_lines=True)
    with network:
        found = kept_or_asked(
            key, request.file, request.question(slot=key), read_steps, "Keras runs the small network."
        )
        if found is not None:
            dropout_view(request, found, key=f"{key}-view")
            st.markdown(summary(request, found))


def _settings() -> DropoutRequest:
    standard = DropoutRequest()
    rate = Number("drop_rate", STANDARD_RATE, low=DROPOUT.low, high=DROPOUT.high)
    seed = Number("drop_seed", standard.seed, low=int(SEED.low), high=int(SEED.high))
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        chosen_rate = rate.keep(
            st.slider("Rate", DROPOUT.low, DROPOUT.high, step=0.05, width=320, **rate.options())
        )
        chosen_seed = seed.keep(
            st.number_input("Seed", int(SEED.low), int(SEED.high), step=1, width=200, **seed.options())
        )
    return DropoutRequest(round(float(chosen_rate), 4), int(chosen_seed))
