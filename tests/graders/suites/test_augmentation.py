"""What chance does to the checks of ``augmentation``: models that recognise pets pass, those that know portraits do not.

The figures in the docstrings were measured on whole trainings, with the pictures and the 20 epochs of the exercise; each
seed drew other pictures, initial weights and changes. What is computed here is what the size of the judge's sample adds.
"""

import inspect
from math import comb

import numpy as np
import pytest

from graders.grading.exercise import find_exercise
from graders.grading.gap import Recognised
from tests.graders.attacks.attack_run import checks_of

EXERCISE = find_exercise("augmentation")
CHECKS = checks_of(EXERCISE)
SUITE = inspect.getmodule(CHECKS["closes_gap"])
PORTRAITS = 100


def at_least(share: float, count: int, chance: float) -> float:
    """Return how often at least ``share`` of ``count`` pets are recognised, each with the same chance."""
    fewest = int(np.ceil(share * count - 1e-9))
    return sum(
        comb(count, hits) * chance**hits * (1 - chance) ** (count - hits) for hits in range(fewest, count + 1)
    )


def often_passes(portraits: float, new: float, draws: int = 40_000) -> float:
    """Return how often a model with these true shares passes, from draws of what it recognises of both samples."""
    rng = np.random.default_rng(1)
    known = rng.binomial(PORTRAITS, portraits, draws) / PORTRAITS
    recognised = rng.binomial(SUITE.NEW_PETS, new, draws) / SUITE.NEW_PETS
    pairs = zip(known.tolist(), recognised.tolist(), strict=True)
    return float(np.mean([SUITE.passes(Recognised(*pair[:1], 1.0, *pair[1:])) for pair in pairs]))
