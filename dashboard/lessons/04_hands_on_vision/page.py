"""Hands-on with computer vision: a question, a model to train, a look inside it, and the why."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.layer_arithmetic import layer_arithmetic
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.training_panel import run_on_show
from dashboard.components.trials_panel import trials
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.lessons import Lesson

KEY = "vision"
LEVEL_POINTS = 1.0  # accuracies closer than this are called level
DEFAULTS = TrainingConfig()
EXPERIMENTS = {
    "One neuron": replace(DEFAULTS, units=1),
    "SGD instead of Adam": replace(DEFAULTS, optimizer="sgd"),
    "A learning rate of 1": replace(DEFAULTS, optimizer="sgd", learning_rate=1.0),
    "Half of the neurons dropped": replace(DEFAULTS, dropout=0.5),
    "Stop at 85 %": replace(DEFAULTS, stop_at_accuracy=0.85),
}


QUESTION = Question(
    f"{KEY}-prediction",
    "Before you press Train: once it has trained, which accuracy will be higher?",
    (
        "Training: on the pictures it learned from",
        "Validation: on pictures it has not seen",
        "Both will be about the same",
    ),
    (
        "It learns the training pictures themselves, so with enough neurons and epochs it does better on "
        "them. That lead is the gap.",
        "Validation can lead in the first epochs: training accuracy is an average over an epoch in which "
        "the model still improves. Strong dropout can do the same: it acts only during training.",
        "They stay close while the model learns only what all pictures have in common: few epochs, few "
        "neurons, or many pictures.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_known_outcome(run_on_show(KEY, DEFAULTS)) is not None)
    panel = workbench(KEY, DEFAULTS, beneath=_compare)
    done = panel.run if panel.run is not None and panel.run.state.final else None
    _experiments(lesson)
    if done is not None and done.artifacts:
        st.header("Inside the model you trained")
        results_panel(f"{KEY}-results", done)
    prose(lesson, "layers")
    layer_arithmetic(f"{KEY}-layers")
    prose(lesson, "trials")
    trials(f"{KEY}-trials")
    for section in ("compile", "loop", "overfitting", "callbacks", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "hands_on_vision", key=f"{KEY}-code")


def _compare(panel: Panel) -> None:
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome(panel.run))


def _known_outcome(run: Run | None) -> str | None:
    """Return what the last finished run did; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    told = outcome(run) if run is not None and run.state.final else None
    if told:
        st.session_state[name] = told
    known: str | None = st.session_state.get(name)
    return known


def outcome(run: Run) -> str | None:
    """Return in one sentence which accuracy ended higher, or None if the run has no epoch."""
    training, validation = (run.history.get(name, [])[-1:] for name in ("accuracy", "val_accuracy"))
    if not training or not validation:
        return None
    points = (training[0] - validation[0]) * 100
    ends = f"Training ended at {training[0] * 100:.1f} %, validation at {validation[0] * 100:.1f} %"
    if abs(points) < LEVEL_POINTS:
        return f"{ends}: about the same."
    return f"{ends}: {'training' if points > 0 else 'validation'} is {abs(points):.1f} points ahead."


def _experiments(lesson: Lesson) -> None:
    prose(lesson, "experiments")
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
