"""Runs beside the submission, in the sandbox: reads its generator, and has it train its model, once.

Holds questions only. Whatever it reports is data from the learner's process; ``test_image_generators.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import tensorflow as tf
from training_probe import Watch, describe_return, model_as_data

MAX_PICTURES = 200
MAX_BATCHES = 200
_trainings: dict[int, tuple[dict[str, Any], Any]] = {}


def read_generator(every: int) -> dict[str, Any]:
    """Read the pictures that ``image_generator()`` yields, or else those that the training is given.

    Args:
        every: of each picture only every so many-th row and column are reported.

    Returns:
        ``kind``: what was returned; ``batches``: the shapes of the pictures, batch by batch; ``low`` and ``high``: the
        smallest and the largest number; ``thumbnails`` and ``labels``: of all pictures, or None where batches differ.
    """
    generator = (
        submission.image_generator()
        if callable(getattr(submission, "image_generator", None))
        else _trained_on()
    )
    if not hasattr(generator, "__iter__") and not hasattr(generator, "__getitem__"):
        return {"kind": describe_return(generator)["kind"], "batches": []}
    pairs = _batches(generator)
    pictures = [np.asarray(x) for x, _ in pairs]
    answers = [None if y is None else np.asarray(y) for _, y in pairs]
    return {
        "kind": "generator",
        "batches": [list(batch.shape) for batch in pictures],
        "low": min((float(batch.min()) for batch in pictures if batch.size), default=0.0),
        "high": max((float(batch.max()) for batch in pictures if batch.size), default=0.0),
        "thumbnails": _joined(
            [batch[:, ::every, ::every] if batch.ndim == 4 else batch for batch in pictures]
        ),
        "labels": _joined(answers) if all(each is not None for each in answers) else None,
    }


def is_older() -> bool:
    """Whether ``train_happy_sad_model`` takes no generator, but makes its own."""
    return not inspect.signature(submission.train_happy_sad_model).parameters


def _batches(generator: Any) -> list[tuple[Any, Any]]:
    """Return one round of batches as (pictures, labels) pairs; labels are None where there are none."""
    try:
        count = min(len(generator), MAX_BATCHES)
    except TypeError:  # an endless dataset does not say how long it is
        count = MAX_BATCHES
    found: list[tuple[Any, Any]] = []
    seen = 0
    batches = iter(generator)
    while len(found) < count and seen < MAX_PICTURES:
        batch = next(batches, None)
        if batch is None:
            break
        x, y = (batch[0], batch[1]) if isinstance(batch, tuple | list) and len(batch) >= 2 else (batch, None)
        found.append((x, y))
        seen += len(found[-1][0])
    return found


def _joined(arrays: list[Any]) -> Any:
    """Return arrays one after another, or None if they do not fit together."""
    if not arrays or len({each.shape[1:] for each in arrays}) > 1:
        return None
    return np.concatenate(arrays)


def _trained_on() -> Any:
    train()
    data = _trainings[0][1]
    return data[-1] if data else None


def train(attempt: int = 0) -> dict[str, Any]:
    """Call ``train_happy_sad_model``, once an attempt, and report what it did and returned.

    Args:
        attempt: each number trains one model, from other initial weights; asked again, it tells the same.

    Returns:
        ``older``: whether it takes no generator; ``returned``: kind of the answer; ``fits``; ``metrics``: names in the
        history; ``accuracies``: by epoch, or None if the metric is missing; ``callbacks``: how many were passed;
        ``model``: what was trained.
    """
    if attempt not in _trainings:
        older = is_older()
        with Watch() as watch:
            answer = (
                submission.train_happy_sad_model()
                if older
                else submission.train_happy_sad_model(_generator())
            )
        _trainings[attempt] = (_report(watch, answer, older), watch.data)
    return _trainings[attempt][0]


def _generator() -> Any:
    """Return a generator as the task describes it, so that a wrong one of the learner's costs nothing here."""
    return tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255).flow_from_directory(
        directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary"
    )


def _report(watch: Watch, answer: Any, older: bool) -> dict[str, Any]:
    name = watch.accuracy_name
    return {
        "older": older,
        "returned": describe_return(answer),
        "fits": watch.fits,
        "metrics": sorted(watch.metrics),
        "accuracies": watch.metrics[name][:200] if name else None,
        "callbacks": len(watch.callbacks),
        "model": model_as_data(watch.models[-1] if watch.models else None),
    }
