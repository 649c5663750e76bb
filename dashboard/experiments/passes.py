"""One picture several times through a trained model, outside of training and as in training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.look import Look, question

PASSES = 10


@dataclass(frozen=True)
class Passes:
    """The probabilities of one picture.

    Args:
        at_rest: with ``training=False``, shape (``PASSES``, classes).
        training: with ``training=True``, of the same shape.
    """

    at_rest: NDArray[np.float32]
    training: NDArray[np.float32]

    def as_look(self) -> Look:
        """Return the same as named arrays, which is what is kept on disk."""
        return Look({"at_rest": self.at_rest, "training": self.training})


def passes_of(look: Look) -> Passes:
    """Return what :meth:`Passes.as_look` wrote.

    Raises:
        ArtifactError: if something is missing or of another shape.
    """
    at_rest, training = (look.values.get(name, np.zeros(0, np.float32)) for name in ("at_rest", "training"))
    if at_rest.ndim != 2 or at_rest.shape != training.shape or len(at_rest) != PASSES:
        raise ArtifactError("The passes of this picture are damaged: press Train to run it again.")
    return Passes(at_rest, training)


def passes_question(picture: int, slot: str) -> dict[str, Any]:
    """Return what to ask about a test picture (see ``experiments.look.question``)."""
    return {**question(picture, slot), "what": "passes"}


def passes_name(picture: int | str) -> str:
    """Return what stands for a picture's passes in the name of their file."""
    return f"{picture}-passes"


def passes_told(passes: Passes, class_names: Sequence[str]) -> str:
    """Return in words what both ways gave."""
    label = int(passes.at_rest[0].argmax())
    still, moving = passes.at_rest[:, label] * 100, passes.training[:, label] * 100
    name = class_names[label]
    same = (
        f"all {PASSES} passes gave the same: {name}, {still[0]:.1f} %"
        if np.ptp(still) < 0.01
        else f"{name} had {still.min():.1f} to {still.max():.1f} %"
    )
    spread = (
        f"every pass gave {moving[0]:.1f} %"
        if np.ptp(moving) < 0.01
        else f"the same class had {moving.min():.1f} to {moving.max():.1f} %"
    )
    said = passes.training.argmax(axis=1)
    others = int((said != label).sum())
    changed = f", and {others} of {PASSES} answers were another class" if others else ""
    return f"With `training=False`, {same}. With `training=True`, {spread}{changed}."


def passes_rows(passes: Passes, class_names: Sequence[str]) -> list[dict[str, str]]:
    """Return a row a pass: the answer and its probability, both ways."""
    return [
        {
            "pass": str(place + 1),
            "training=False": _answer(passes.at_rest[place], class_names),
            "training=True": _answer(passes.training[place], class_names),
        }
        for place in range(PASSES)
    ]


def _answer(probabilities: NDArray[np.float32], class_names: Sequence[str]) -> str:
    return f"{class_names[int(probabilities.argmax())]}, {float(probabilities.max()) * 100:.1f} %"
