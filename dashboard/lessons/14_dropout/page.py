"""Dropout: which neurons are dropped, what it does to the gap and to the weights, and where not to put it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.dropout_network import dropout_network
from dashboard.components.dropout_pairs import (
    alike_neurons,
    alike_outcome,
    gaps,
    pairs_button,
    trained_pairs,
)
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.passes_view import passes_view
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.rate_sweep import rate_sweep
from dashboard.components.trials_panel import trials
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.dropout_pairs import gap_outcome
from dashboard.experiments.dropout_trials import DROPOUT_PLACES
from dashboard.lessons import Lesson

KEY = "dropout"
DEFAULTS = TrainingConfig(examples=2_000, epochs=40, dropout=0.5)
EXPERIMENTS = {
    "No dropout": replace(DEFAULTS, dropout=0.0),
    "A rate of 0.2": replace(DEFAULTS, dropout=0.2),
    "A rate of 0.9": replace(DEFAULTS, dropout=0.9),
    "512 neurons": replace(DEFAULTS, units=512),
    "Five times the pictures": replace(DEFAULTS, examples=10_000),
}
QUESTION = Question(
    "dropout-gap",
    "1,600 pictures to learn from, 40 epochs. What will dropping half of the hidden neurons do, beside the same "
    "training without dropout?",
    (
        "The gap shrinks: validation accuracy rises a lot",
        "The gap shrinks, mostly because training accuracy falls",
        "The gap stays as it is",
    ),
    (
        "Dropout makes learning by heart harder; it brings no new pictures. Over five seeds, validation accuracy rose "
        "by less than a point on average. The validation loss fell more: the model is less sure of its mistakes.",
        "It came out so with every seed that we tried. Part of it is a handicap: Keras measures training accuracy with "
        "half of the neurons dropped. The column *training, dropout off* is the fair comparison: it falls less.",
        "With a rate near 0 it would. Half of the neurons is enough to keep this model from learning all of its 1,600 "
        "pictures by heart in 40 epochs.",
    ),
)
NEIGHBOURS = Question(
    "dropout-neighbours",
    "The notes say that neighbouring neurons often end up with similar weights. How alike are they in these runs "
    "without dropout? (A correlation of 1 is the same pattern, 0 none in common.)",
    (
        "Neighbours are much alike: above 0.5 on average",
        "Neighbours are more alike than other neurons",
        "Neighbours are no more alike than any two neurons",
    ),
    (
        "That would be nearly copies of one neuron. In our trials about one pair in a thousand was so alike, and not "
        "for being side by side.",
        "There would have to be a reason. In a Dense layer every neuron sees all pixels, and its number is only a "
        "name: shuffle the neurons, and the network computes the same.",
        "So it came out. They are more alike than chance would have it, since all learn from the same pictures and "
        "the same errors. Their places have nothing to do with it.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    pairs = trained_pairs()
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=bool(pairs) or _told("gap", None) is not None)
    panel = workbench(KEY, DEFAULTS, beneath=_beneath)
    prose(lesson, "experiments")
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    prose(lesson, "steps")
    dropout_network(f"{KEY}-network")
    prose(lesson, "steps-read")
    prose(lesson, "neighbours")
    _neighbours()
    prose(lesson, "inference")
    if panel.run is not None and panel.run.state.final and panel.run.artifacts:
        passes_view(f"{KEY}-passes", panel.run)
    else:
        st.info(
            "Train the model above: then its test pictures can be sent through it here.",
            icon=":material/info:",
        )
    prose(lesson, "places")
    trials(f"{KEY}-trials", DROPOUT_PLACES)
    for section in ("places-read", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "dropout", key=f"{KEY}-code")


def _beneath(panel: Panel) -> None:
    rate_sweep(KEY)
    pairs_button(KEY, panel.config)
    pairs = trained_pairs()
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _told("gap", gap_outcome(pairs)))
    gaps(pairs)


def _neighbours() -> None:
    """Ask first, then measure the weights of the runs without and with dropout."""
    pairs = trained_pairs()
    measured = bool(st.session_state.get(f"{KEY}-measured"))
    with st.container(width=PROSE_WIDTH):
        ask(NEIGHBOURS, settled=measured)
        st.button(
            "Measure the weights of the runs above",
            icon=":material/straighten:",
            key=f"{KEY}-measure",
            disabled=not pairs,
            help="" if pairs else "Train without and with dropout first, with the button under the curve.",
            on_click=st.session_state.update,
            kwargs={f"{KEY}-measured": True},
        )
        if measured:
            show_outcome(NEIGHBOURS, _told("alike", alike_outcome(pairs)))
    if measured and pairs:
        alike_neurons(f"{KEY}-alike", pairs)


def _told(what: str, new: str | None) -> str | None:
    """Return the last outcome; it stays on show while the next runs train."""
    name = f"{KEY}-{what}-outcome"
    if new:
        st.session_state[name] = new
    known: str | None = st.session_state.get(name)
    return known
