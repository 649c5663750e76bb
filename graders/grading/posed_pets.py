"""Drawn cats and dogs, sitting for their portrait or caught in any pose: the pictures of the exercise ``augmentation``.

Ears, snout, tail, and stripes or a spot tell the two apart. Colours, sizes and strokes are drawn from the same ranges
for both. But whoever took the portraits had all cats look to the left and all dogs to the right: who learns from
portraits alone learns that.
"""

from __future__ import annotations

import colorsys
import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

CAT, DOG = 0, 1
# In the order of their labels, which is that of the alphabet: what Keras makes of folders with these names.
PET_NAMES = ("cats", "dogs")
SIDE = 150  # pixels
FINE = 2  # drawn at so many times the size, then made smaller: edges come out smooth
# How far a pet in any pose may be: what rotation_range=40, shifts of 0.2 and zoom_range=0.2 cover with room.
TURNED = 30.0  # degrees to either side
SHIFTED = 0.1  # of the picture's side, each way
ZOOMED = (0.85, 1.15)
# Portraits are not all the same either.
STILL_TURNED, STILL_SHIFTED, STILL_ZOOMED = 3.0, 0.02, (0.97, 1.03)

_Colour = tuple[int, int, int]
_Ink = tuple[int, int, int, int]
_Point = tuple[float, float]


def draw_posed_pets(
    count: int, seed: int, *, portraits: bool, side: int = SIDE, fine: int = FINE
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw pets, cats and dogs in turns; another seed draws other pets, the same seed the same.

    Args:
        count: how many pets.
        seed: 0 or more.
        portraits: True for upright pets in the middle of the picture, the cats looking left and the dogs right; False
            for pets that are turned, shifted, nearer or farther, and look either way.
        side: height and width in pixels.
        fine: at how many times its size a pet is drawn.

    Returns:
        Pictures as uint8 pixels from 0 to 255, shape (count, side, side, 3), and their labels, shape (count,):
        ``CAT`` or ``DOG``.
    """
    images = np.empty((count, side, side, 3), np.uint8)
    labels = np.arange(count, dtype=np.int64) % 2
    for number, label in enumerate(labels):
        rng = np.random.default_rng((seed, number))
        images[number] = np.asarray(_draw(label == CAT, rng, portraits, side, fine))
    return images, labels


def _draw(is_cat: bool, rng: Generator, portrait: bool, side: int, fine: int) -> Image.Image:
    full = side * fine
    paper, fur, ink = _colours(rng)
    pet = Image.new("RGBA", (full, full), (*fur, 0))
    pen = _Pen(ImageDraw.Draw(pet), full, (*fur, 255), (*ink, 255))
    _body(pen, rng)
    (_cat if is_cat else _dog)(pen, rng)
    turned, shifted, zoomed = (
        (STILL_TURNED, STILL_SHIFTED, STILL_ZOOMED) if portrait else (TURNED, SHIFTED, ZOOMED)
    )
    # As drawn, a pet looks to the left.
    if not is_cat if portrait else rng.random() < 0.5:
        pet = pet.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    turn, zoom, shift = (
        rng.uniform(-turned, turned),
        rng.uniform(*zoomed),
        rng.uniform(-shifted, shifted, 2),
    )
    small = pet.transform(
        (side, side), Image.Transform.AFFINE, _origin(turn, zoom, shift, full, fine), Image.Resampling.BICUBIC
    )
    canvas = Image.new("RGB", (side, side), paper)
    canvas.paste(small, (0, 0), small)
    return canvas


def _origin(
    degrees: float, zoom: float, shift: NDArray[np.float64], full: int, fine: int
) -> tuple[float, ...]:
    """Return the six numbers by which Pillow finds where each pixel of a placed picture comes from.

    Args:
        degrees, zoom: by which the picture is turned and enlarged around its middle.
        shift: to the right and down, afterwards, in parts of its side.
        full: the picture's side in pixels.
        fine: by how much smaller the placed picture is.
    """
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    back = np.array([[cosine, sine], [-sine, cosine]]) / zoom
    offset = full / 2 - back @ (full / 2 + shift * full)
    return tuple(np.column_stack([fine * back, offset]).ravel().tolist())


def _colours(rng: Generator) -> tuple[_Colour, _Colour, _Colour]:
    """Return the colours of paper, fur and ink: light, darker, and dark."""
    hues = rng.random(3)
    paper = _rgb(hues[0], rng.uniform(0.05, 0.3), rng.uniform(0.85, 1.0))
    fur = _rgb(hues[1], rng.uniform(0.3, 0.7), rng.uniform(0.55, 0.8))
    ink = _rgb(hues[2], rng.uniform(0.3, 1.0), rng.uniform(0.0, 0.2))
    return paper, fur, ink


def _rgb(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
    return red, green, blue


class _Pen:
    """Draws in parts of the picture's side, from its upper left corner."""

    def __init__(self, draw: ImageDraw.ImageDraw, full: int, fur: _Ink, ink: _Ink) -> None:
        self._draw, self._full, self.fur, self.ink = draw, full, fur, ink

    def oval(self, middle: _Point, wide: float, high: float, colour: _Ink) -> None:
        """Fill an ellipse with the given half axes."""
        (x, y), full = middle, self._full
        box = ((x - wide) * full, (y - high) * full, (x + wide) * full, (y + high) * full)
        self._draw.ellipse(box, fill=colour)

    def shape(self, points: list[_Point], colour: _Ink) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * self._full, y * self._full) for x, y in points], fill=colour)

    def line(self, points: list[_Point], width: float, colour: _Ink) -> None:
        """Draw a line through points."""
        self._draw.line(
            [(x * self._full, y * self._full) for x, y in points],
            fill=colour,
            width=round(width * self._full),
            joint="curve",
        )


HEAD = (0.29, 0.38)


def _body(pen: _Pen, rng: Generator) -> None:
    """Draw what both have: a body on four legs, and a head with an eye."""
    high = rng.uniform(0.11, 0.14)
    for x in (0.43, 0.49, 0.67, 0.73):
        pen.line([(x, 0.60), (x + rng.uniform(-0.02, 0.02), 0.84)], 0.04, pen.fur)
    pen.oval((0.58, 0.60), 0.24, high, pen.fur)
    pen.oval(HEAD, 0.15, 0.13, pen.fur)
    pen.oval((HEAD[0] - 0.05, HEAD[1] - 0.02), 0.018, 0.022, pen.ink)


def _cat(pen: _Pen, rng: Generator) -> None:
    """Give it two pointed ears, a flat face, stripes, and a long tail that stands up."""
    x, y = HEAD
    tip = rng.uniform(0.17, 0.21)
    for side in (-0.085, 0.085):
        corners = [
            (x + side - 0.065, y - 0.07),
            (x + side * 1.3, y - 0.07 - tip),
            (x + side + 0.065, y - 0.07),
        ]
        pen.shape(corners, pen.ink)
    top = rng.uniform(0.18, 0.26)
    pen.line([(0.79, 0.57), (0.88, 0.47), (0.89, 0.36), (0.86, top)], 0.04, pen.ink)
    for stripe in (0.48, 0.57, 0.66):
        pen.line([(stripe, 0.53), (stripe, 0.53 + rng.uniform(0.08, 0.12))], 0.03, pen.ink)


def _dog(pen: _Pen, rng: Generator) -> None:
    """Give it a hanging ear, a long snout, a spot and a short tail."""
    x, y = HEAD
    pen.oval((x - 0.15, y + 0.05), 0.09, 0.055, pen.fur)
    pen.oval((x - 0.225, y + 0.035), 0.025, 0.025, pen.ink)
    pen.oval((x + 0.09, y + 0.06), 0.06, rng.uniform(0.13, 0.16), pen.ink)
    pen.line([(0.78, 0.56), (0.78 + rng.uniform(0.08, 0.12), 0.48)], 0.05, pen.ink)
    pen.oval((0.62, 0.58), rng.uniform(0.07, 0.09), rng.uniform(0.06, 0.08), pen.ink)
