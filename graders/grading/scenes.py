"""Pictures in colour of the scenes in ``data/scenes``, drawn anew for each submission.

Everybody can read the published pictures. So a grader never uses one as it is: it is cut, mirrored and given other
colours first, and no list of known files helps to recognise it.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from graders.paths import SCENES

SPLITS = ("train", "same_artist", "new_artist")
SIDE = 96  # pixels, height and width of the published pictures
# So much that pictures differ, so little that who recognises the published ones recognises these.
SMALLEST_CUT = 0.86
COLOURS = (0.85, 1.15)


def scene_classes(name: str) -> tuple[str, ...]:
    """Return the classes of a set, in the order of their labels, which is that of the alphabet.

    Args:
        name: ``cats_and_dogs``, ``horse_or_human`` or ``rock_paper_scissors``.
    """
    return tuple(sorted(place.name for place in (SCENES / name / "train").iterdir()))


def draw_scenes(
    name: str, count: int, seed: int, *, split: str, side: int = SIDE
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw pictures, the classes in turns; another seed draws other ones, the same seed the same.

    Args:
        name: of the set, as for :func:`scene_classes`.
        count: how many pictures. More than the set holds is fine: each is changed anew.
        seed: 0 or more.
        split: ``train``; ``same_artist``, other scenes by the same hands; or ``new_artist``, drawn by others.
        side: height and width in pixels.

    Returns:
        Pictures as uint8 pixels from 0 to 255, shape (count, side, side, 3), and their labels, shape (count,).
    """
    classes = scene_classes(name)
    rng = np.random.default_rng(seed)
    pictures = np.empty((count, side, side, 3), np.uint8)
    labels = np.arange(count, dtype=np.int64) % len(classes)
    for label, class_name in enumerate(classes):
        files = _files(SCENES / name / split / class_name)
        places = np.flatnonzero(labels == label)
        rounds = -(-len(places) // len(files))
        chosen = [number for _ in range(rounds) for number in rng.permutation(len(files))]
        for place, number in zip(places, chosen, strict=False):
            pictures[place] = _changed(files[int(number)], rng, side)
    return pictures, labels


def as_jpeg(picture: NDArray[np.uint8]) -> bytes:
    """Return a picture, shape (height, width, 3), as a JPEG file's bytes."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@cache
def _files(folder: Path) -> tuple[bytes, ...]:
    """Return a folder's pictures as they lie there: a few hundred kilobytes, read once a process."""
    return tuple(file.read_bytes() for file in sorted(folder.glob("*.jpg")))


def _changed(content: bytes, rng: Generator, side: int) -> NDArray[Any]:
    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    cut = rng.uniform(SMALLEST_CUT, 1)
    left, top = rng.uniform(0, 1 - cut, 2)
    box = (left * width, top * height, (left + cut) * width, (top + cut) * height)
    picture = picture.resize((side, side), Image.Resampling.BICUBIC, box=box)
    if rng.random() < 0.5:
        picture = ImageOps.mirror(picture)
    for change in (ImageEnhance.Brightness, ImageEnhance.Color, ImageEnhance.Contrast):
        picture = change(picture).enhance(rng.uniform(*COLOURS))
    return np.asarray(picture)
