"""From two to many: rock, paper, scissors; what labels, last layer and loss must fit; and a game against the model."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.play_signs import play_signs
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.sign_mistakes import told_by_class
from dashboard.components.training_panel import run_on_show
from dashboard.components.trials_panel import trials
from dashboard.components.two_loaders import two_loaders
from dashboard.components.two_to_many import losses_by_hand, what_fits_what
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.mismatches import LABELS_AND_LOSSES
from dashboard.experiments.run import Run
from dashboard.experiments.signs import SIGNS
from dashboard.lessons import Lesson

KEY = "signs"
DEFAULTS = TrainingConfig("rock_paper_scissors", "scenes", filters=16, epochs=15)
EXPERIMENTS = {
    "As it was": DEFAULTS,
    "Half of the neurons dropped": replace(DEFAULTS, dropout=0.5),
    "Dropped, and 30 epochs": replace(DEFAULTS, dropout=0.5, epochs=30),
    "Twice the filters": replace(DEFAULTS, filters=32),
    "96 × 96 pixels": replace(DEFAULTS, image_size=96),
}
QUESTION = Question(
    "signs-hardest",
    "On drawings by new artists, which sign will the model recognise most often?",
    ("Paper: an open hand", "Rock: a fist", "Scissors: two fingers", "About the same for all three"),
    (
        "An open hand has much outline to go by, but each artist draws fingers in another way: closed or spread, thick "
        "or thin. What it learned of paper is how four artists draw it.",
        "It came out so with every seed that we tried. A fist is one closed shape, whoever draws it. And see how often "
        "the model says rock: a model that says it when in doubt finds the rocks, and the other two pay for it.",
        "Two fingers are thin, and all the rest of that hand is a fist with a thumb. It is often called paper or rock.",
        "Nothing asks for that. The loss is a mean over all training pictures: it does not care in which class the "
        "mistakes are. So look class by class.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    what_fits_what(SIGNS)
    prose(lesson, "train-intro")
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_known_outcome(run_on_show(KEY, DEFAULTS)) is not None)
    panel = workbench(KEY, DEFAULTS, beneath=_beneath)
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    prose(lesson, "honest")
    done = panel.run if panel.run is not None and panel.run.state.final and panel.run.artifacts else None
    if done is not None:
        results_panel(f"{KEY}-results", done)
    else:
        st.info("Train the model above: then its matrix and its pictures are here.", icon=":material/info:")
    prose(lesson, "labels")
    two_loaders(f"{KEY}-loaders", DEFAULTS.dataset, ("categorical", "sparse"), f"{KEY}-")
    prose(lesson, "losses")
    losses_by_hand(f"{KEY}-losses", SIGNS)
    prose(lesson, "mismatches")
    trials(f"{KEY}-trials", LABELS_AND_LOSSES)
    prose(lesson, "play")
    play_signs(f"{KEY}-play", done, panel.config.image_size)
    prose(lesson, "notes-today")
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "rock_paper_scissors", key=f"{KEY}-code")


def _beneath(panel: Panel) -> None:
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome(panel.run))


def _known_outcome(run: Run | None) -> str | None:
    """Return how the last run did, class by class; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    told = told_by_class(run) if run is not None else None
    if told:
        st.session_state[name] = told
    known: str | None = st.session_state.get(name)
    return known
