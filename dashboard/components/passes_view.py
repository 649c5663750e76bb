"""One test picture ten times through the model just trained: outside of training, and as in training."""

from __future__ import annotations

import streamlit as st

from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import figure_with_table
from dashboard.components.results_answers import choose_picture, one_picture
from dashboard.components.results_source import artifacts_of, can_answer, class_names
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.passes import passes_name, passes_of, passes_question, passes_rows, passes_told
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError


@st.fragment
def passes_view(key: str, run: Run) -> None:
    """Draw the choice of a test picture and what ten passes gave; clicks redraw nothing else.

    Args:
        key: unique on the page.
        run: a finished run of a classifier.
    """
    from dashboard.charts.passes import pass_dots

    try:
        artifacts = artifacts_of(run)
        if not can_answer(artifacts):
            return
        place = choose_picture(f"{key}-picture", run, artifacts)
        picture_side, dots_side = st.columns([1, 3])
        with picture_side:
            one_picture(f"{key}-shown", run, place)
        with dots_side:
            name, asked = passes_name(place), passes_question(place, slot=key)
            look = asked_look(key, run, artifacts, name, asked)
            if look is None:
                return
            passes, names = passes_of(look), class_names(run)
    except (ArtifactError, RunStoreError) as error:
        st.warning(str(error), icon=":material/warning:")
        return
    with dots_side:
        told = passes_told(passes, names)
        if not run.config.dropout:
            told += " This model has no Dropout layer, so `training` changes nothing: train one with dropout."
        figure_with_table(
            pass_dots(passes.at_rest, passes.training, names),
            told,
            passes_rows(passes, names),
            key=f"{key}-dots",
        )
