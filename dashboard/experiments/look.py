"""What every layer of a trained model makes of one picture, kept on disk so that a second look is instant."""

from __future__ import annotations

import base64
import hashlib
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays

KEPT = 24  # looks kept of one run; at most 0.3 MB each for the largest model a learner can choose
OWN_SHAPE = (28, 28)  # of a learner's own grey picture; one in colour has the shape that its model takes
_PREFIX = "look-"


@dataclass(frozen=True)
class Look:
    """One picture on its way through a model.

    Args:
        values: what each layer gives, by its name, from the first layer to the last; float32, the shape of the
            layer's output for one picture, without the axis of the batch.
    """

    values: Mapping[str, NDArray[np.float32]]


def question(picture: int, slot: str) -> dict[str, Any]:
    """Return what to ask a worker for a look (see ``dashboard.workers.look.answer``).

    Args:
        picture: place of the picture in the test set, from 0.
        slot: a newer question of the same learner and slot takes the place of one that still waits.
    """
    return {"what": "look", "picture": picture, "slot": slot}


def own_question(pixels: NDArray[np.uint8], slot: str) -> dict[str, Any]:
    """Return what to ask a worker for a look at a learner's own picture.

    Args:
        pixels: uint8 pixels 0 to 255, of the shape that the run's model takes.
        slot: as for :func:`question`.
    """
    text = base64.b64encode(np.ascontiguousarray(pixels, np.uint8).tobytes()).decode("ascii")
    return {"what": "own", "pixels": text, "slot": slot}


def own_pixels(text: object, shape: tuple[int, ...] = OWN_SHAPE) -> NDArray[np.uint8]:
    """Return the pixels that :func:`own_question` wrote.

    Args:
        text: the member ``pixels`` of the question.
        shape: what the model takes: (height, width), or (height, width, channels).

    Raises:
        ArtifactError: if they are not exactly as many bytes as the shape has numbers.
    """
    size = math.prod(shape)
    longest = -(-size // 3) * 4  # base64 writes four letters for three bytes
    if isinstance(text, str) and len(text) <= longest:
        try:
            content = base64.b64decode(text, validate=True)
        except ValueError:
            content = b""
        if len(content) == size:
            return np.frombuffer(content, np.uint8).reshape(shape)
    colour = " in colour" if len(shape) == 3 else ""
    raise ArtifactError(
        f"Expected a picture of {shape[0]} × {shape[1]} pixels{colour} as base64; received something else. "
        "Choose it again."
    )


def own_name(pixels: NDArray[np.uint8]) -> str:
    """Return what stands for a learner's own picture in the name of its look: the same pixels, the same name."""
    return f"own{hashlib.sha256(pixels.tobytes()).hexdigest()[:16]}"


def look_name(fingerprint: str, picture: int | str) -> str:
    """Return the name of a look's file: other weights or another picture make another name.

    Args:
        fingerprint: of the model's weights.
        picture: place of a picture in the test set, or what :func:`own_name` gives.
    """
    return f"{_PREFIX}{fingerprint}-{picture}.npz"


def read_look(folder: Path, fingerprint: str, picture: int | str) -> Look | None:
    """Return the look that was kept, or None if there is none, or none that can be read."""
    path = folder / look_name(fingerprint, picture)
    try:
        return Look(read_arrays(path))
    except ArtifactError:
        return None


def write_look(folder: Path, fingerprint: str, picture: int | str, look: Look) -> str:
    """Keep a look, and forget the oldest ones beyond :data:`KEPT`.

    Returns:
        The name of its file in the folder.

    Raises:
        OSError: if the file cannot be written.
    """
    name = look_name(fingerprint, picture)
    # Written aside and renamed, with a name of its own: two workers may answer the same question at once.
    draft = folder / f"{name}.{os.getpid()}.part"
    with draft.open("wb") as file:
        np.savez_compressed(file, **look.values)  # type: ignore[arg-type]
    draft.replace(folder / name)
    forget_looks(folder, keep=KEPT)
    return name


def forget_looks(folder: Path, keep: int = 0) -> None:
    """Remove the looks of a run but for the newest ``keep``."""
    dated = []
    for path in folder.glob(f"{_PREFIX}*"):
        try:
            dated.append((path.stat().st_mtime_ns, path))
        except OSError:
            continue  # another worker was quicker
    for _, path in sorted(dated, reverse=True)[keep:]:
        path.unlink(missing_ok=True)
