"""Stop when it is good enough: overfitting provoked, hooks on a timeline, and four callbacks compared."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.callback_comparison import callback_comparison
from dashboard.components.code_panel import code_panel
from dashboard.components.early_stopping_saved import early_stopping_saved
from dashboard.components.hook_timeline import hook_timeline
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.training_panel import run_on_show
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.stopping import NAMES, early_stop, gap_points
from dashboard.experiments.wording import figure
from dashboard.lessons import Lesson

KEY = "callbacks"
DEFAULTS = TrainingConfig(examples=200, epochs=500)
EXPERIMENTS = {
    "Stop at 90 %": replace(DEFAULTS, stop_at_accuracy=0.9),
    "Half of the neurons dropped": replace(DEFAULTS, dropout=0.5),
    "Fifty times the pictures, 30 epochs": replace(DEFAULTS, examples=10_000, epochs=30),
}
EARLY = 50
QUESTION = Question(
    "callbacks-best-epoch",
    "Before you press Train: 200 pictures, 500 epochs. When will the validation loss be at its lowest?",
    (
        f"Within the first {EARLY} epochs",
        "Somewhere in the middle",
        "In the last fifty epochs: more training is better",
    ),
    (
        "With 160 pictures to learn from, what they share is learned soon. What comes after is learning by heart, and "
        "the validation loss climbs.",
        "A small learning rate or strong dropout can put it there: both delay learning by heart.",
        "The training loss does fall to the end. The validation loss would, too, if there were pictures enough.",
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
    prose(lesson, "hooks")
    hook_timeline(f"{KEY}-hooks")
    prose(lesson, "hooks-read")
    prose(lesson, "compare")
    configs = callback_comparison(f"{KEY}-compare", panel.config)
    prose(lesson, "compare-read")
    prose(lesson, "notes-today")
    st.header("The same in plain Keras")
    st.markdown(
        "The first program has the settings of the panel at the top; the others those of the comparison. "
        "Each runs as it stands.",
        width=PROSE_WIDTH,
    )
    programs = dict(zip(("The panel", *NAMES.values()), (panel.config, *configs), strict=True))
    chosen = programs[st.selectbox("Program", list(programs), width=320, key=f"{KEY}-program")]
    code_panel(python_source(chosen), notebook(chosen), "callbacks", key=f"{KEY}-code")


def _beneath(panel: Panel) -> None:
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome(panel.run))
    early_stopping_saved(panel.run)


def _known_outcome(run: Run | None) -> str | None:
    """Return what the last finished run did; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    told = outcome(run) if run is not None and run.state.final else None
    if told:
        st.session_state[name] = told
    known: str | None = st.session_state.get(name)
    return known


def outcome(run: Run) -> str | None:
    """Return in words when the validation loss was lowest, and the gap at the end; None without an epoch."""
    values = run.history.get("val_loss", [])
    if not values:
        return None
    best = early_stop(values, "val_loss", len(values)).best
    return (
        f"The validation loss was lowest after epoch {best} of {len(values)}: "
        f"{figure('val_loss', values[best - 1])}, and {figure('val_loss', values[-1])} at the end. Training accuracy "
        f"ended {gap_points(run, len(values)):.1f} points above validation."
    )
