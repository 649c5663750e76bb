"""The front page: what this is, and everything there is to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import graders
from dashboard import progress
from dashboard.experiments.progress_store import ProgressStoreError
from dashboard.lessons import Lesson

CARD_WIDTH = 460
DONE = ":material/check_circle:"
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
    trained, checked = progress.lessons(), progress.exercises()
    st.header("Lessons")
    with st.container(horizontal=True):
        for lesson in lessons:
            _card(
                f"{lesson.number}. {lesson.title}",
                lesson.summary,
                f"About {lesson.minutes} minutes"
                + (f" · {DONE} you have trained here" if lesson.slug in trained else ""),
                lesson_pages[lesson.slug],
                "Open the lesson",
            )
    st.header("Exercises")
    with st.container(horizontal=True):
        for exercise in exercises:
            _card(
                exercise.title,
                exercise.summary,
                f"{exercise.points:g} points" + _best(checked.get(exercise.id)),
                exercise_pages[exercise.id],
                "Open the exercise",
            )
    if trained or checked or progress.predictions():
        _forget()


def _best(kept: progress.ExerciseProgress | None) -> str:
    if kept is None:
        return ""
    mark = f"{DONE} " if kept.best >= kept.most else ""
    return f" · {mark}your best: {kept.best:g} of {kept.most:g}"


def _forget() -> None:
    with st.popover("Forget my progress", icon=":material/delete:"):
        st.markdown(
            "This removes your predictions, your exercises' results and the link to your last runs from this server. "
            "It cannot be undone. Your code stays in this browser; “Start over” on an exercise removes it."
        )
        st.button("Yes, forget my progress", key="forget-progress", on_click=_forget_all)
    problem = st.session_state.pop("forget-problem", "")
    if problem:
        st.error(problem, icon=":material/error:")


def _forget_all() -> None:
    try:
        progress.forget()
    except ProgressStoreError as error:
        st.session_state["forget-problem"] = str(error)


def _card(title: str, text: str, note: str, page: StreamlitPage, link: str) -> None:
    with st.container(border=True, width=CARD_WIDTH):
        st.subheader(title, anchor=False)
        st.markdown(text)
        st.caption(note)
        st.page_link(page, label=link, icon=":material/arrow_forward:")
