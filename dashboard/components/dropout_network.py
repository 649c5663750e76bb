"""The small network of a rate and a seed of the learner's own: its program, and what dropout did to its neurons."""

from __future__ import annotations

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components.address import Number
from dashboard.components.asked_look import asked_file
from dashboard.components.dropout_view import dropout_view
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.choices import DROPOUT, SEED
from dashboard.experiments.dropout_steps import (
    STANDARD_RATE,
    DropoutRequest,
    DropoutSteps,
    read_steps,
    summary,
)
from dashboard.experiments.runs import answers_folder


@st.fragment
def dropout_network(key: str) -> None:
    """Draw the settings, which are in the address, the network, and the program that gave its numbers.

    Args:
        key: unique on the page.
    """
    request = _settings()
    network, program = st.columns([3, 2], gap="large")
    with program:
        st.markdown("**The program that gave these numbers**")
        st.code(request.program, language="python", wrap_lines=True)
    with network:
        found = _found(key, request)
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


def _found(key: str, request: DropoutRequest) -> DropoutSteps | None:
    """Return the answer that is kept, or a worker's."""
    kept = answers_folder() / request.file
    try:
        if kept.is_file():
            return read_steps(kept)
    except ArtifactError:
        pass  # damaged: a worker writes it anew
    file = asked_file(
        key,
        (request,),
        lambda: server.worker_pool().ask_without_run(
            answers_folder(), request.question(slot=key), learner.name()
        ),
        "Keras runs the small network.",
    )
    try:
        return None if file is None else read_steps(file)
    except ArtifactError as error:
        st.warning(str(error), icon=":material/folder_off:")
        return None
