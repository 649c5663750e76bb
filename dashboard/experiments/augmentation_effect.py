"""What augmentation did to a training: four runs on one seed, and their ends in figures and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.experiments.augmentation import NONE, STRONG, Augmentation
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.wording import percent

LAST = 5  # epochs that an end is the mean of: a single one jumps
# The runs, in the order in which they are shown.
NAMES = {
    "none": "No augmentation",
    "chosen": "Your sliders",
    "strong": "Far too much",
    "spoiled": "Far too much, validation too",
}


@dataclass(frozen=True)
class Ending:
    """Where a run ended: means over its last epochs, at most ``LAST``.

    Args:
        training: accuracy on the training pictures, 0 to 1.
        validation: accuracy on the validation pictures, 0 to 1.
    """

    training: float
    validation: float

    @property
    def gap(self) -> float:
        """Training minus validation."""
        return self.training - self.validation


def four_configs(base: TrainingConfig, chosen: Augmentation) -> dict[str, TrainingConfig]:
    """Return the settings of the four runs, by the keys of ``NAMES``; they differ in augmentation alone.

    Args:
        base: of pictures in colour; its own augmentation is left out.
        chosen: the learner's, which changes something.
    """
    plain = replace(base, augmentation=NONE, augments_validation=False)
    strong = replace(plain, augmentation=STRONG.to_text())
    return {
        "none": plain,
        "chosen": replace(plain, augmentation=chosen.to_text()),
        "strong": strong,
        "spoiled": replace(strong, augments_validation=True),
    }


def ending(history: Mapping[str, Sequence[float]]) -> Ending | None:
    """Return where a run ended, or None if it has no whole epoch."""
    training, validation = (history.get(name, ())[-LAST:] for name in ("accuracy", "val_accuracy"))
    if not training or len(training) != len(validation):
        return None
    return Ending(sum(training) / len(training), sum(validation) / len(validation))


def gap_in_words(none: Ending, chosen: Ending) -> str:
    """Say what augmentation did to the gap."""
    return f"Without augmentation: {_pair(none)}. With it: {_pair(chosen)}. Each is the mean of the last {LAST} epochs."


def spoiled_in_words(
    clean: Mapping[str, Sequence[float]], spoiled: Mapping[str, Sequence[float]]
) -> str | None:
    """Say what the augmented validation set did, from two histories of the same training; None without epochs."""
    both = ending(clean), ending(spoiled)
    if both[0] is None or both[1] is None:
        return None
    same = list(clean["accuracy"]) == list(spoiled["accuracy"])
    training = (
        "The training curves are the same to the last digit: it is the same model twice."
        if same
        else "The training curves differ, so these are two models."
    )
    apart = max(
        abs(one - other) for one, other in zip(clean["val_accuracy"], spoiled["val_accuracy"], strict=False)
    )
    return (
        f"{training} Yet the validation accuracy is {percent(both[0].validation)} on the pictures as they are and "
        f"{percent(both[1].validation)} on transformed ones (means of the last {LAST} epochs), and in one epoch they "
        f"are {apart * 100:.1f} points apart. Nothing of that is the model's doing."
    )


def _pair(end: Ending) -> str:
    return (
        f"{percent(end.training)} on training pictures, {percent(end.validation)} on validation pictures, "
        f"a gap of {end.gap * 100:.1f} points"
    )
