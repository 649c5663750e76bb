"""What a program would run on here: versions, devices and threads, as a worker found them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.experiments.artifacts import ArtifactError

FILE = "environment.json"


@dataclass(frozen=True)
class Environment:
    """What a worker found.

    Args:
        python: version of Python.
        tensorflow: version of TensorFlow.
        keras: version of Keras.
        backend: what Keras computes with.
        numpy: version of NumPy.
        streamlit: version of Streamlit.
        devices: how many devices TensorFlow sees, by kind, such as ``{"CPU": 1}``.
        cores: cores that the worker may use.
        intra_op_threads: threads for one operation; 0 where TensorFlow chooses.
        inter_op_threads: operations at the same time; 0 where TensorFlow chooses.
    """

    python: str
    tensorflow: str
    keras: str
    backend: str
    numpy: str
    streamlit: str
    devices: Mapping[str, int]
    cores: int
    intra_op_threads: int
    inter_op_threads: int

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {**asdict(self), "devices": dict(self.devices)}


def environment_question(slot: str) -> dict[str, Any]:
    """Return what to ask a worker.

    Args:
        slot: a newer question of the same learner and slot takes the place of one that still waits.
    """
    return {"what": "environment", "slot": slot}


def read_environment(path: Path) -> Environment:
    """Return what a worker wrote.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    try:
        found = Environment(**json.loads(path.read_text(encoding="utf-8")))
        devices = {str(kind): int(count) for kind, count in found.devices.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ArtifactError(f"The file {path.name} is missing or damaged: reload the page.") from error
    return Environment(**{**found.to_json(), "devices": devices})
