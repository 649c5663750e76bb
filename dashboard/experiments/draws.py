"""Random draws of an augmentation on one picture: what to ask a worker, and what comes back."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays
from dashboard.experiments.augmentation import Augmentation, AugmentationError, augmentation_from_text
from dashboard.experiments.look import own_pixels

SIDE = 96  # pixels: height and width of the picture
ALONE = 5  # draws of each transformation alone
TOGETHER = 16  # draws of all of them
OF_GENERATOR = 8  # draws of the old class
MOST_SEED = 9_999
_PREFIX = "draws-"
_KEPT = 60


@dataclass(frozen=True)
class DrawRequest:
    """What to draw.

    Args:
        pixels: uint8, shape (SIDE, SIDE, 3).
        augmentation: the transformations.
        seed: start of the random numbers, 0 to ``MOST_SEED``.
    """

    pixels: NDArray[np.uint8]
    augmentation: Augmentation
    seed: int

    @property
    def name(self) -> str:
        """The name of the answer's file: another picture, strength or seed makes another name."""
        text = json.dumps([self.augmentation.to_text(), self.seed]).encode()
        return f"{_PREFIX}{hashlib.sha256(text + self.pixels.tobytes()).hexdigest()[:24]}.npz"


@dataclass(frozen=True)
class Draws:
    """What came out; pictures as uint8 of shape (draws, SIDE, SIDE, 3).

    Args:
        alone: draws of each transformation that is used, by its id.
        together: draws of all of them, as the preprocessing layers give them with ``training=True``.
        generator: draws of ``ImageDataGenerator`` with the nearest arguments that it has.
        inference: what the layers give with ``training=False``, one picture.
    """

    alone: Mapping[str, NDArray[np.uint8]]
    together: NDArray[np.uint8]
    generator: NDArray[np.uint8]
    inference: NDArray[np.uint8]


def draw_question(request: DrawRequest, slot: str) -> dict[str, Any]:
    """Return what to ask a worker; a newer question of the same learner and slot replaces one that waits."""
    return {
        "what": "draws",
        "pixels": base64.b64encode(request.pixels.tobytes()).decode(),
        "augmentation": request.augmentation.to_text(),
        "seed": request.seed,
        "slot": slot,
    }


def asked_draws(question: Mapping[str, Any]) -> DrawRequest:
    """Return the request in a question.

    Raises:
        ArtifactError: if a part is missing or not on offer.
    """
    seed = question.get("seed")
    if type(seed) is not int or not 0 <= seed <= MOST_SEED:
        raise ArtifactError(
            f"Expected a seed from 0 to {MOST_SEED}, a whole number; received {str(seed)[:40]!r}."
        )
    try:
        augmentation = augmentation_from_text(question.get("augmentation"))
    except AugmentationError as error:
        raise ArtifactError(str(error)) from error
    return DrawRequest(own_pixels(question.get("pixels"), (SIDE, SIDE, 3)), augmentation, seed)


def write_draws(folder: Path, request: DrawRequest, draws: Draws) -> str:
    """Keep an answer, and forget the oldest beyond a few dozen; return the name of its file.

    Raises:
        OSError: if the file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {f"alone-{name}": pictures for name, pictures in draws.alone.items()}
    arrays |= {"together": draws.together, "generator": draws.generator, "inference": draws.inference}
    draft = folder / f"{request.name}.{os.getpid()}.part"  # two workers may answer the same question at once
    with draft.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    draft.replace(folder / request.name)
    found = sorted(folder.glob(f"{_PREFIX}*.npz"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in found[_KEPT:]:
        path.unlink(missing_ok=True)
    return request.name


def read_draws(path: Path) -> Draws:
    """Return an answer.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    arrays = read_arrays(path)
    try:
        return Draws(
            {
                name.removeprefix("alone-"): pictures
                for name, pictures in arrays.items()
                if name.startswith("alone-")
            },
            *(arrays[name] for name in ("together", "generator", "inference")),
        )
    except KeyError as error:
        raise ArtifactError(f"The file {path.name} is damaged: move a slider and try again.") from error
