"""The learner's folder: two CSV files of animals, other pictures for each submission."""

from __future__ import annotations

import numpy as np

from graders.grading import Materials, as_csv, draw_animals

TRAINING, VALIDATION = 600, 200


def materials(rng: np.random.Generator) -> Materials:
    """Draw the animals."""
    files = {}
    for name, count, split in (("train", TRAINING, "train"), ("validation", VALIDATION, "test")):
        files[f"animals_{name}.csv"] = as_csv(*draw_animals(count, int(rng.integers(2**31)), split=split))
    return Materials(files)
