"""What every lesson of the app must hold, whoever wrote it; a failure names the remedy."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

import graders
from dashboard.components.quiz import Question
from dashboard.lessons import Lesson, discover

LESSONS = discover()
WORDS_BEFORE_DOING = 600
# The notes' headings, in their order; a lesson teaches one or more of them.
HEADINGS = (
    "A primer in machine learning",
    "The ‘Hello World’ of neural networks",
    "An Introduction to computer vision",
    "The structure of Fashion MNIST data",
    "Get hands-on with computer vision",
    "What are convolutions and pooling?",
    "Coding convolutions and pooling layers",
    "Implementing pooling layers",
    "Getting hands-on, your first ConvNet",
    "Try it for yourself",
    "Experiment with the horse or human classifier",
    "Before you Begin: TensorFlow 2.0 and this Course",
    "Exercise 1 - Cats vs. Dogs",
    "Transfer learning: Start coding!",
    "Using dropouts!",
    "Moving from binary to multi-class classification",
)

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.folder.name)


def test_there_are_lessons():
    assert LESSONS


@every_lesson
def test_names_the_headings_of_the_notes_it_teaches(lesson: Lesson):
    unknown = set(lesson.heading) - set(HEADINGS)

    assert not unknown, f"write the heading in lesson.toml word for word as the notes have it: {unknown}"


@every_lesson
def test_the_folder_number_is_the_lesson_number(lesson: Lesson):
    assert lesson.folder.name.startswith(f"{lesson.number:02d}_"), "rename the folder or change `number`"


@every_lesson
def test_the_learner_acts_within_600_words(lesson: Lesson):
    words = len(re.findall(r"\w+", lesson.section("intro")))

    assert words <= WORDS_BEFORE_DOING, f"{words} words before the first thing to do; move some below it"


@every_lesson
def test_page_places_every_section_and_names_no_other(lesson: Lesson):
    """A section that page.py never places would be lost text; a wrong name would break the page."""
    source = (lesson.folder / "page.py").read_text(encoding="utf-8")
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    unplaced = set(lesson.sections) - texts

    assert not unplaced, f"page.py places no section {sorted(unplaced)}"


@every_lesson
def test_python_in_the_prose_parses(lesson: Lesson):
    for text in lesson.sections.values():
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            ast.parse(code)


@every_lesson
def test_page_is_thin(lesson: Lesson):
    lines = (lesson.folder / "page.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 150, "page.py only places text and components; move the rest into components/"


@every_lesson
def test_page_asks_the_questions_that_the_manifest_names(lesson: Lesson):
    page = importlib.import_module(f"dashboard.lessons.{lesson.folder.name}.page")
    asked = {value.key for value in vars(page).values() if isinstance(value, Question)}

    assert asked == set(lesson.questions), (
        "let `questions` in lesson.toml name the keys of page.py's Questions"
    )


def test_every_exercise_is_practised_in_a_lesson_and_there_is_no_other():
    named = {exercise for lesson in LESSONS for exercise in lesson.exercises}

    assert named == {exercise.id for exercise in graders.list_exercises()}
