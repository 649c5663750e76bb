"""A record of achievement of the exercises that a learner has checked here, for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

import graders
from dashboard.progress import ExerciseProgress

BASIS = "Points are the best of the learner's own checks in the dashboard. Nobody watched, and nobody asked."
NAME = "record-name"


def own_record(exercises: Sequence[graders.Exercise], checked: Mapping[str, ExerciseProgress]) -> None:
    """Offer the page as PNG and PDF; nothing where no exercise has points yet.

    Args:
        exercises: in the order of their list.
        checked: how far the learner came, by exercise id.
    """
    earned = [
        graders.Earned(exercise.title, kept.best, kept.most)
        for exercise in exercises
        if (kept := checked.get(exercise.id)) is not None and kept.best > 0
    ]
    if not earned:
        return
    with st.popover("My record of achievement", icon=":material/workspace_premium:"):
        name = (st.text_input("Your name, as it shall stand there", key=NAME, max_chars=60) or "").strip()
        if not name:
            st.markdown("One page with your best points. Your name stays in this page and is kept nowhere.")
            return
        record = graders.Achievement(name, earned, len(exercises), f"{datetime.now():%Y-%m-%d}", BASIS)
        try:
            picture = graders.achievement_bytes(record, "png")
        except graders.LetteringError:
            st.error(
                "This server has no font with these letters. Write your name in other letters, or ask whoever runs it "
                "to install one (on Debian: fonts-noto).",
                icon=":material/error:",
            )
            return
        st.image(picture, caption=f"Record of achievement of {name}", width=420)
        with st.container(horizontal=True):
            st.download_button("PNG", picture, "achievement.png", "image/png", icon=":material/download:")
            st.download_button(
                "PDF",
                partial(graders.achievement_bytes, record, "pdf"),
                "achievement.pdf",
                "application/pdf",
                icon=":material/download:",
            )
