"""Silhouettes of ten animals, 28 x 28 grey values, drawn anew for each submission, as rows of a CSV file too.

Everybody can read the published pictures of ``data/animal_silhouettes``. So a grader never uses one as it is: it is
turned, moved, resized and perhaps mirrored first, and no list of known pictures helps to recognise it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageOps

from graders.paths import SILHOUETTES

SIDE = 28  # pixels
PIXELS = SIDE * SIDE
# In the order of the alphabet, which is that of the published labels. The fox between the elephant and the giraffe has
# a number too, and no picture: labels of real data have such gaps.
ANIMALS = ("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra")
FOX = 6
ANIMAL_LABELS = tuple(number for number in range(len(ANIMALS) + 1) if number != FOX)
# So much that pictures differ, so little that who recognises the published ones recognises these.
DEGREES = 8.0
SIZES = (0.95, 1.15)  # of the piece that is shown, in sides
SHIFT = 1.5  # pixels


def draw_animals(count: int, seed: int, *, split: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw animals in random order, as many of each as can be; another seed draws others, the same seed the same.

    Args:
        count: how many pictures. More than are published is fine: each is changed anew.
        seed: 0 or more.
        split: ``train`` or ``test``, which show different pictures.

    Returns:
        uint8 pixels from 0 to 255, shape (count, 28, 28), and labels, shape (count,), out of ``ANIMAL_LABELS``.
    """
    rng = np.random.default_rng(seed)
    published, classes = _published(split)
    wanted = rng.permutation(np.arange(count) % len(ANIMALS))
    pictures = np.empty((count, SIDE, SIDE), np.uint8)
    for number in range(len(ANIMALS)):
        places, known = np.flatnonzero(wanted == number), np.flatnonzero(classes == number)
        rounds = -(-len(places) // len(known))
        chosen = np.concatenate([rng.permutation(known) for _ in range(rounds)] or [known])
        for place, one in zip(places, chosen, strict=False):
            pictures[place] = _changed(published[one], rng)
    return pictures, np.array(ANIMAL_LABELS)[wanted]


def as_csv(pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> bytes:
    """Return pictures (n, 28, 28) as a file: a header line, then a line each: the label, then 784 pixels row by row."""
    header = ",".join(["label", *(f"pixel{number}" for number in range(1, PIXELS + 1))])
    rows = np.column_stack([labels, pictures.reshape(len(pictures), -1)]).astype(np.int64).tolist()
    return "\n".join([header, *(",".join(map(str, row)) for row in rows), ""]).encode("ascii")


@cache
def _published(split: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    with SILHOUETTES.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return arrays[f"x_{split}"], arrays[f"y_{split}"]


def _changed(pixels: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    picture = Image.fromarray(pixels)
    if rng.random() < 0.5:
        picture = ImageOps.mirror(picture)
    angle = np.deg2rad(rng.uniform(-DEGREES, DEGREES))
    turn = rng.uniform(*SIZES) * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.full(2, SIDE / 2)
    across, down = middle - turn @ middle + rng.uniform(-SHIFT, SHIFT, 2)
    affine = (*turn[0], across, *turn[1], down)
    moved = picture.transform(
        (SIDE, SIDE), Image.Transform.AFFINE, tuple(map(float, affine)), Image.Resampling.BILINEAR
    )
    return np.asarray(moved)
