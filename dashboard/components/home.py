"""The front page: what this is, and everything there is to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import graders
from dashboard.lessons import Lesson

CARD_WIDTH = 460
PROSE_WIDTH = 760


def render(
    lessons: Sequence[Lesson],
    lesson_pages: Mapping[str, StreamlitPage],
    exercises: Sequence[graders.Exercise],
    exercise_pages: Mapping[str, StreamlitPage],
) -> None:
    """Draw the front page.

    Args:
        lessons: in the order of the course.
        lesson_pages: their pages by slug.
        exercises: in the order of their list.
        exercise_pages: their pages by id.
    """
    st.title("TensorFlow by doing")
    st.markdown(
        "Here you learn TensorFlow by training real Keras models in the page. Move a setting, press Train, "
        "and watch the curves while the model learns. Then solve an exercise and be told, check by check, "
        "what is right and what to try next.",
        width=PROSE_WIDTH,
    )
    st.header("Lessons")
    with st.container(horizontal=True):
        for lesson in lessons:
            _card(
                f"{lesson.number}. {lesson.title}",
                lesson.summary,
                f"About {lesson.minutes} minutes",
                lesson_pages[lesson.slug],
                "Open the lesson",
            )
    st.header("Exercises")
    with st.container(horizontal=True):
        for exercise in exercises:
            _card(
                exercise.title,
                exercise.summary,
                f"{exercise.points:g} points",
                exercise_pages[exercise.id],
                "Open the exercise",
            )


def _card(title: str, text: str, note: str, page: StreamlitPage, link: str) -> None:
    with st.container(border=True, width=CARD_WIDTH):
        st.subheader(title, anchor=False)
        st.markdown(text)
        st.caption(note)
        st.page_link(page, label=link, icon=":material/arrow_forward:")
