"""Builds data/happy_or_sad: the drawn faces of the exercise ``image_generators``, in a folder a class."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image

from graders.grading.faces import CLASS_NAMES, draw_faces

SEED = 20_260_103
COUNT = 80


def build(folder: Path) -> None:
    """Write ``COUNT`` PNG files, half of them in ``happy/`` and half in ``sad/``; what was in the folders goes."""
    images, labels = draw_faces(COUNT, SEED)
    for label, name in enumerate(CLASS_NAMES):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
        for number, image in enumerate(images[labels == label]):
            Image.fromarray(image).save(folder / name / f"{number:04d}.png", optimize=True)
