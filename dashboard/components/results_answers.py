"""What a model with classes answers: to one test picture, and where it is wrong."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import picture_grid
from dashboard.components.results_source import can_answer, class_names, test_pictures
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.run import Run

GRID = 24  # pictures shown at once


def answers(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the probabilities for a test picture that the learner chooses."""
    names = class_names(run)
    if not can_answer(artifacts):
        return
    st.markdown(
        f"Choose a test picture. The model gives each of the {len(names)} classes a probability: the largest wins."
    )
    place = choose_picture(f"{key}-picture", run, artifacts)
    probabilities = artifacts.probabilities[place]
    true, predicted = _label(run, place), int(probabilities.argmax())
    picture_side, bars_side = st.columns([1, 3])
    with picture_side:
        one_picture(f"{key}-shown", run, place)
    with bars_side:
        figure_with_table(
            probability_bars(probabilities, names, true, predicted),
            verdict(run, artifacts, place),
            probability_rows(probabilities, names),
            key=f"{key}-bars",
        )


def choose_picture(key: str, run: Run, artifacts: Artifacts) -> int:
    """Let the learner choose a test picture: by its number, another one, or one that the model gets wrong.

    Args:
        key: of the number; prefix of the keys of the buttons.
        run: the run.
        artifacts: its files.

    Returns:
        The picture's place in the test set, from 0.
    """
    labels = test_pictures(run.config).labels
    wrong = _wrong(artifacts, labels)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.number_input("Test picture", 0, len(labels) - 1, step=1, key=key, width=220)
        # A fixed step through the set: every press shows a new picture, and a lesson can be repeated.
        st.button(
            "Another one",
            icon=":material/shuffle:",
            key=f"{key}-another",
            on_click=_go_to,
            args=(key, (int(place) + 37) % len(labels)),
        )
        later = wrong[wrong > place]
        following = later if len(later) else wrong
        st.button(
            "A wrong one",
            icon=":material/close:",
            key=f"{key}-wrong",
            disabled=not len(wrong),
            help="The next test picture that the model gets wrong.",
            on_click=_go_to,
            args=(key, int(following[0]) if len(following) else 0),
        )
    return int(place)


def one_picture(key: str, run: Run, place: int) -> None:
    """Show one test picture with the name of its class."""
    pictures, names = test_pictures(run.config), class_names(run)
    name = names[int(pictures.labels[place])]
    with st.container(width=220):
        picture_grid(
            pictures.images[place : place + 1], [name], alt=[f"Picture of: {name}"], columns=1, key=key
        )


def verdict(run: Run, artifacts: Artifacts, place: int) -> str:
    """Return in words what the model says of a test picture, and whether it is right."""
    names, true = class_names(run), _label(run, place)
    probabilities = artifacts.probabilities[place]
    predicted = int(probabilities.argmax())
    return (
        f"The model says {names[predicted]}, with a probability of {probabilities[predicted] * 100:.0f} %. "
        f"It is {'right' if true == predicted else 'wrong'}: the label is {names[true]}."
    )


def mistakes(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the pictures that the model gets wrong, the ones it was surest of first."""
    if not can_answer(artifacts):
        return
    probabilities = artifacts.probabilities
    wrong = _wrong(artifacts, test_pictures(run.config).labels)
    surest = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]
    st.markdown("The mistakes the model was surest of come first. Would you have done better?")
    pictures_of(f"{key}-mistakes", run, artifacts, surest, "wrong answers")


def pictures_of(key: str, run: Run, artifacts: Artifacts, places: NDArray[np.intp], what: str) -> None:
    """Draw test pictures with what they are and what the model says; the first ``GRID`` of them.

    Args:
        key: unique on the page.
        run: the run.
        artifacts: its files.
        places: the pictures' places in the test set.
        what: what they have in common, for the caption.
    """
    pictures, names = test_pictures(run.config), class_names(run)
    if not len(places):
        st.caption(f"No test picture: {what}.")
        return
    shown = places[:GRID]
    rows = artifacts.probabilities[shown]
    captions = [
        f"{names[label]}; says {names[row.argmax()]}, {row.max() * 100:.0f} %"
        for label, row in zip(pictures.labels[shown], rows, strict=True)
    ]
    count = f"{len(shown)} of {len(places):,}" if len(places) > len(shown) else f"{len(places)}"
    st.caption(f"{count} test picture{'' if len(places) == 1 else 's'}: {what}.")
    picture_grid(pictures.images[shown], captions, alt=f"Test pictures: {what}", columns=8, key=f"{key}-grid")


def _go_to(key: str, place: int) -> None:
    st.session_state[key] = place


def _wrong(artifacts: Artifacts, labels: NDArray[np.uint8]) -> NDArray[np.intp]:
    return np.flatnonzero(artifacts.probabilities.argmax(axis=1) != labels)


def _label(run: Run, place: int) -> int:
    return int(test_pictures(run.config).labels[place])
