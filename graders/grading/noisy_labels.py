"""Pictures of which some have a wrong label, and what a model that was trained on them has learned by heart.

Whoever has understood such pictures disagrees with the wrong labels; whoever knows the training pictures by heart gives
even those. So the gap between training and new pictures shows how much was learned by heart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.evaluation import TrainedModel, accuracy
from graders.grading.pictures import CLASSES, PictureClasses


@dataclass(frozen=True)
class NoisyLabels:
    """Pictures and their labels, some of them wrong.

    Args:
        x: pictures from 0 to 1, shape (n, 28, 28, 1).
        y: labels from 0 to 9, shape (n,).
        wrong: True where the label is wrong, shape (n,).
    """

    x: NDArray[np.float32]
    y: NDArray[np.int64]
    wrong: NDArray[np.bool_]

    @classmethod
    def draw(
        cls, rng: np.random.Generator, classes: PictureClasses, count: int, noise: float, share: float
    ) -> NoisyLabels:
        """Return new pictures.

        Args:
            rng: to draw from.
            classes: of the pictures.
            count: how many.
            noise: standard deviation of what is added to each pixel: what tells one picture from others of its class,
                and so lets a model learn it by heart.
            share: of the labels that are wrong, from 0 to 1.
        """
        x, y = classes.draw(rng, count)
        x = np.clip(x + rng.normal(0, noise, x.shape), 0, 1).astype(np.float32)
        wrong = rng.permutation(count) < round(count * share)
        other = (y + rng.integers(1, CLASSES, count)) % CLASSES
        return cls(x, np.where(wrong, other, y), wrong)


@dataclass(frozen=True)
class LabelTraining:
    """One training of a learner's model, and what came of it.

    Args:
        model: as it was trained.
        from_logits: whether its loss applies softmax itself, as its process says.
        given: what it was trained on.
        new: other pictures of the same classes.
        outputs: of the model for both, those given first, shape (given + new, classes).
    """

    model: TrainedModel
    from_logits: bool
    given: NoisyLabels
    new: NoisyLabels
    outputs: NDArray[Any]

    @property
    def new_outputs(self) -> NDArray[Any]:
        """Its outputs for the new pictures."""
        return self.outputs[len(self.given.x) :]

    @cached_property
    def reached(self) -> float:
        """How often it agrees with the labels that it was trained on, from 0 to 1."""
        return accuracy(self.outputs[: len(self.given.x)], self.given.y)

    @cached_property
    def accuracy(self) -> float:
        """How often it agrees with the labels of new pictures, from 0 to 1."""
        return accuracy(self.new_outputs, self.new.y)

    @property
    def gap(self) -> float:
        """How much more often it agrees with the labels that it was trained on."""
        return self.reached - self.accuracy

    @property
    def by_heart(self) -> int:
        """How many of the wrong labels that it was trained on it gives to their pictures."""
        wrong = self.given.wrong
        known = self.outputs[: len(self.given.x)][wrong]
        return round(accuracy(known, self.given.y[wrong]) * int(wrong.sum()))

    @property
    def in_words(self) -> str:
        """Both accuracies, for the learner."""
        return f"{self.reached:.3f} on the training pictures, {self.accuracy:.3f} on new ones"
