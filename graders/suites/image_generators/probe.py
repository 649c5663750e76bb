"""Runs beside the submission, in the sandbox: reads its generator, and has it train its model, once.

Holds questions only. Whatever it reports is data from the learner's process; ``test_image_generators.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

import inspect
from typing import Any

import tensorflow as tf
from training_probe import Watch, describe_return, model_as_data, read_pictures

MAX_PICTURES = 200
_trainings: dict[int, tuple[dict[str, Any], Any]] = {}


def read_generator(every: int) -> dict[str, Any]:
    """Read the pictures that ``image_generator()`` yields, or else those that the training is given.

    Args:
        every: of each picture only every so many-th row and column are reported.

    """
    generator = (
        submission.image_generator()
        if callable(getattr(submission, "image_generator", None))
        else _trained_on()
    )
    return read_pictures(generator, every, MAX_PICTURES)


def is_older() -> bool:
    """Whether ``train_happy_sad_model`` takes no generator, but makes its own."""
    return not inspect.signature(submission.train_happy_sad_model).parameters


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
