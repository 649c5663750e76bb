"""What every layer of a trained model makes of one test picture, kept on disk so that a second look is instant."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays

KEPT = 24  # looks kept of one run; at most 0.3 MB each for the largest model a learner can choose
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


def look_name(fingerprint: str, picture: int) -> str:
    """Return the name of a look's file: other weights or another picture make another name."""
    return f"{_PREFIX}{fingerprint}-{picture}.npz"


def read_look(folder: Path, fingerprint: str, picture: int) -> Look | None:
    """Return the look that was kept, or None if there is none, or none that can be read."""
    path = folder / look_name(fingerprint, picture)
    try:
        return Look(read_arrays(path))
    except ArtifactError:
        return None


def write_look(folder: Path, fingerprint: str, picture: int, look: Look) -> str:
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
