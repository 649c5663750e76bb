"""What came of a project: curve, confusions, what the model looks at, and everything to take away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.charts.figures import confusion_matrix, confusion_rows
from dashboard.charts.heat import heat_over, heat_rows
from dashboard.charts.project_curve import project_curve, project_rows
from dashboard.components.data_table import figure_with_table, numbers_table
from dashboard.components.picture_grid import crisp_image, picture_grid
from dashboard.experiments.project import MODEL_FILE, ProjectOutcome
from dashboard.experiments.project_code import archive, train_notebook, train_program, use_program

_MOST_MISTAKES = 12


def project_results(key: str, outcome: ProjectOutcome) -> None:
    """Draw everything about a trained project.

    Args:
        key: unique on the page.
        outcome: what a worker wrote.
    """
    st.header("What came of it", anchor=False)
    right = int((outcome.probabilities.argmax(axis=1) == outcome.labels).sum())
    count = len(outcome.labels)
    st.markdown(
        f"**{right} of {count} validation pictures** are right, which is {right / count:.0%}. One picture more or "
        f"less is {1 / count:.0%}: with so few pictures, do not trust the last digits. The base needed "
        f"{outcome.seconds[0]:.1f} s to look at all pictures once, the new layer {outcome.seconds[1]:.1f} s to learn."
    )
    curve, table = st.columns(2, gap="large")
    with curve:
        figure_with_table(
            project_curve(outcome.accuracy, outcome.val_accuracy),
            f"After {len(outcome.accuracy)} epochs the accuracy is {outcome.accuracy[-1]:.2f} in training and "
            f"{outcome.val_accuracy[-1]:.2f} in validation.",
            project_rows(outcome.accuracy, outcome.val_accuracy),
            f"{key}-curve",
        )
    with table:
        figure_with_table(
            confusion_matrix(outcome.confusion, outcome.classes),
            "Each row is a class of yours, each column what the model said.",
            confusion_rows(outcome.confusion, outcome.classes),
            f"{key}-confusion",
        )
    _mistakes(key, outcome)
    _changed(key, outcome)
    _look_inside(key, outcome)
    _take_away(key, outcome)


def _mistakes(key: str, outcome: ProjectOutcome) -> None:
    said = outcome.probabilities.argmax(axis=1)
    wrong = (said != outcome.labels).nonzero()[0][:_MOST_MISTAKES]
    st.subheader("Mistakes", anchor=False)
    if not len(wrong):
        st.markdown(
            "There is none among the validation pictures. Bring harder ones: another room, another light."
        )
        return
    captions = [
        f"{outcome.classes[outcome.labels[at]]}, taken for {outcome.classes[said[at]]} "
        f"({outcome.probabilities[at, said[at]]:.0%})"
        for at in wrong
    ]
    picture_grid(outcome.pixels[wrong], captions, alt=captions, key=f"{key}-mistakes")


def _changed(key: str, outcome: ProjectOutcome) -> None:
    if not len(outcome.changed):
        return
    st.subheader("What augmentation made of your first pictures", anchor=False)
    captions = [f"copy {at + 1}" for at in range(len(outcome.changed))]
    picture_grid(
        outcome.changed, captions, alt="Changed copies of training pictures", columns=8, key=f"{key}-changed"
    )


def _look_inside(key: str, outcome: ProjectOutcome) -> None:
    st.subheader("Where it looks", anchor=False)
    st.markdown(
        "The base sees a picture as a few places, and the new layer averages what they say. So each place's share in "
        "the answer can be read off: orange places speak for the class that the model chose, blue ones against it."
    )
    at = st.selectbox(
        "Validation picture",
        range(len(outcome.labels)),
        format_func=lambda place: f"{place + 1}. {outcome.names[place]}",
        key=f"{key}-picture",
    )
    said = outcome.classes[int(outcome.probabilities[at].argmax())]
    share, truth = outcome.probabilities[at].max(), outcome.classes[outcome.labels[at]]
    words = f"The model says “{said}” with {share:.0%}; it is “{truth}”."
    with st.container(horizontal=True, gap="large"):
        picture_grid(
            outcome.pixels[at : at + 1], [outcome.names[at]], alt=[words], columns=1, key=f"{key}-plain"
        )
        crisp_image(
            heat_over(outcome.pixels[at], outcome.maps[at]),
            "",
            alt=f"Map of places. {words}",
            width=288,
            key=f"{key}-heat",
        )
    st.text(words)
    numbers_table(heat_rows(outcome.maps[at]), "What each place adds to the logit of the chosen class")


def _take_away(key: str, outcome: ProjectOutcome) -> None:
    st.header("Take it away", anchor=False)
    st.markdown(
        f"`{MODEL_FILE}` is a whole Keras model: it takes pixels from 0 to 255 and scales them itself. The archive "
        "holds it with the pictures, the base, and two programs: one that asks the model, one that trains it again."
    )
    settings, classes = outcome.settings, outcome.classes
    files: tuple[tuple[str, str, Callable[[], bytes | str]], ...] = (
        ("Everything (my_project.zip)", "my_project.zip", partial(archive, outcome)),
        (f"The model ({MODEL_FILE})", MODEL_FILE, partial(Path.read_bytes, outcome.model)),
        ("The notebook (train.ipynb)", "train.ipynb", partial(train_notebook, settings)),
        ("The program that uses it (use_model.py)", "use_model.py", partial(use_program, classes)),
    )
    with st.container(horizontal=True):
        for label, name, data in files:
            st.download_button(
                label,
                data,
                file_name=name,
                key=f"{key}-{name}",
                icon=":material/download:",
                on_click="ignore",
            )
    with st.expander("The program that trains it"):
        st.code(train_program(settings), language="python")
    with st.expander("The program that uses it"):
        st.code(use_program(classes), language="python")
