"""Standing on shoulders: a frozen pretrained base, a head of one's own, fine-tuning and its classic mistakes."""

from __future__ import annotations

import streamlit as st

from dashboard.components import transfer_parts as parts
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.lessons import Lesson

KEY = "transfer"
QUESTION = Question(
    "transfer-bases",
    "Each learns from the same 200 pictures. How will they do on drawings by new artists?",
    (
        "From scratch does best: it learned from these very pictures",
        "Both frozen bases do about the same: their layers are the same",
        "The pretrained base does best, the random one hardly better than guessing",
        "All three end near 90 %",
    ),
    (
        "Those 200 pictures are all that it has, and it learns them by heart: look at its training line and the gap.",
        "The layers are the same, the numbers are not. Random filters shrink what passes through 52 of them to nearly "
        "nothing, and the head finds little to hold on to.",
        "What was learned from a million photographs carries over even to drawings, with 1,281 numbers left to learn.",
        "200 pictures do not suffice to learn to see. Whoever has seen before needs no more than they do.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    dataset, seed = parts.shared_settings()
    prose(lesson, "three")
    name = f"{KEY}-outcome"
    outcome = st.session_state[name] = parts.three_outcome() or st.session_state.get(name)
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=outcome is not None)
    three = parts.three_curves(KEY, dataset, seed)
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, outcome)
    prose(lesson, "inside")
    inside = st.container()
    prose(lesson, "tuning")
    tuned = parts.tuning_lab(KEY, dataset, seed)
    with inside:
        parts.base_inside(KEY, [*three, *tuned])
    for section in ("imagenet", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("Choose a run of this page. Its program runs as it stands.", width=PROSE_WIDTH)
    parts.programs(KEY, dataset, seed)
