"""The learner's folders: 100 portraits to train on and 40 pets in any pose to validate with, others each time."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from graders.grading import PET_NAMES, Materials, draw_posed_pets

TRAINING, VALIDATION = 100, 40


def materials(rng: np.random.Generator) -> Materials:
    """Draw the pets."""
    files = {}
    for part, count, portraits in (("training", TRAINING, True), ("validation", VALIDATION, False)):
        pictures, labels = draw_posed_pets(count, int(rng.integers(2**31)), portraits=portraits)
        for number, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
            buffer = io.BytesIO()
            Image.fromarray(picture).save(buffer, "PNG")
            name = PET_NAMES[label]
            files[f"cats-v-dogs/{part}/{name}/{name[:-1]}.{number // 2}.png"] = buffer.getvalue()
    # Files of the course that do not look at their arguments read the same folders from here.
    return Materials(files, links={"cats-v-dogs": "cats-v-dogs"})
