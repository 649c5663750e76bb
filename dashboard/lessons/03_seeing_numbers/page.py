"""Seeing with numbers: leaf through the pictures, take one apart, average them, name them, and divide them."""

from __future__ import annotations

import tomllib

import streamlit as st

from dashboard.components.data_set_facts import (
    class_averages,
    class_names_table,
    parts,
    sizes_of_classes,
    typical_differences,
)
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.picture_browser import one_picture, picture_browser
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.experiments.datasets import DatasetError
from dashboard.lessons import Lesson

DATASET = "fashion_mnist"
SHOWN = "averages"
QUESTION = Question(
    "numbers-variation",
    "Before you look: in which of these classes do the single pictures differ most from the class's average?",
    ("Trouser", "Shirt", "Bag"),
    (
        "Trousers hang the same way in every picture: two legs, always in the same place.",
        "Shirts differ in sleeves and patterns, but the trunk is always in the middle.",
        "Bags come in every outline, with and without handles, so hardly a pixel is the same in all of them.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    try:
        picture_browser(DATASET)
        prose(lesson, "one")
        one_picture(DATASET)
        prose(lesson, "averages")
        _averages()
        prose(lesson, "labels")
        names = tomllib.loads((lesson.folder / "names.toml").read_text(encoding="utf-8"))
        class_names_table(names)
        prose(lesson, "split")
        parts(DATASET)
        prose(lesson, "balance")
        sizes_of_classes(DATASET)
    except DatasetError as error:
        st.error(str(error), icon=":material/error:")
    prose(lesson, "code")
    st.code(program(int(st.session_state.get("picture", 0))), language="python")


def _averages() -> None:
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=bool(st.session_state.get(SHOWN)))
    if st.toggle("Show the averages", key=SHOWN, bind="query-params"):
        class_averages(DATASET)
        with st.container(width=PROSE_WIDTH):
            show_outcome(QUESTION, outcome())


def outcome() -> str:
    """Return in a sentence which of the classes asked about differs most."""
    differ = typical_differences(DATASET)
    asked = sorted(QUESTION.options, key=lambda name: -differ[name])
    figures = ", ".join(f"{name} {differ[name]:.0f}" for name in asked)
    return f"A pixel differs from the average by, of 255: {figures}. {asked[0]} differs most."


def program(place: int) -> str:
    """Return a program that shows the data, and one of its pictures."""
    return (
        "import keras\n\n"
        "(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()\n"
        "print(x_train.shape, y_train.shape)  # (60000, 28, 28) (60000,)\n"
        "print(x_test.shape, y_test.shape)  # (10000, 28, 28) (10000,)\n"
        f"print(y_train[{place}])  # the label, a number\n"
        f"print(x_train[{place}])  # the picture, 28 rows of 28 numbers\n"
    )
