"""What a run goes on from: every variable of the model, the optimizer and the random numbers, in one file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError

STATE_FILE = "state.npz"
MAX_BYTES = 64 * 2**20  # 1024 neurons with Adam take 10 MB
DAMAGED = f"The file {STATE_FILE} of this run is missing or damaged: press Train to start anew."
GONE = "The files of this run are gone: press Train to start anew."
_EPOCHS = "epochs_done"


@dataclass(frozen=True)
class SavedState:
    """A training at the end of an epoch.

    Args:
        epochs: whole epochs done.
        variables: values by name, as ``Program.snapshot`` gives them.
    """

    epochs: int
    variables: Mapping[str, NDArray[Any]]


def write_state(folder: Path, state: SavedState) -> str:
    """Keep a state in a run's folder, in place of an older one.

    Returns:
        A sentence for the learner if it could not be kept; else empty.
    """
    path = folder / STATE_FILE
    draft = folder / f"{STATE_FILE}.part"
    size = sum(array.nbytes for array in state.variables.values())
    problem = ""
    if size > MAX_BYTES:
        problem = (
            f"they take {size / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that a run may keep"
        )
    else:
        try:
            with draft.open("wb") as file:
                np.savez(file, allow_pickle=False, **{_EPOCHS: np.int64(state.epochs)}, **state.variables)
            draft.replace(path)
        except OSError as error:
            problem = error.strerror or str(error)
    if not problem:
        return ""
    _remove(draft, path)  # an older state would not fit the curve
    return f"The weights could not be kept for Resume: {problem}."


def read_state(folder: Path) -> SavedState:
    """Read what :func:`write_state` wrote.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    path = folder / STATE_FILE
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            variables = {name: arrays[name] for name in arrays.files}
        return SavedState(int(variables.pop(_EPOCHS)), variables)
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ArtifactError(DAMAGED if folder.is_dir() else GONE) from error


def _remove(*paths: Path) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
