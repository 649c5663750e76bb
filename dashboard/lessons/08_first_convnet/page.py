"""Your first ConvNet: train it, set the Dense model beside it, show it a picture, and leave the reshape out."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.dense_twin import dense_twin, find_twin
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.missing_channel import missing_channel
from dashboard.components.own_garment import own_garment
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.training_panel import run_on_show
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.twins import comparison
from dashboard.lessons import Lesson

KEY = "convnet"
DEFAULTS = TrainingConfig(recipe="conv", examples=5_000, filters=16, units=64, epochs=5)
EXPERIMENTS = {
    "One convolution": replace(DEFAULTS, convolutions=1),
    "4 filters": replace(DEFAULTS, filters=4),
    "32 filters": replace(DEFAULTS, filters=32),
    "64 filters": replace(DEFAULTS, filters=64),
    "Half of the neurons dropped": replace(DEFAULTS, dropout=0.5),
    "Twice the pictures": replace(DEFAULTS, examples=10_000),
}
QUESTION = Question(
    "convnet-gain",
    "Beside a Dense model with the same hidden layer, pictures, seed and epochs, this ConvNet will be:",
    (
        "More accurate, and as quick to train",
        "More accurate, and slower to train",
        "No more accurate, and slower to train",
    ),
    (
        "It has fewer weights, which suggests that it is quick. But each filter is used at hundreds of places of each "
        "picture: what takes time is multiplying, not the number of weights.",
        "That is the usual bargain. The gain on these small, centred pictures is a few points; the price is "
        "several times the training time.",
        "With few epochs or few filters it may happen: the convolutions must be learned too, before "
        "the layers behind them have anything to work with.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_known_outcome(run_on_show(KEY, DEFAULTS)) is not None)
    panel = workbench(KEY, DEFAULTS, beneath=_beneath)
    prose(lesson, "experiments")
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    done = panel.run if panel.run is not None and panel.run.state.final and panel.run.artifacts else None
    if done is not None:
        prose(lesson, "inside")
        results_panel(f"{KEY}-results", done)
    prose(lesson, "own")
    own_garment(f"{KEY}-own", done)
    prose(lesson, "shape")
    missing_channel()
    for section in ("parameters", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "first_convnet", key=f"{KEY}-code")


def _beneath(panel: Panel) -> None:
    dense_twin(KEY, panel.run)
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome(panel.run))


def _known_outcome(run: Run | None) -> str | None:
    """Return how the last two runs compared; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    pair = find_twin(KEY, run)
    if pair is not None:
        st.session_state[name] = comparison(pair)
    known: str | None = st.session_state.get(name)
    return known
