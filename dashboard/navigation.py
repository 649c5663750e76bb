"""The script of every page: one page for each lesson and each exercise found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import graders
from dashboard import server
from dashboard.components import exercise_page, home, lesson_page
from dashboard.lessons import Lesson


def page_of_exercise(exercise: graders.Exercise) -> StreamlitPage:
    """Return the page of an exercise, with an address of its own."""

    def draw() -> None:
        exercise_page.render(exercise)

    address = f"exercise-{exercise.id.replace('_', '-')}"
    return st.Page(draw, title=exercise.title, url_path=address, icon=":material/edit_note:")


def page_of_lesson(lesson: Lesson, exercise: StreamlitPage | None) -> StreamlitPage:
    """Return the page of a lesson, which links to the page of its exercise."""

    def draw() -> None:
        lesson_page.render(lesson, exercise)

    title = f"{lesson.number}. {lesson.title}"
    return st.Page(draw, title=title, url_path=f"lesson-{lesson.slug}", icon=lesson.icon)


def front_page(draw: Callable[[], None]) -> StreamlitPage:
    """Return the page that opens first."""
    return st.Page(draw, title="Home", url_path="home", icon=":material/home:", default=True)


def main() -> None:
    """Build the navigation and draw the page that was asked for."""
    st.set_page_config(page_title="TensorFlow by doing", page_icon="🧠", layout="wide")
    server.start()  # already done where the whole app is served; alone, as in a test, the script does it
    lessons, exercises = server.course()
    exercise_pages = {exercise.id: page_of_exercise(exercise) for exercise in exercises}
    lesson_pages = {
        lesson.slug: page_of_lesson(lesson, exercise_pages.get(lesson.exercise)) for lesson in lessons
    }
    front = front_page(lambda: home.render(lessons, lesson_pages, exercises, exercise_pages))
    sections = {"": [front], "Lessons": [*lesson_pages.values()], "Exercises": [*exercise_pages.values()]}
    st.navigation(sections).run()


main()
