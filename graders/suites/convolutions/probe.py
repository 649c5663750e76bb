"""Runs beside the submission, in the sandbox: hands it arrays, and trains the model that it builds.

Holds questions only. Whatever it reports is data from the learner's process; ``test_convolutions.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

from typing import Any

import numpy as np
from training_probe import Watch, describe_model, model_as_data

BATCH = 32


def transform(name: str, arguments: list[Any]) -> dict[str, Any]:
    """Call a function that turns an array into another.

    Returns:
        ``answer``: its answer; ``after``: the arrays among its arguments, as they are after the call.
    """
    answer = getattr(submission, name)(*arguments)
    return {"answer": answer, "after": [each for each in arguments if isinstance(each, np.ndarray)]}


def describe(picture: Any) -> dict[str, Any]:
    """Build the model and show it one picture, shape (1, 28, 28, 1); see ``describe_model``."""
    return describe_model(submission.convolutional_model(), picture)


def train_model(x: Any, y: Any, x_val: Any, y_val: Any, epochs: int, enough: float) -> dict[str, Any]:
    """Build the model and train it, until ``enough`` of the validation pictures are recognised or ``epochs`` end.

    Returns:
        ``accuracies``: on the validation pictures, by epoch; ``from_logits``: whether the loss expects logits;
        ``model``: what was trained.
    """
    model = submission.convolutional_model()
    reached: list[float] = []
    order = np.random.default_rng(0)
    with Watch():  # without progress bars
        for _ in range(epochs):
            # Shuffled here: fit would make a pipeline for it, which takes as long as these few batches.
            rows = order.permutation(len(x))
            model.fit(x[rows], y[rows], batch_size=BATCH, epochs=1, shuffle=False)
            outputs = np.asarray(model(x_val))
            reached.append(float(np.mean(outputs.argmax(axis=-1) == y_val)))
            if reached[-1] >= enough or not np.isfinite(outputs).all():
                break
    return {
        "accuracies": reached,
        "from_logits": bool(getattr(model.loss, "from_logits", False)),
        "model": model_as_data(model),
    }
