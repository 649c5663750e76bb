"""Rock, paper, scissors: which sign beats which, rounds, their score, and a drawing made a picture of a hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dashboard.experiments.scenes import scene_classes, shrink

__all__ = ["SIGNS", "Round", "Score", "beaten_by", "coloured", "score"]

# In the order of their labels, which is that of the alphabet.
SIGNS = scene_classes("rock_paper_scissors")
_BEATEN_BY = {"rock": "paper", "paper": "scissors", "scissors": "rock"}
# Of a drawn hand: the yellow that every artist gives a hand without a skin tone, on a quiet ground.
_HAND = np.array((245, 190, 60), np.float64)
_GROUND = np.array((110, 130, 150), np.float64)


@dataclass(frozen=True)
class Round:
    """One round against the model.

    Args:
        shown: what the learner says they show, one of ``SIGNS``.
        seen: what the model took it for.
        played: the model's own sign.
        probabilities: what the model gave each sign, in the order of ``SIGNS``.
    """

    shown: str
    seen: str
    played: str
    probabilities: tuple[float, ...]

    @property
    def read_right(self) -> bool:
        """Whether the model saw what was shown."""
        return self.seen == self.shown

    @property
    def result(self) -> str:
        """``"you"`` or ``"model"``, whoever won, or ``"draw"``: what was shown counts, not what was seen."""
        if self.played == self.shown:
            return "draw"
        return "model" if beaten_by(self.shown) == self.played else "you"


@dataclass(frozen=True)
class Score:
    """How some rounds ended.

    Args:
        you: rounds that the learner won.
        model: rounds that the model won.
        draws: rounds that nobody won.
        read_right: rounds in which the model saw what was shown.
    """

    you: int
    model: int
    draws: int
    read_right: int

    @property
    def rounds(self) -> int:
        """All rounds."""
        return self.you + self.model + self.draws


def beaten_by(sign: str) -> str:
    """Return the sign that beats another one."""
    return _BEATEN_BY[sign]


def score(rounds: Sequence[Round]) -> Score:
    """Return how rounds ended."""
    results = [each.result for each in rounds]
    return Score(
        results.count("you"),
        results.count("model"),
        results.count("draw"),
        sum(each.read_right for each in rounds),
    )


def coloured(drawing: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Return a drawing as a picture of a hand in colour, uint8, shape (size, size, 3).

    Args:
        drawing: grey, white where it was drawn, uint8, shape (height, width).
        size: the wanted height and width.
    """
    share = (drawing.astype(np.float64) / 255)[..., None]  # (height, width, 1)
    pixels = np.rint(_GROUND + (_HAND - _GROUND) * share).astype(np.uint8)
    return shrink(Image.fromarray(pixels), size)
