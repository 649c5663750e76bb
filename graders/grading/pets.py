"""Pictures of cats and dogs for the exercise ``cats_and_dogs``: real outlines, filled with colours drawn anew.

The outlines are those of ``data/animal_silhouettes``. A small ConvNet learns from a few hundred of them, in seconds,
what tells a cat from a dog; from the scenes of ``data/scenes``, with cars and trees in them, it does not.
"""

from __future__ import annotations

import colorsys
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageOps

from graders.paths import SILHOUETTES

# In the order of their labels, which is that of the alphabet, with the labels that the data set gives them.
PETS = {"cats": 2, "dogs": 4}
SPLITS = ("train", "test")
SIDE = 150  # pixels
# Of an outline's square, as a fraction of the picture's side: with more room, more pictures were needed to learn from.
SIZES = (0.92, 1.0)

_Colour = tuple[int, int, int]


@lru_cache(maxsize=4)
def draw_pets(
    count: int, seed: int, *, split: str, side: int = SIDE
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw cats and dogs in turns; another seed draws other ones, the same seed the same.

    Args:
        count: how many pictures.
        seed: 0 or more.
        split: ``train``, or ``test`` for outlines that never occur in pictures of ``train``.
        side: height and width in pixels.

    Returns:
        Pictures as uint8 pixels from 0 to 255, shape (count, side, side, 3), and their labels, shape (count,): 0 for
        cats, 1 for dogs. Both are kept for the next call, and cannot be written to.
    """
    rng = np.random.default_rng(seed)
    pictures = np.empty((count, side, side, 3), np.uint8)
    labels = np.arange(count, dtype=np.int64) % len(PETS)
    outlines = _outlines(split)
    for label, those in enumerate(outlines):
        places = np.flatnonzero(labels == label)
        order = rng.permutation(len(those))
        for number, place in enumerate(places):
            pictures[place] = _picture(those[order[number % len(order)]], rng, side)
    pictures.flags.writeable = labels.flags.writeable = False
    return pictures, labels


@cache
def _outlines(split: str) -> tuple[NDArray[np.uint8], ...]:
    """Return the outlines of each class, shape (n, 28, 28), 255 where the animal is."""
    with np.load(SILHOUETTES) as arrays:
        pictures, labels = arrays[f"x_{split}"], arrays[f"y_{split}"]
    return tuple(pictures[labels == label] for label in PETS.values())


def _picture(outline: NDArray[np.uint8], rng: Generator, side: int) -> NDArray[Any]:
    animal = Image.fromarray(outline)
    if rng.random() < 0.5:
        animal = ImageOps.mirror(animal)
    length = round(side * rng.uniform(*SIZES))
    animal = animal.resize((length, length), Image.Resampling.BICUBIC)
    paper, fur = _colours(rng)
    picture = Image.new("RGB", (side, side), paper)
    left, top = (int(place) for place in rng.integers(0, side - length + 1, 2))
    picture.paste(fur, (left, top, left + length, top + length), animal)
    return np.asarray(picture)


def _colours(rng: Generator) -> tuple[_Colour, _Colour]:
    """Return the colours of the background, which is light, and of the animal, which is dark."""
    hues = rng.random(2)
    paper = _rgb(hues[0], rng.uniform(0.05, 0.5), rng.uniform(0.92, 1.0))
    return paper, _rgb(hues[1], rng.uniform(0.3, 1.0), rng.uniform(0.0, 0.35))


def _rgb(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
    return red, green, blue
