"""The learner's folder: the pretrained weights, under a name that is another one for each submission."""

from __future__ import annotations

import numpy as np

from graders.grading import Materials, pretrained_file


def materials(rng: np.random.Generator) -> Materials:
    """Lay out the weights; who loads a fixed path, and not the one that is given, finds nothing."""
    return Materials({f"weights/base_{int(rng.integers(2**31))}.h5": pretrained_file()})
