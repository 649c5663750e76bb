"""The learner's folder: a small example of the two trees of folders, with other pictures for each submission.

Judged are folders and pictures that come with the questions, so that code which empties or fills these costs nothing.
"""

from __future__ import annotations

import numpy as np

from graders.grading import Materials, as_jpeg, draw_pets

# More than there are in any folder of a question: who reads these in place of those is recognised by the count.
COUNTS = {"training": 40, "validation": 20}


def materials(rng: np.random.Generator) -> Materials:
    """Draw the pictures."""
    files = {}
    for part, count in COUNTS.items():
        pictures, labels = draw_pets(count, int(rng.integers(2**31)), split="train")
        for number, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
            name = ("cat", "dog")[label]
            files[f"data/{part}/{name}s/{name}.{number // 2}.jpg"] = as_jpeg(picture)
    # Files of the course read the same two folders from here.
    return Materials(files, links={"cats-v-dogs": "data"})
