"""A learner's own picture, brought to 28 x 28 grey pixels and shown to the model that they have just trained."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.charts.picture_numbers import number_rows, numbers_of_picture
from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import figure_with_table
from dashboard.components.drawing_pad import drawing_pad
from dashboard.components.own_picture import OwnPictureError, grey_pixels
from dashboard.components.results_source import artifacts_of, class_names
from dashboard.experiments.artifacts import ArtifactError, Artifacts
from dashboard.experiments.look import OWN_SHAPE, own_name, own_question
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError

_SIDE = OWN_SHAPE[0]


def garment_pixels(content: bytes, *, swap: bool) -> NDArray[np.uint8]:
    """Return a picture file as the model's pictures are: grey, 28 x 28, in the middle of a black frame.

    Args:
        content: a PNG or JPEG file.
        swap: whether light and dark change places, for dark clothing on a light ground.

    Raises:
        OwnPictureError: if the file is no such picture, too large, too small, or too long and thin.
    """
    grey = grey_pixels(content, side=_SIDE)
    if max(grey.shape) < _SIDE:  # a tiny picture fills the frame too, as the clothing does
        scale = _SIDE / max(grey.shape)
        height, width = (max(1, round(side * scale)) for side in grey.shape)
        grey = np.asarray(Image.fromarray(grey).resize((width, height)))
    return _framed(255 - grey if swap else grey)


@st.fragment
def own_garment(key: str, run: Run | None) -> None:
    """Draw the upload, the exact numbers, and the model's ten probabilities; clicks redraw nothing else.

    Args:
        key: unique on the page.
        run: a finished run whose model takes 28 x 28 grey pictures, or None.
    """
    with st.container(width=760):
        drawn = _drawing(key)
        file = st.file_uploader(
            "A picture of a piece of clothing, PNG or JPEG; it stays in this server's memory while the page is open",
            type=["png", "jpg", "jpeg"],
            key=f"{key}-file",
        )
        swap = st.toggle(
            "Swap light and dark, for a picture on a light ground", value=True, key=f"{key}-swap"
        )
    try:
        if drawn is not None:
            pixels = drawn
        elif file is not None:
            pixels = garment_pixels(file.getvalue(), swap=swap)
        else:
            return
    except OwnPictureError as error:
        st.error(str(error), icon=":material/broken_image:")
        return
    numbers, answer = st.columns(2, gap="large")
    with numbers:
        _numbers(key, pixels)
    with answer:
        if run is None:
            st.info("Train the model above, and its ten probabilities appear here.", icon=":material/info:")
        else:
            _answer(key, run, pixels)


def _drawing(key: str) -> NDArray[np.uint8] | None:
    """Draw the pad where it is wanted, and return what is on it, put in the frame as an upload is."""
    if not st.toggle(
        "Draw instead", help="With mouse, pen or finger. Fill the shape in.", key=f"{key}-draws"
    ):
        return None
    pixels = drawing_pad(f"{key}-pad")
    return None if pixels is None else fitted(pixels)


def fitted(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a drawing cut to what is drawn and brought to 28 x 28 as an upload is: clothing fills the frame.

    Args:
        pixels: uint8, shape (28, 28), with something on it.
    """
    rows, columns = (np.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    cut = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _SIDE / max(cut.shape)
    height, width = (max(1, round(side * scale)) for side in cut.shape)
    return _framed(np.asarray(Image.fromarray(cut).resize((width, height))))


def _framed(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture of at most 28 x 28 in the middle of a black frame."""
    frame = np.zeros(OWN_SHAPE, np.uint8)
    height, width = grey.shape
    top, left = (_SIDE - height) // 2, (_SIDE - width) // 2
    frame[top : top + height, left : left + width] = grey
    return frame


def _numbers(key: str, pixels: NDArray[np.uint8]) -> None:
    summary = (
        "Your picture as the model gets it: a tensor of shape (1, 28, 28, 1), one picture, 28 rows, 28 columns, one "
        f"channel. The model divides these numbers by 255; their mean is {pixels.mean():.0f}."
    )
    figure_with_table(
        numbers_of_picture(pixels, written=False), summary, number_rows(pixels), f"{key}-numbers"
    )


def _answer(key: str, run: Run, pixels: NDArray[np.uint8]) -> None:
    try:
        artifacts = artifacts_of(run)
        probabilities = _probabilities(key, run, artifacts, pixels)
    except (ArtifactError, RunStoreError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    if probabilities is None:
        return
    if not np.isfinite(probabilities).all():
        st.warning(
            "The model's weights became nan, not a number: it has no answer.", icon=":material/warning:"
        )
        return
    names = class_names(run)
    best = int(probabilities.argmax())
    figure_with_table(
        probability_bars(probabilities, names, None, best),
        f"The model says {names[best]}, with a probability of {probabilities[best] * 100:.0f} %. "
        "Whether it is right, you know best.",
        probability_rows(probabilities, names),
        f"{key}-bars",
    )


def _probabilities(
    key: str, run: Run, artifacts: Artifacts, pixels: NDArray[np.uint8]
) -> NDArray[np.float32] | None:
    look = asked_look(key, run, artifacts, own_name(pixels), own_question(pixels, slot=key))
    return None if look is None else look.values[artifacts.summary.layers[-1].name]
