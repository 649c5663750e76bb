"""A learner's own photograph, brought to the size that a model of scenes takes, and shown to the model just trained."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import ImageOps

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.charts.pictures import picture_png
from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import figure_with_table
from dashboard.components.own_picture import OwnPictureError, colour_picture
from dashboard.components.picture_grid import crisp_image
from dashboard.components.results_source import artifacts_of, class_names
from dashboard.components.where_view import where_view
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.look import own_name, own_question
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.scenes import shrink
from dashboard.experiments.where import own_where_question

_WIDTH = 288


def scene_pixels(content: bytes, size: int, *, square: bool) -> NDArray[np.uint8]:
    """Return a picture file as the model's scenes are: in colour, size x size.

    Args:
        content: a PNG or JPEG file.
        size: the wanted height and width.
        square: whether the middle square is cut out; else the whole picture is squeezed, as Keras' loaders do.

    Raises:
        OwnPictureError: if the file is no such picture, too large, or too small.
    """
    picture = colour_picture(content, size)
    if square:
        side = min(picture.size)
        picture = ImageOps.fit(picture, (side, side))
    # Down to a few pixels for one, from thousands: an average first, since four neighbours would pick at random.
    picture.thumbnail((size * 2, size * 2))
    return shrink(picture, size)


@st.fragment
def own_scene(key: str, run: Run | None, size: int) -> None:
    """Draw the upload, the exact tensor, the probability, and where the model looks; clicks redraw nothing else.

    Args:
        key: unique on the page.
        run: a finished run of a model of scenes, or None.
        size: height and width for a picture while there is no run.
    """
    with st.container(width=760):
        file = st.file_uploader(
            "A picture of a horse, of a person, or of neither, PNG or JPEG; it stays in this server's memory while the "
            "page is open",
            type=["png", "jpg", "jpeg"],
            key=f"{key}-file",
        )
        square = st.toggle("Cut out the middle square instead of squeezing", value=True, key=f"{key}-square")
    if file is None:
        return
    try:
        pixels = scene_pixels(file.getvalue(), run.config.image_size if run else size, square=square)
    except OwnPictureError as error:
        st.error(str(error), icon=":material/broken_image:")
        return
    picture_side, answer_side = st.columns(2, gap="large")
    with picture_side:
        _tensor(key, pixels)
    if run is None:
        answer_side.info("Train the model above, and its answer appears here.", icon=":material/info:")
        return
    with answer_side:
        _answer(key, run, pixels)
    where_view(
        f"{key}-look",
        run,
        pixels,
        own_name(pixels),
        own_where_question(pixels, slot=f"{key}-where"),
        parameter="own-way",
    )


def _tensor(key: str, pixels: NDArray[np.uint8]) -> None:
    height, width, channels = pixels.shape
    red, green, blue = (f"{value / 255:.3f}" for value in pixels[height // 2, width // 2])
    words = (
        f"Your picture as the model gets it: a tensor of shape (1, {height}, {width}, {channels}), one picture, "
        f"{height} rows, {width} columns, {channels} channels; {pixels.size:,} numbers, divided by 255. "
        f"The pixel in the middle is ({red}, {green}, {blue}): red, green, blue. The mean is {pixels.mean() / 255:.3f}."
    )
    crisp_image(picture_png(pixels), words, alt=words, width=_WIDTH, key=f"{key}-picture")


def _answer(key: str, run: Run, pixels: NDArray[np.uint8]) -> None:
    try:
        artifacts = artifacts_of(run)
        look = asked_look(key, run, artifacts, own_name(pixels), own_question(pixels, slot=key))
    except (ArtifactError, RunStoreError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    if look is None:
        return
    output = float(look.values[artifacts.summary.layers[-1].name][0])
    if not np.isfinite(output):
        st.warning(
            "The model's weights became nan, not a number: it has no answer.", icon=":material/warning:"
        )
        return
    names = class_names(run)
    probabilities = np.array([1 - output, output])
    best = int(probabilities.argmax())
    figure_with_table(
        probability_bars(probabilities, names, None, best),
        f"The sigmoid gives {output:.4f}, the probability of {names[1]}. So the model says {names[best]}. It has two "
        "answers and no third: a teapot gets one of them too.",
        probability_rows(probabilities, names),
        f"{key}-bars",
    )
