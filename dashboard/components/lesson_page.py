"""What every lesson page has around its own content: a title, what it is for, and what to take away."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import progress, server
from dashboard.components.glossary import term_style, with_terms
from dashboard.components.training_panel_settings import RUN_PARAMETER
from dashboard.experiments.runs import RunNotFoundError
from dashboard.lessons import Lesson

PROSE_WIDTH = 760  # pixels: about 90 characters a line, and never wider than the screen


def render(
    lesson: Lesson, exercise_pages: Sequence[StreamlitPage], next_page: StreamlitPage | None = None
) -> None:
    """Draw a lesson.

    Args:
        lesson: what to draw.
        exercise_pages: the pages of its exercises, in their order.
        next_page: the page of the lesson that follows, or None.
    """
    term_style()
    st.title(lesson.title, anchor=False)
    st.caption(f"Lesson {lesson.number} · about {lesson.minutes} minutes")
    with st.container():  # always there: what comes and goes in it must not move the curve to a new place
        _last_run(lesson)
    lesson.renderer()(lesson)
    _keep_run(lesson)
    _ending(lesson, exercise_pages, next_page)


def prose(lesson: Lesson, section: str) -> None:
    """Draw one section of ``lesson.md`` in a column that is comfortable to read, with the meanings of its terms."""
    st.markdown(with_terms(lesson, section), width=PROSE_WIDTH, unsafe_allow_html=True)


def _read_toggle(lesson: Lesson) -> None:
    """Let the learner say that they have read the lesson: the home page shows it."""
    key = f"{lesson.slug}-read"
    if key not in st.session_state:
        st.session_state[key] = lesson.slug in progress.read_lessons()
    st.checkbox("I have read this lesson", key=key, on_change=_keep_read, args=(lesson.slug, key))


def _keep_read(slug: str, key: str) -> None:
    progress.keep_read(slug, st.session_state[key])


def _last_run(lesson: Lesson) -> None:
    """Offer the run of an earlier visit, with its settings and pins, while the page shows none."""
    kept = f"{lesson.slug}-kept-address"
    if kept not in st.session_state:
        st.session_state[kept] = progress.lessons().get(lesson.slug, {})
    address: dict[str, str] = st.session_state[kept]
    if not address or RUN_PARAMETER in st.query_params or not _is_there(address[RUN_PARAMETER]):
        return
    st.button(
        "Show your last run",
        type="tertiary",
        icon=":material/history:",
        key=f"{lesson.slug}-last-run",
        on_click=st.query_params.from_dict,
        args=(address,),
    )


def _is_there(run_id: str) -> bool:
    try:
        server.run_store().folder(run_id)
    except RunNotFoundError:
        return False
    return True


def _keep_run(lesson: Lesson) -> None:
    address = st.query_params.to_dict()
    kept = f"{lesson.slug}-kept-address"
    if RUN_PARAMETER in address and address != st.session_state.get(kept):
        st.session_state[kept] = address
        progress.keep_lesson(lesson.slug, address)


def _ending(lesson: Lesson, exercise_pages: Sequence[StreamlitPage], next_page: StreamlitPage | None) -> None:
    with st.container(border=True, width=PROSE_WIDTH):
        st.subheader("Three lines to remember")
        st.markdown("\n".join(f"{place}. {line}" for place, line in enumerate(lesson.remember, 1)))
        st.markdown("**You can now** " + "; ".join(lesson.objectives) + ".")
        for page in exercise_pages:
            st.page_link(page, label=f"Now do it yourself: {page.title}", icon=":material/edit_note:")
        if next_page is not None:
            st.page_link(next_page, label=f"Next lesson: {next_page.title}", icon=":material/arrow_forward:")
        _read_toggle(lesson)
    headings = "; ".join(f"“{heading}”" for heading in lesson.heading)
    st.caption(f"From the notes: {headings}.")
