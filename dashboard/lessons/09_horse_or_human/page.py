"""Horse or human: pictures in folders, one sigmoid neuron, four optimizers, and where the model looks."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.folder_tree import folder_tree
from dashboard.components.four_optimizers import accuracies, four_optimizers, rivals, told
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.own_scene import own_scene
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.training_panel import run_on_show
from dashboard.components.two_loaders import two_loaders
from dashboard.components.where_view import where_in_test_pictures
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.lessons import Lesson

KEY = "horses"
DEFAULTS = TrainingConfig("horse_or_human", "scenes", filters=16, epochs=15, optimizer="rmsprop")
EXPERIMENTS = {
    "RMSprop, as in the notes": DEFAULTS,
    "SGD at 0.01": replace(DEFAULTS, optimizer="sgd", learning_rate=0.01),
    "SGD at 0.03": replace(DEFAULTS, optimizer="sgd", learning_rate=0.03),
    "Adagrad at 0.03": replace(DEFAULTS, optimizer="adagrad", learning_rate=0.03),
    "Half of the neurons dropped": replace(DEFAULTS, dropout=0.5),
    "96 × 96 pixels": replace(DEFAULTS, image_size=96),
}
QUESTION = Question(
    "horses-gap",
    "After 15 epochs with RMSprop, how will the accuracies compare?",
    (
        "About the same on all three sets",
        "Training and same artists high, new artists lower",
        "Training high, both test sets near 50 %",
    ),
    (
        "It would be so if the model had learned what a horse is. It has learned what these horses look like: a new "
        "hand draws other outlines, eyes and shading.",
        "It came out so with each optimizer that learned something, by some points. The gap to the same artists is "
        "what most reports show; the gap to new artists is what you would meet.",
        "50 % is guessing between two classes. Something always carries over: legs, a long head, a round face.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    folder_tree(f"{KEY}-tree", DEFAULTS.dataset)
    prose(lesson, "batch-intro")
    two_loaders(f"{KEY}-loaders", DEFAULTS.dataset)
    prose(lesson, "train-intro")
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_known_outcome(run_on_show(KEY, DEFAULTS)) is not None)
    panel = workbench(KEY, DEFAULTS, beneath=_beneath)
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    for section in ("sizes", "optimizers"):
        prose(lesson, section)
    done = panel.run if panel.run is not None and panel.run.state.final and panel.run.artifacts else None
    if done is not None:
        results_panel(f"{KEY}-results", done)
    prose(lesson, "where")
    if done is None:
        st.info(
            "Train the model above: then its test pictures can be looked at here.", icon=":material/info:"
        )
    else:
        where_in_test_pictures(f"{KEY}-where", done)
    prose(lesson, "own")
    own_scene(f"{KEY}-own", done, panel.config.image_size)
    for section in ("original", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "horse_or_human", key=f"{KEY}-code")


def _beneath(panel: Panel) -> None:
    four_optimizers(KEY)
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome(panel.run))
        compared = told(rivals(KEY))
        if compared:
            st.markdown(compared)


def _known_outcome(run: Run | None) -> str | None:
    """Return how the last run did on the three sets; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    found = accuracies(run) if run is not None else None
    if run is not None and found is not None:
        train, same, new = (f"{share * 100:.1f} %" for share in found)
        st.session_state[name] = (
            f"{train} on the training pictures, {same} on new scenes by the same artists, {new} on drawings by new "
            f"artists, after {run.epochs_done} epoch{'' if run.epochs_done == 1 else 's'}."
        )
    known: str | None = st.session_state.get(name)
    return known
