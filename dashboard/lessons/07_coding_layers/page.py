"""Coding the layers: build a stack, read its summary or its error, train it, and follow pictures through it."""

from __future__ import annotations

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.image_journey import journey, three_pictures
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.stack_builder import stack_builder
from dashboard.components.workbench import workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.lessons import Lesson

KEY = "layers"
DEFAULTS = TrainingConfig(recipe="stack", examples=1_000, epochs=5)
OUTCOME = f"{KEY}-outcome"
QUESTION = Question(
    "shoes-and-bag",
    "A boot and a bag go through your trained model. From the pixels to the last layer, their likeness will:",
    ("Fall", "Stay about the same", "Rise"),
    (
        "That is what training is for: the last layer gives them different answers, so on the way what they share, "
        "a light shape on black, must count for less and less.",
        "With layers that were not trained, or hardly, it may. Training pulls the classes apart, since the loss asks "
        "for different answers.",
        "It happens when the model takes both for the same kind of thing. In the layers between it also may: pooling "
        "blurs where things are.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    settings.restore(KEY, DEFAULTS)
    fits = stack_builder(KEY)
    prose(lesson, "train")
    with st.container(width=PROSE_WIDTH):
        if not fits:
            st.info(
                "The panel below still has the last stack that fitted; mend yours first.",
                icon=":material/info:",
            )
        ask(QUESTION, settled=OUTCOME in st.session_state)
    panel = workbench(KEY, DEFAULTS)
    run = panel.run
    if run is not None and run.state.final and run.artifacts:
        prose(lesson, "journey")
        journey(f"{KEY}-journey", run)
        prose(lesson, "shared")
        told = three_pictures(f"{KEY}-three", run)
        if told is not None:
            st.session_state[OUTCOME] = told
        with st.container(width=PROSE_WIDTH):
            show_outcome(QUESTION, st.session_state.get(OUTCOME))
        st.header("Inside the model you trained")
        results_panel(f"{KEY}-results", run)
    for section in ("words", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown(
        "This program has the layers and the settings of the panel above. It runs as it stands.",
        width=PROSE_WIDTH,
    )
    code_panel(python_source(panel.config), notebook(panel.config), "coding_layers", key=f"{KEY}-code")
