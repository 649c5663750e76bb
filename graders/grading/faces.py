"""Drawn faces, happy and sad: the pictures of the exercise ``image_generators``, and as many more as a grader wants.

Only the mouth tells the two apart. Colours, sizes, places, angles and strokes are drawn from the same ranges for
both, so that nothing else can.
"""

from __future__ import annotations

import colorsys
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

HAPPY, SAD = 0, 1
# In the order of their labels, which is that of the alphabet: what Keras makes of folders with these names.
CLASS_NAMES = ("happy", "sad")
SIDE = 150  # pixels
FINE = 3  # drawn at so many times the size, then made smaller: edges come out smooth

_Colour = tuple[int, int, int]


def draw_faces(
    count: int, seed: int, side: int = SIDE, variety: float = 1.0, fine: int = FINE
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw faces, happy and sad in turns; another seed draws other faces, the same seed the same.

    Args:
        count: how many faces.
        seed: 0 or more.
        side: height and width in pixels.
        variety, fine: as :func:`draw_face` takes them.

    Returns:
        Pictures as uint8 pixels from 0 to 255, shape (count, side, side, 3), and their labels, shape (count,):
        ``HAPPY`` or ``SAD``.
    """
    images = np.empty((count, side, side, 3), np.uint8)
    labels = (np.arange(count) % 2).astype(np.uint8)
    for number, label in enumerate(labels):
        rng = np.random.default_rng((seed, number))
        images[number] = np.asarray(
            draw_face(happy=label == HAPPY, rng=rng, side=side, variety=variety, fine=fine)
        )
    return images, labels


def draw_face(
    *, happy: bool | np.bool_, rng: Generator, side: int = SIDE, variety: float = 1.0, fine: int = FINE
) -> Image.Image:
    """Draw one face.

    Args:
        happy: whether it smiles.
        rng: decides everything else.
        side: height and width in pixels.
        variety: from 0 to 1, how far faces turn and move and how often heads are square or mouths open; with less
            of it fewer faces are enough to learn from.
        fine: at how many times its size a face is drawn; less is faster, and its edges are less smooth.

    Returns:
        An RGB picture.
    """
    full = fine * side
    paper, skin, ink = _colours(rng)
    canvas = Image.new("RGB", (full, full), paper)
    radius = full * rng.uniform(0.36, 0.45)
    face = Image.new("RGBA", (full, full), (*skin, 0))
    draw = ImageDraw.Draw(face)
    stroke = max(2, round(radius * rng.uniform(0.07, 0.13)))
    _head(draw, full / 2, radius, rng, (*skin, 255), (*ink, 255), stroke, square=0.25 * variety)
    _eyes(draw, full / 2, radius, rng, (*ink, 255))
    _mouth(draw, full / 2, radius, rng, (*ink, 255), stroke, smiles=bool(happy), opened=0.2 * variety)
    face = face.rotate(rng.uniform(-12 * variety, 12 * variety), Image.Resampling.BICUBIC)
    room = full / 2 - radius
    right, down = (round(room * rng.uniform(-0.6 * variety, 0.6 * variety)) for _ in "xy")
    canvas.paste(face, (right, down), face)
    return canvas.resize((side, side), Image.Resampling.LANCZOS)


def _colours(rng: Generator) -> tuple[_Colour, _Colour, _Colour]:
    """Return the colours of paper, skin and ink; ink is dark where paper and skin are light."""
    hues = rng.random(3)
    paper = _rgb(hues[0], rng.uniform(0.05, 0.4), rng.uniform(0.75, 1.0))
    skin = _rgb(hues[1], rng.uniform(0.2, 0.6), rng.uniform(0.9, 1.0))
    ink = _rgb(hues[2], rng.uniform(0.3, 1.0), rng.uniform(0.0, 0.2))
    return paper, skin, ink


def _rgb(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
    return red, green, blue


def _head(
    draw: ImageDraw.ImageDraw,
    middle: float,
    radius: float,
    rng: Generator,
    skin: Any,
    ink: Any,
    stroke: int,
    *,
    square: float,
) -> None:
    """Draw a head that is round, or with the probability ``square`` a rounded square."""
    wide, high = radius, radius * rng.uniform(0.88, 1.0)
    box = (middle - wide, middle - high, middle + wide, middle + high)
    if rng.random() < 1 - square:
        draw.ellipse(box, fill=skin, outline=ink, width=stroke)
    else:
        draw.rounded_rectangle(
            box, radius=radius * rng.uniform(0.4, 0.7), fill=skin, outline=ink, width=stroke
        )


def _eyes(draw: ImageDraw.ImageDraw, middle: float, radius: float, rng: Generator, ink: Any) -> None:
    apart, above = radius * rng.uniform(0.26, 0.42), radius * rng.uniform(0.15, 0.4)
    wide = radius * rng.uniform(0.07, 0.15)
    high = wide * rng.uniform(0.8, 1.8)
    for x in (middle - apart, middle + apart):
        draw.ellipse((x - wide, middle - above - high, x + wide, middle - above + high), fill=ink)


def _mouth(
    draw: ImageDraw.ImageDraw,
    middle: float,
    radius: float,
    rng: Generator,
    ink: Any,
    stroke: int,
    *,
    smiles: bool,
    opened: float,
) -> None:
    """Draw an arc whose ends point up for a smile and down else, in one and the same box: neither lies lower.

    With the probability ``opened`` the mouth is open: the arc is filled.
    """
    wide, high = radius * rng.uniform(0.42, 0.58), radius * rng.uniform(0.26, 0.4)
    y = middle + radius * rng.uniform(0.36, 0.44)
    # The lower half of an ellipse, or the upper one, twice as high as the mouth.
    top = y - 1.5 * high if smiles else y - 0.5 * high
    box = (middle - wide, top, middle + wide, top + 2 * high)
    start, end = (15, 165) if smiles else (195, 345)
    width = max(3, round(stroke * rng.uniform(0.8, 1.5)))
    if rng.random() < opened:
        draw.chord(box, start, end, fill=ink)
    else:
        draw.arc(box, start, end, fill=ink, width=width)
