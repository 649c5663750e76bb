"""Runs beside the submission, in the sandbox: reads its generators, and has its model trained on them.

Holds questions only. Whatever it reports is data from the learner's process; ``test_augmentation.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from training_probe import describe_return, model_as_data, read_pictures

TRAINING, VALIDATION = "cats-v-dogs/training", "cats-v-dogs/validation"
MAX_PICTURES = 300  # more than either folder holds
ROUNDS = 2
_TWO = 2
_made: list[Any] = []


def read_generators(every: int) -> dict[str, Any]:
    """Read two rounds of each of the two generators that ``train_val_generators`` returns.

    Args:
        every: of each picture only every so many-th row and column are reported.

    Returns:
        ``kind``: "two", or what came instead; ``same``: whether both are one and the same object; ``training`` and
        ``validation``: a list of rounds, each as ``read_pictures`` reports it.
    """
    made = _generators()
    if not isinstance(made, tuple | list) or len(made) != _TWO:
        return {"kind": describe_return(made)["kind"], "count": _length(made)}
    return {
        "kind": "two",
        "same": made[0] is made[1],
        "training": [read_pictures(made[0], every, MAX_PICTURES) for _ in range(ROUNDS)],
        "validation": [read_pictures(made[1], every, MAX_PICTURES) for _ in range(ROUNDS)],
    }


def _generators() -> Any:
    if not _made:
        _made.append(submission.train_val_generators(TRAINING, VALIDATION))
    return _made[0]


def _length(made: Any) -> int | None:
    return len(made) if isinstance(made, tuple | list) else None


def describe_model() -> dict[str, Any]:
    """Build the model, and say what it is.

    Returns:
        ``returned``: kind of what came; ``compiled``; ``loss``: as it was given; ``model``: as data.
    """
    model = submission.create_model()
    return {
        "returned": describe_return(model)["kind"],
        "compiled": bool(getattr(model, "compiled", False)),
        "loss": _name_of(getattr(model, "loss", None)),
        "model": model_as_data(model),
    }


def _name_of(loss: Any) -> str:
    """Return a loss's name, whether it was given by name, as a function or as an object."""
    return str(getattr(loss, "name", None) or getattr(loss, "__name__", None) or loss)[:200]


def model_or_nothing() -> dict[str, Any] | None:
    """Return the model as data, or None where it cannot be built: another question asks why."""
    try:
        return model_as_data(submission.create_model())
    except Exception:
        return None


def fit_once(pictures: Any, labels: Any) -> dict[str, Any]:
    """Fit a new model on a batch as a right generator yields it.

    Args:
        pictures: shape (n, 150, 150, 3), values from 0 to 1.
        labels: shape (n,), 0 or 1.

    Returns:
        ``shape``: of the model's answers.
    """
    model = submission.create_model()
    batch = (np.asarray(pictures, np.float32), np.asarray(labels, np.float32))
    model.fit(tf.data.Dataset.from_tensors(batch), epochs=1, verbose=0)
    return {"shape": [int(size) for size in np.shape(model(batch[0], training=False))]}


def train(epochs: int) -> dict[str, Any]:
    """Train a new model, from other initial weights each time, on the learner's training generator.

    Args:
        epochs: how long.

    Returns:
        ``accuracies``: as the history has them by epoch, or None; ``model``: what was trained.
    """
    model = submission.create_model()
    history = model.fit(_generators()[0], epochs=epochs, verbose=0).history
    name = next((name for name in ("accuracy", "acc", "binary_accuracy") if name in history), None)
    return {
        "accuracies": [float(value) for value in history[name]][:200] if name else None,
        "model": model_as_data(model),
    }
