"""Cats and dogs on disk: a folder looked through and cleaned, split_data at work, and what a leak does to a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.pet_clinic import pet_clinic
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.split_comparison import LEAKY, MOST, PARAMETER, judged, split_comparison, verdict
from dashboard.components.split_overlap import split_overlap
from dashboard.components.split_watch import split_watch, tree_code
from dashboard.components.training_panel import run_on_show
from dashboard.components.waited_runs import kept_runs
from dashboard.components.workbench import workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.lessons import Lesson

KEY = "pets"
DEFAULTS = TrainingConfig("cats_v_dogs", "folders", filters=16, epochs=30, copies=True)
CLEAN = replace(DEFAULTS, copies=False)
EXPERIMENTS = {
    "Right, without copies": CLEAN,
    "Counted from the front": replace(CLEAN, split="front"),
    "The notes' at 1.0": replace(CLEAN, split="notes", split_size=1.0),
    "Copies left in, at 0.9": replace(DEFAULTS, split_size=0.9),
    "Never shuffled": replace(CLEAN, split="thrown-away"),
    "Counted too early": replace(CLEAN, split="counted-first"),
}
QUESTION = Question(
    "pets-leak",
    "Someone splits with [:testing_length] at 0.8 and trains for 30 epochs. What will the testing folder say, beside "
    "untouched pictures?",
    ("About the same", "Much more than untouched pictures do", "Less than untouched pictures do"),
    (
        "So it is with an honest split: both are pictures that the model has not seen. Here it has seen every one "
        "in the testing folder, in every epoch.",
        "All testing pictures are training pictures. After 30 epochs the model knows them by heart, and the testing "
        "folder asks for nothing else.",
        "That happens where the two sides are not alike, as when nothing was shuffled. Here testing is a part of "
        "training.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    settings.restore(KEY, DEFAULTS)  # the split's settings stand above the panel, and are the panel's
    prose(lesson, "intro")
    cleaning = pet_clinic(f"{KEY}-clinic", KEY)
    prose(lesson, "tree-intro")
    tree_code()
    made = None if cleaning is None else split_watch(f"{KEY}-watch", KEY, cleaning)
    prose(lesson, "overlap-intro")
    if made is not None:
        split_overlap(f"{KEY}-overlap", made)
    prose(lesson, "train-intro")
    compared = kept_runs(PARAMETER, most=MOST)
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_known_outcome([run_on_show(KEY, DEFAULTS), *compared]) is not None)
    panel = workbench(KEY, DEFAULTS)
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    prose(lesson, "compare-intro")
    split_comparison(f"{KEY}-compare", panel.config)
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome([panel.run, *compared]))
    prose(lesson, "compare-read")
    if panel.run is not None and panel.run.state.final and panel.run.artifacts:
        results_panel(f"{KEY}-results", panel.run)
    for section in ("original", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown(
        "The whole way with the settings above: the folder, the cleaning, the split, the count, the training. "
        "It runs as it stands.",
        width=PROSE_WIDTH,
    )
    code_panel(python_source(panel.config), notebook(panel.config), "cats_v_dogs", key=f"{KEY}-code")


def _known_outcome(runs: Sequence[Run | None]) -> str | None:
    """Return what the last such split came to; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    for run in runs:
        if run is not None and run.config.split == LEAKY and (found := judged(run)) is not None:
            st.session_state[name] = f"After epoch {run.epochs_done}: {verdict(found)}"
    known: str | None = st.session_state.get(name)
    return known
