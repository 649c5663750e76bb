"""The front page: what this is, what to do next, the map of the course, and everything there is to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import graders
from dashboard import progress
from dashboard.components.own_record import own_record
from dashboard.experiments.progress_store import ProgressStoreError
from dashboard.lessons import Lesson
from dashboard.lessons.courses import by_course
from dashboard.lessons.glossary import read_glossary
from dashboard.lessons.search import find_lessons, find_terms
from dashboard.lessons.standing import Standing, Step, next_step, standings

CARD_WIDTH = 460
PROSE_WIDTH = 760
DONE = ":material/check_circle:"
OPEN = ":material/radio_button_unchecked:"
BEGUN = ":material/timelapse:"
TOUR = "tour"
_TOUR_TEXT = """
1. **Read a little, then train.** Every lesson has something to press within a minute. Say what you expect first.
2. **Change one setting at a time.** The random seed stays, so what changes in the curve is what you changed.
3. **Then solve the exercise** of the lesson and be told, check by check, what is right and what to try next.

Dotted words show their meaning. Nothing you do here can break anything, and no account is needed.
"""


@dataclass(frozen=True)
class Pages:
    """Where everything is.

    Args:
        lessons: the pages of the lessons by slug.
        exercises: the pages of the exercises by id.
        glossary: the page of all terms.
    """

    lessons: Mapping[str, StreamlitPage]
    exercises: Mapping[str, StreamlitPage]
    glossary: StreamlitPage


def render(lessons: Sequence[Lesson], exercises: Sequence[graders.Exercise], pages: Pages) -> None:
    """Draw the front page.

    Args:
        lessons: in the order of the course.
        exercises: in the order of their list.
        pages: where everything is.
    """
    st.title("TensorFlow by doing", anchor=False)
    st.markdown(
        "Here you learn TensorFlow by training real Keras models in the page. Move a setting, press Train, "
        "and watch the curves while the model learns.",
        width=PROSE_WIDTH,
    )
    checked = progress.exercises()
    # A lesson may come before the exercise that practises it: until there is one, nothing of it is left to do.
    lessons = [
        replace(lesson, exercises=tuple(one for one in lesson.exercises if one in pages.exercises))
        for lesson in lessons
    ]
    course = standings(
        lessons,
        read=progress.read_lessons(),
        trained=progress.lessons(),
        answered=progress.predictions(),
        best={name: kept.best / kept.most for name, kept in checked.items() if kept.most},
    )
    with st.container(width=PROSE_WIDTH):
        begun = bool(checked) or any(standing.begun for standing in course)
        if not begun:
            _tour()
        _next(course, pages)
        _search(lessons, pages)
    stations = {standing.lesson.slug: standing for standing in course}
    for part, its_lessons in by_course(standing.lesson for standing in course).items():
        st.header(part.heading, anchor=False)
        with st.container(width=PROSE_WIDTH):
            for lesson in its_lessons:
                _station(stations[lesson.slug], pages)
    st.header("Exercises", anchor=False)
    with st.container(horizontal=True):
        for exercise in exercises:
            _exercise_card(exercise, checked.get(exercise.id), pages)
    with st.container(horizontal=True):
        own_record(exercises, checked)
        if begun:
            _forget()


def _tour() -> None:
    if progress.has_seen(TOUR) or st.session_state.get(TOUR):
        return
    with st.container(border=True):
        st.subheader("New here? Thirty seconds", anchor=False)
        st.markdown(_TOUR_TEXT)
        st.button("Got it", key="tour-seen", icon=":material/check:", on_click=_tour_seen)


def _tour_seen() -> None:
    st.session_state[TOUR] = True
    progress.keep_seen(TOUR)


def _next(course: Sequence[Standing], pages: Pages) -> None:
    step = next_step(course)
    with st.container(border=True):
        if step is None:
            st.markdown(f"{DONE} **You have done it all.** Every lesson is read and every exercise solved.")
            return
        kind, standing = step
        lesson = standing.lesson
        if kind is Step.PRACTISE:
            exercise = pages.exercises[standing.to_practise[0]]
            st.markdown(f"**Next:** you have read lesson {lesson.number}. Now solve “{exercise.title}”.")
            st.page_link(exercise, label="Open the exercise", icon=":material/edit_note:")
        else:
            go = "go on with" if standing.begun else "begin with" if lesson.number == 1 else "open"
            st.markdown(f"**Next:** {go} lesson {lesson.number}, {lesson.title}. {lesson.summary}")
            st.page_link(pages.lessons[lesson.slug], label="Open the lesson", icon=":material/arrow_forward:")


def _search(lessons: Sequence[Lesson], pages: Pages) -> None:
    query = st.text_input(
        "Search the lessons and the glossary", key="search", placeholder="for example: overfitting"
    )
    if not query.strip():
        return
    hits, terms = find_lessons(query, lessons), find_terms(query, read_glossary())
    if not hits and not terms:
        st.markdown(f"Nothing found for “{query.strip()[:60]}”. Try one word, or a shorter one.")
    for term in terms:
        st.markdown(f"**{term.term}**: {term.means}")
    for hit in hits:
        st.page_link(
            pages.lessons[hit.lesson.slug],
            label=f"{hit.lesson.number}. {hit.lesson.title}",
            icon=hit.lesson.icon,
        )
        st.caption(hit.snippet)
    st.page_link(pages.glossary, label="All words of the glossary", icon=":material/dictionary:")


def _station(standing: Standing, pages: Pages) -> None:
    lesson = standing.lesson
    with st.container(border=True):
        st.page_link(
            pages.lessons[lesson.slug], label=f"**{lesson.number}. {lesson.title}**", icon=lesson.icon
        )
        st.markdown(lesson.summary)
        st.caption(" · ".join(_marks(standing)))


def _marks(standing: Standing) -> list[str]:
    """Return what is done and what is open in a lesson, as words with an icon."""
    lesson = standing.lesson
    marks = [f"About {lesson.minutes} minutes"]
    if standing.read:
        marks.append(f"{DONE} read")
    elif standing.begun:
        marks.append(f"{BEGUN} begun")
    else:
        marks.append(f"{OPEN} not begun")
    if standing.answered:
        whole = standing.answered == len(lesson.questions)
        marks.append(f"{DONE if whole else BEGUN} {'predicted' if whole else 'partly predicted'}")
    if standing.trained:
        marks.append(f"{DONE} you have trained here")
    if lesson.exercises:
        marks.append(_exercise_mark(standing))
    return marks


def _exercise_mark(standing: Standing) -> str:
    exercises, best = standing.lesson.exercises, standing.best
    name = "exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    if not best:
        return f"{OPEN} {name} open"
    share = sum(best.values()) / len(exercises)
    return f"{BEGUN if standing.to_practise else DONE} {name} {share:.0%}"


def _exercise_card(exercise: graders.Exercise, kept: progress.ExerciseProgress | None, pages: Pages) -> None:
    with st.container(border=True, width=CARD_WIDTH):
        st.subheader(exercise.title, anchor=False)
        st.markdown(exercise.summary)
        st.caption(f"{exercise.points:g} points{_best(kept)}")
        st.page_link(pages.exercises[exercise.id], label="Open the exercise", icon=":material/arrow_forward:")


def _best(kept: progress.ExerciseProgress | None) -> str:
    if kept is None:
        return ""
    mark = f"{DONE} " if kept.best >= kept.most else ""
    return f" · {mark}your best: {kept.best:g} of {kept.most:g}"


def _forget() -> None:
    with st.popover("Forget my progress", icon=":material/delete:"):
        st.markdown(
            "This removes your predictions, your exercises' results, the marks on this page and the link to your last "
            "runs from this server. It cannot be undone. Your code stays in this browser; “Start over” on an "
            "exercise removes it."
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
