"""The script of every page: one page for each lesson and each exercise found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import graders
from dashboard import server
from dashboard.components import exercise_page, glossary, home, lesson_page, project_page
from dashboard.lessons import Lesson
from dashboard.lessons.courses import by_course


def page_of_exercise(exercise: graders.Exercise) -> StreamlitPage:
    """Return the page of an exercise, with an address of its own."""

    def draw() -> None:
        exercise_page.render(exercise)

    address = f"exercise-{exercise.id.replace('_', '-')}"
    return st.Page(draw, title=exercise.title, url_path=address, icon=":material/edit_note:")


def page_of_lesson(
    lesson: Lesson, exercises: Sequence[StreamlitPage], following: StreamlitPage | None
) -> StreamlitPage:
    """Return the page of a lesson, which links to its exercises and to the lesson that follows."""

    def draw() -> None:
        lesson_page.render(lesson, exercises, following)

    title = f"{lesson.number}. {lesson.title}"
    return st.Page(draw, title=title, url_path=f"lesson-{lesson.slug}", icon=lesson.icon)


def pages_of_lessons(
    lessons: Sequence[Lesson], exercise_pages: Mapping[str, StreamlitPage]
) -> dict[str, StreamlitPage]:
    """Return the pages of the lessons by slug, in the order of the course."""
    pages: dict[str, StreamlitPage] = {}
    following: StreamlitPage | None = None
    for lesson in reversed(lessons):
        practise = [exercise_pages[one] for one in lesson.exercises if one in exercise_pages]
        following = page_of_lesson(lesson, practise, following)
        pages[lesson.slug] = following
    return dict(reversed(pages.items()))


def front_page(draw: Callable[[], None]) -> StreamlitPage:
    """Return the page that opens first."""
    return st.Page(draw, title="Home", url_path="home", icon=":material/home:", default=True)


def main() -> None:
    """Build the navigation and draw the page that was asked for."""
    st.set_page_config(page_title="TensorFlow by doing", page_icon="🧠", layout="wide")
    server.start()  # already done where the whole app is served; alone, as in a test, the script does it
    lessons, exercises = server.course()
    exercise_pages = {exercise.id: page_of_exercise(exercise) for exercise in exercises}
    lesson_pages = pages_of_lessons(lessons, exercise_pages)
    words = st.Page(
        glossary.glossary_page, title="Glossary", url_path="glossary", icon=":material/dictionary:"
    )
    project = st.Page(
        project_page.render, title="Your own project", url_path="project", icon=":material/photo_library:"
    )
    pages = home.Pages(lesson_pages, exercise_pages, words)
    front = front_page(lambda: home.render(lessons, exercises, pages))
    sections = {
        "": [front, words],
        **{
            course.heading: [lesson_pages[lesson.slug] for lesson in its_lessons]
            for course, its_lessons in by_course(lessons).items()
        },
        "Exercises": [*exercise_pages.values()],
        "At the end": [project],
    }
    st.navigation(sections).run()


main()
