"""A picture to work on: one of the course's photographs, or the learner's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.experiments.photographs import PHOTOGRAPHS, photograph
from dashboard.experiments.picture_bytes import OwnPictureError, colour_picture, opened

__all__ = ["GreyPicture", "OwnPictureError", "choose_picture", "colour_picture", "grey_pixels"]

OWN = "own"
_SIDE = 256


@dataclass(frozen=True)
class GreyPicture:
    """What to work on.

    Args:
        pixels: uint8 pixels from 0 to 255, shape (height, width), each side at most 256.
        title: what it shows, a few words.
        path: the file in the project's folder ``data``, or empty for the learner's own.
    """

    pixels: NDArray[np.uint8]
    title: str
    path: str


def choose_picture(key: str) -> GreyPicture:
    """Draw the choice, which is in the address, and return the picture; until one is uploaded, the first photograph.

    Args:
        key: name of the parameter in the address; unique on the page.

    Raises:
        DatasetError: if a photograph's file is missing or damaged.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            "Picture",
            [*PHOTOGRAPHS, OWN],
            default=next(iter(PHOTOGRAPHS)),
            format_func=lambda name: PHOTOGRAPHS[name].title if name in PHOTOGRAPHS else "Your own",
            key=key,
            bind="query-params",
        )
    if chosen == OWN:
        file = st.file_uploader(
            "A picture of yours, PNG or JPEG; it stays on this server's memory while the page is open",
            type=["png", "jpg", "jpeg"],
            key=f"{key}-file",
        )
        if file is not None:
            try:
                return GreyPicture(grey_pixels(file.getvalue()), "Your picture", "")
            except OwnPictureError as error:
                st.error(str(error), icon=":material/broken_image:")
    name = chosen if chosen in PHOTOGRAPHS else next(iter(PHOTOGRAPHS))
    return GreyPicture(photograph(name, grey=True), PHOTOGRAPHS[name].title, f"data/photographs/{name}.png")


def grey_pixels(content: bytes, side: int = _SIDE) -> NDArray[np.uint8]:
    """Return a picture file's pixels in grey, turned as the camera was held, made smaller to fit.

    Args:
        content: a PNG or JPEG file.
        side: the longest side that comes out, in pixels.

    Raises:
        OwnPictureError: if the file is no such picture, too large, or too small to slide a kernel over.
    """
    upright = opened(content, "L", side)
    upright.thumbnail((side, side))
    pixels: NDArray[np.uint8] = np.asarray(upright.convert("L"))
    if min(pixels.shape) < 3:
        raise OwnPictureError("Expected a picture that is not so long and thin; crop it and try again.")
    return pixels
