"""Runs beside the submission, in the sandbox: has it drop numbers of arrays, and trains the model that it builds.

Holds questions only. Whatever it reports is data from the learner's process; ``test_dropout.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

from typing import Any

import numpy as np
from training_probe import Watch, describe_model, model_as_data

BATCH = 32


def drop(x: Any, rate: float, seed: int, times: int = 1, training: bool = True) -> dict[str, Any]:
    """Call ``dropout`` on an array, again and again with one generator.

    Args:
        x: the array; each call is given a copy of its own.
        rate, training: as ``dropout`` takes them.
        seed: of the generator.
        times: how many calls.

    Returns:
        ``answers``: of each call; ``after``: the first call's array, as the call left it.
    """
    rng = np.random.default_rng(seed)
    given = [x.copy() for _ in range(times)]
    answers = [submission.dropout(each, rate, rng, training) for each in given]
    return {"answers": answers, "after": given[0]}


def describe(picture: Any) -> dict[str, Any]:
    """Build the model and show it one picture, shape (1, 28, 28, 1); see ``describe_model``."""
    return describe_model(submission.create_model(), picture)


def train(x: Any, y: Any, epochs: int) -> dict[str, Any]:
    """Build the model and train it.

    Returns:
        ``from_logits``: whether the loss expects logits; ``model``: what was trained.
    """
    model = submission.create_model()
    with Watch():  # without progress bars
        model.fit(x, y, batch_size=BATCH, epochs=epochs)
    return {
        "from_logits": bool(getattr(model.loss, "from_logits", False)),
        "model": model_as_data(model),
    }
