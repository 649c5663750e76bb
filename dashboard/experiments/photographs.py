"""Photographs for the lesson on convolutions: 256 x 256 pixels, given to the public by their photographers (CC0)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dashboard.experiments.data_folder import REMEDY, DatasetError, data_folder, missing, unreadable

PHOTOGRAPH_SIDE = 256


@dataclass(frozen=True)
class Photograph:
    """What is known of a photograph.

    Args:
        title: its name for people.
        photographer: who took it and gave it to the public.
        colour: whether it has three channels rather than one.
    """

    title: str
    photographer: str
    colour: bool


PHOTOGRAPHS = {
    "camera": Photograph("A man with a camera", "Lav Varshney", colour=False),
    "chelsea": Photograph("Chelsea the cat", "Stefan van der Walt", colour=True),
    "coffee": Photograph("A cup of coffee", "Rachel Michetti", colour=True),
}


def photograph(name: str, *, grey: bool = False, data: Path | None = None) -> NDArray[np.uint8]:
    """Read a photograph.

    Args:
        name: one of ``PHOTOGRAPHS``.
        grey: whether to turn colour into grey, weighing red, green and blue as the eye does (ITU-R 601-2).
        data: the folder that holds ``photographs/``; the project's own by default.

    Returns:
        uint8 pixels from 0 to 255, shape (256, 256) if grey, else (256, 256, 3).

    Raises:
        DatasetError: if there is none of that name, or its file is missing or damaged.
    """
    if name not in PHOTOGRAPHS:
        raise DatasetError(f"Expected one of {', '.join(PHOTOGRAPHS)}; received {name!r}.")
    path = (data or data_folder()) / "photographs" / f"{name}.png"
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            pixels = np.array(picture.convert("L") if grey else picture)
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise unreadable(path, error) from None
    channels = (3,) if PHOTOGRAPHS[name].colour and not grey else ()
    expected = (PHOTOGRAPH_SIDE, PHOTOGRAPH_SIDE, *channels)
    if pixels.shape != expected or pixels.dtype != np.uint8:
        raise DatasetError(
            f"The data file {path} is damaged: expected uint8 pixels of the shape {expected}, "
            f"received {pixels.dtype} {pixels.shape}. {REMEDY}"
        )
    return pixels
