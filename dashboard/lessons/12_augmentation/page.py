"""More from the same pictures: image augmentation, what it does to overfitting, and how it is misused."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.augmentation_lab import augmentation_lab
from dashboard.components.augmentation_runs import augmentation_runs, outcomes
from dashboard.components.augmentation_settings import chosen_augmentation
from dashboard.components.code_panel import code_panel
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.workbench import workbench
from dashboard.experiments.augmentation import MILD, NONE, STRONG, augmentation_from_text
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.lessons import Lesson

KEY = "augmentation"
DEFAULTS = TrainingConfig("cats_and_dogs", "scenes", filters=8, epochs=30, augmentation=MILD.to_text())
GAP = Question(
    "augmentation-gap",
    "The same ConvNet and seed, without augmentation and with the gentle one. How will the two runs end?",
    (
        "With augmentation both accuracies are higher",
        "With augmentation training accuracy is lower, and the gap to validation smaller",
        "With augmentation the gap is larger, since the pictures are harder",
    ),
    (
        "Validation may gain a few points. Training accuracy does not: each picture is new in every epoch, so none "
        "can be learned by heart.",
        "It came out so with each seed that was tried here. What the model cannot learn by heart it has to understand.",
        "Harder for training, not for validation, whose pictures stay as they are. So the gap shrinks.",
    ),
)
VALIDATION = Question(
    "augmentation-validation",
    "Far too much augmentation twice on one seed; the second time validation pictures change too. What differs?",
    ("Both curves", "The validation curve alone", "Nothing: it is the same model"),
    (
        "Validation pictures are never learned from: whatever happens to them, the weights are the same.",
        "The weights are the same in every epoch, so any difference is made by the transformed pictures and by chance.",
        "The model is the same; what it is measured with is not. So the figures differ.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    augmentation_lab(f"{KEY}-lab", beside=lambda: prose(lesson, "generator"))
    prose(lesson, "train-intro")
    settings.restore(KEY, DEFAULTS)
    gap, spoiled = outcomes()
    with st.container(width=PROSE_WIDTH):
        ask(GAP, settled=gap is not None)
        ask(VALIDATION, settled=spoiled is not None)
    augmentation_runs(KEY)
    with st.container(width=PROSE_WIDTH):
        show_outcome(GAP, gap)
        show_outcome(VALIDATION, spoiled)
    for section in ("reading", "mistake", "one-run"):
        prose(lesson, section)
    panel = workbench(KEY, DEFAULTS)
    _choices(panel.config)
    if panel.run is not None and panel.run.state.final and panel.run.artifacts:
        results_panel(f"{KEY}-results", panel.run)
    prose(lesson, "notes-today")
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "augmentation", key=f"{KEY}-code")


def _choices(config: TrainingConfig) -> None:
    """Draw the buttons that set the augmentation of the panel, and say what it is."""
    with st.container(horizontal=True):
        for name in ("No augmentation", "As the sliders above", "Far too much", "Validation pictures too"):
            st.button(name, key=f"{KEY}-set-{name}", on_click=_set, args=(name,))
    words = augmentation_from_text(config.augmentation).in_words()
    more = " Its validation pictures are transformed too." if config.augments_validation else ""
    st.caption(f"The panel's augmentation: {words}.{more}")


def _set(name: str) -> None:
    config = settings.current(KEY)
    mine = chosen_augmentation().to_text()
    augmentation = {"No augmentation": NONE, "As the sliders above": mine}.get(name, STRONG.to_text())
    spoiled = name == "Validation pictures too"
    settings.choose(KEY, replace(config, augmentation=augmentation, augments_validation=spoiled))
