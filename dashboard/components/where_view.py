"""Where the model looks in a picture, as a heat map over it: a moving grey square, or Grad-CAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.heat import heat_over, heat_rows
from dashboard.charts.pictures import picture_png
from dashboard.components.address import Choice
from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import numbers_table
from dashboard.components.picture_grid import crisp_image
from dashboard.components.results_answers import choose_picture, verdict
from dashboard.components.results_source import artifacts_of, class_names, test_pictures
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.where import Where, where_name, where_of, where_question

WAYS = {"occlusion": "A grey square moves over it", "grad-cam": "Grad-CAM"}
_WIDTH = 288


@st.fragment
def where_in_test_pictures(key: str, run: Run) -> None:
    """Draw the choice of a test picture, the picture, and the map; clicks redraw nothing else.

    Args:
        key: unique on the page.
        run: a finished run of a classifier with convolutions.
    """
    try:
        artifacts = artifacts_of(run)
        if not np.isfinite(artifacts.probabilities).all():
            st.warning(
                "The model's weights became nan, not a number: it has no answer.", icon=":material/warning:"
            )
            return
        place = choose_picture(f"{key}-picture", run, artifacts)
        st.caption(verdict(run, artifacts, place))
        pixels = test_pictures(run.config).images[place]
    except (ArtifactError, DatasetError, RunStoreError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    where_view(key, run, pixels, place, where_question(place, slot=key), parameter="way")


def where_view(
    key: str,
    run: Run,
    pixels: NDArray[np.uint8],
    picture: int | str,
    question: Mapping[str, Any],
    *,
    parameter: str,
) -> None:
    """Draw a picture beside the map of where the model looks, and say in words what the map says.

    Args:
        key: unique on the page.
        run: a finished run.
        pixels: the picture as the model gets it.
        picture: what names it among the run's looks.
        question: what to ask a worker.
        parameter: name of the way to look in the address.
    """
    kept = Choice(parameter, "occlusion", words=tuple(WAYS))
    way = kept.keep(
        st.radio("Ask by", list(WAYS), format_func=WAYS.__getitem__, horizontal=True, **kept.options())
    )
    try:
        look = asked_look(f"{key}-where", run, artifacts_of(run), where_name(picture), question)
        if look is None:
            return
        found = where_of(look)
    except (ArtifactError, RunStoreError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    heat = found.drops if way == "occlusion" else found.grad_cam
    words = in_words(found, way, class_names(run)[found.label])
    with st.container(horizontal=True, gap="large"):
        with st.container(width=_WIDTH):
            crisp_image(
                picture_png(pixels),
                "What the model gets.",
                alt="The picture as the model gets it",
                width=_WIDTH,
                key=f"{key}-plain",
            )
        with st.container(width=_WIDTH):
            crisp_image(heat_over(pixels, heat), WAYS[way] + ".", alt=words, width=_WIDTH, key=f"{key}-heat")
    st.markdown(words, width=760)
    numbers_table(heat_rows(heat, 100.0 if way == "occlusion" else 1.0), words)


def in_words(found: Where, way: str, name: str) -> str:
    """Return what a map says, in a few sentences.

    Args:
        found: the maps.
        way: a key of ``WAYS``.
        name: the class that the model answered.
    """
    says = f"The model says {name}, {found.probability * 100:.1f} %."
    if way == "grad-cam":
        rows, columns = found.grad_cam.shape
        if not found.grad_cam.any():
            return f"{says} No map of the last convolution speaks for {name}: Grad-CAM has nothing to show."
        return (
            f"{says} Orange: places where the last convolution found what speaks for {name}, on its grid of "
            f"{rows} × {columns} places, the strongest as 1."
        )
    if not np.abs(found.drops).max() >= 5e-4:
        return f"{says} Hiding any one place moves that by less than 0.05 points: no place decides alone."
    row, column = np.unravel_index(int(np.abs(found.drops).argmax()), found.drops.shape)
    points = float(found.drops[row, column]) * 100
    moves = f"{'takes' if points > 0 else 'adds'} {abs(points):.2g} points"
    return (
        f"{says} Orange: hiding this place lowers that, blue: it raises it. The square that matters most "
        f"{moves}; the colours are relative to it."
    )
