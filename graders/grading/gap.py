"""What a trained model recognises of the pictures that it was trained on, and of new ones: the gap between the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.evaluation import binary_answers

Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclass(frozen=True)
class Recognised:
    """Which shares, from 0 to 1, a model recognises.

    Args:
        training: of the pictures that it was trained on, as they lie in their folder.
        mirrored: of the same pictures, mirrored.
        new: of pictures that it has never seen.
    """

    training: float
    mirrored: float
    new: float

    @property
    def gap(self) -> float:
        """By how much more of the training pictures is recognised than of new ones."""
        return self.training - self.new


def recognise(
    predict: Callable[[NDArray[np.float32]], NDArray[Any]], training: Labelled, new: Labelled
) -> Recognised:
    """Show a model pictures of two classes.

    Args:
        predict: returns the model's answers for pictures, shape (n, height, width, channels).
        training: pictures that it was trained on, without augmentation, and their labels, 0 or 1.
        new: other pictures and their labels.

    Returns:
        What it recognises. Which of the classes is its 0 is the model's choice, as long as it is the same everywhere.
    """
    (known, labels), (others, other_labels) = training, new
    answers = binary_answers(predict(np.concatenate([known, known[:, :, ::-1], others])))
    right = answers == np.concatenate([labels, labels, other_labels])
    count = len(known)
    if right[:count].mean() < 0.5:
        right = ~right
    return Recognised(
        float(right[:count].mean()), float(right[count : 2 * count].mean()), float(right[2 * count :].mean())
    )
