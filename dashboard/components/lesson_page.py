"""What every lesson page has around its own content: a title, what it is for, and what to take away."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.lessons import Lesson

PROSE_WIDTH = 760  # pixels: about 90 characters a line, and never wider than the screen


def render(lesson: Lesson, exercise_page: StreamlitPage | None) -> None:
    """Draw a lesson.

    Args:
        lesson: what to draw.
        exercise_page: the page of its exercise, or None.
    """
    st.title(lesson.title, anchor=False)
    st.caption(f"Lesson {lesson.number} · about {lesson.minutes} minutes")
    lesson.renderer()(lesson)
    _ending(lesson, exercise_page)


def prose(lesson: Lesson, section: str) -> None:
    """Draw one section of ``lesson.md`` in a column that is comfortable to read."""
    st.markdown(lesson.section(section), width=PROSE_WIDTH)


def _ending(lesson: Lesson, exercise_page: StreamlitPage | None) -> None:
    with st.container(border=True, width=PROSE_WIDTH):
        st.subheader("Three lines to remember")
        st.markdown("\n".join(f"{place}. {line}" for place, line in enumerate(lesson.remember, 1)))
        st.markdown("**You can now** " + "; ".join(lesson.objectives) + ".")
        if exercise_page is not None:
            st.page_link(
                exercise_page, label=f"Now do it yourself: {exercise_page.title}", icon=":material/edit_note:"
            )
    headings = "; ".join(f"“{heading}”" for heading in lesson.heading)
    st.caption(f"From the notes: {headings}.")
