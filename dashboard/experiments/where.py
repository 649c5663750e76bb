"""Where a trained model looks in a picture: what to ask a worker, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.look import Look, own_question, question

STEPS = 11  # places of the grey square in a row, and in a column


@dataclass(frozen=True)
class Where:
    """Two maps of one picture and one answer of the model.

    Args:
        drops: how much the probability of the answer falls when a grey square hides a place; from -1 to 1, shape
            (``STEPS``, ``STEPS``). Positive: the place speaks for the answer.
        grad_cam: where the maps of the last convolution speak for the answer, from 0 to 1, shape (rows, columns).
        label: the model's answer for the whole picture.
        probability: how probable it says that answer is.
    """

    drops: NDArray[np.float32]
    grad_cam: NDArray[np.float32]
    label: int
    probability: float

    def as_look(self) -> Look:
        """Return the same as named arrays, which is what is kept on disk."""
        return Look(
            {
                "drops": self.drops,
                "grad_cam": self.grad_cam,
                "answer": np.array([self.label, self.probability], np.float32),
            }
        )


def where_of(look: Look) -> Where:
    """Return what :meth:`Where.as_look` wrote.

    Raises:
        ArtifactError: if something is missing.
    """
    try:
        label, probability = look.values["answer"]
        return Where(look.values["drops"], look.values["grad_cam"], int(label), float(probability))
    except (KeyError, ValueError) as error:
        raise ArtifactError("The maps of this picture are damaged: press Train to run it again.") from error


def where_question(picture: int, slot: str) -> dict[str, Any]:
    """Return what to ask about a test picture (see ``experiments.look.question``)."""
    return {**question(picture, slot), "what": "where"}


def own_where_question(pixels: NDArray[np.uint8], slot: str) -> dict[str, Any]:
    """Return what to ask about a learner's own picture (see ``experiments.look.own_question``)."""
    return {**own_question(pixels, slot), "what": "where"}


def where_name(picture: int | str) -> str:
    """Return what stands for a picture's maps in the name of their file."""
    return f"{picture}-where"


def is_own(asked: Mapping[str, Any]) -> bool:
    """Return whether a question brings its own pixels."""
    return "pixels" in asked
