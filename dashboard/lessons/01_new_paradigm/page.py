"""A new paradigm: rules with sliders, a learner that finds its own, and both scored on people kept aside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.code_panel import code_panel
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.motion_map import (
    axes_select,
    learner_map,
    motion_map,
    people_kept_aside,
    rule_widgets,
    scores_table,
)
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.training_panel import run_on_show
from dashboard.components.workbench import Panel, workbench
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.motion import Rules, network_answers, score
from dashboard.experiments.run import Run
from dashboard.lessons import Lesson

KEY = "motion"
CODE_HEIGHT = 250  # pixels: room for the rule about golf, so that it moves nothing below
LEVEL_POINTS = 1.0  # scores closer than this are called level
DEFAULTS = TrainingConfig("motion", "motion", learning_rate=0.01, epochs=40)
EXPERIMENTS = {
    "Only 3 epochs": replace(DEFAULTS, epochs=3),
    "Small steps": replace(DEFAULTS, learning_rate=0.0003),
    "Far too large steps": replace(DEFAULTS, optimizer="sgd", learning_rate=10.0),
    "Another start": replace(DEFAULTS, seed=1),
    "Back to the start": DEFAULTS,
}
QUESTION = Question(
    f"{KEY}-prediction",
    "Before you press Train: on the 400 people that it has never seen, golfers included, who will be right more often?",
    ("My rules", "The learner", "Both about the same"),
    (
        "Rules can win where the learner had too little time, or where your rules use everything that there is to use.",
        "It weighs all three numbers together and may draw slanted boundaries, so it usually wins once golf is there.",
        "With a good rule for golf the two come nearer. Try to close the gap: move the sliders again.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    axes, rules = _rules()
    prose(lesson, "train")
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_learner(run_on_show(KEY, DEFAULTS)) is not None)

    def beneath(panel: Panel) -> None:
        _compare(lesson, panel.run, rules, axes)

    panel = workbench(KEY, DEFAULTS, beneath=beneath)
    prose(lesson, "experiments")
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    for section in ("map", "paradigm", "made-up", "kept-aside", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "new_paradigm", key=f"{KEY}-code")


def _rules() -> tuple[tuple[int, int], Rules]:
    """Draw the rules and their map; return what the maps show, and the rules."""
    drawn, moved = st.columns([3, 2], gap="large")
    with moved:
        stage, rules = rule_widgets()
        st.code(rules.source(), language="python", height=CODE_HEIGHT)
    with drawn:
        axes = axes_select()
        people = "three activities" if stage == "three" else "golfers among the people"
        motion_map(f"{KEY}-rules", rules.answers, axes, who=f"Your rules, {people}", golf=stage != "three")
    return axes, rules


def _compare(lesson: Lesson, run: Run | None, rules: Rules, axes: tuple[int, int]) -> None:
    x, truth = people_kept_aside()
    mine, learner = score(rules.answers(x), truth), _learner(run)
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, outcome(mine, learner))
    prose(lesson, "score")
    with st.container(width=520):
        scores_table(mine, learner)
    if run is not None and run.state.final and len(run.path) > 1:
        left, right = st.columns(2, gap="large")
        with left:
            st.subheader("Your rules", anchor=False)
            motion_map(f"{KEY}-rules-again", rules.answers, axes, who="Your rules, golfers among the people")
        with right:
            st.subheader("The learner", anchor=False)
            learner_map(f"{KEY}-learner", run, axes)


def _learner(run: Run | None) -> dict[str, float] | None:
    """Return the scores of the last finished run; they stay on show while the next one trains."""
    name = f"{KEY}-learner-scores"
    if run is not None and run.state.final and len(run.path) > 1:
        x, truth = people_kept_aside()
        weights = run.path[-1]
        # A network of nan answers nothing, and nothing is never right.
        answers = network_answers(weights, x) if np.isfinite(weights).all() else np.full(len(truth), -1)
        st.session_state[name] = score(answers, truth)
    known: dict[str, float] | None = st.session_state.get(name)
    return known


def outcome(mine: dict[str, float], learner: dict[str, float] | None) -> str | None:
    """Return in a sentence who was right more often, or None before the learner is trained."""
    if learner is None:
        return None
    points = (learner["all"] - mine["all"]) * 100
    yours, its = (f"{shares['all'] * 100:.1f} %" for shares in (mine, learner))
    both = f"Your rules were right for {yours} of the 400 people, the learner for {its}"
    if abs(points) < LEVEL_POINTS:
        return f"{both}: about the same."
    return f"{both}: {'the learner' if points > 0 else 'you'} by {abs(points):.1f} points."
