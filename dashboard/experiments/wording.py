"""Settings and figures in words, the same wherever a learner reads them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.experiments.augmentation import NONE
from dashboard.experiments.config import CALLBACKS, OPTIMIZERS, TrainingConfig

_LABELS = {
    "dataset": "data set",
    "recipe": "model",
    "examples": "pictures",
    "units": "neurons",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "stop_at_accuracy": "stop at accuracy",
    "image_size": "picture size",
    "min_delta": "min_delta",
    "restore_best_weights": "restore_best_weights",
    "stack": "layers",
    "split": "split_data",
    "split_size": "SPLIT_SIZE",
    "copies": "copies left in",
    "augments_validation": "augmented validation",
}
_AFTER_THE_NUMBER = {
    "examples": "picture",
    "units": "neuron",
    "filters": "filter",
    "epochs": "epoch",
    "convolutions": "convolution",
}
_MOST_NAMED = 3  # settings in a name; with more of them nobody reads it


def label(field: str) -> str:
    """Return what a learner calls a field of ``TrainingConfig``, for example ``"neurons"`` for ``"units"``."""
    return _LABELS.get(field, field)


def shown(value: object) -> str:
    """Return a setting's value as a learner reads it, for example ``"10,000"``, ``"SGD"`` or ``"off"``."""
    if value is None:
        return "off"
    if isinstance(value, str) and value in CALLBACKS and value != "none":
        return CALLBACKS[value].class_name
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return OPTIMIZERS[value].class_name if value in OPTIMIZERS else value
    if isinstance(value, tuple):
        return ", ".join(f"({x:g}, {y:g})" for x, y in value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def phrase(field: str, value: object) -> str:
    """Return a setting in words, for example ``"512 neurons"``, ``"dropout 0.2"`` or ``"SGD"``."""
    if field in _AFTER_THE_NUMBER:
        noun = _AFTER_THE_NUMBER[field]
        return f"{shown(value)} {noun}" if value == 1 else f"{shown(value)} {noun}s"
    if field == "stop_at_accuracy":
        return "no stop" if value is None else f"stop at {float(str(value)) * 100:.0f} %"
    if field in {"optimizer", "recipe", "dataset"}:
        return shown(value)
    if field == "points" and isinstance(value, tuple):
        return "1 point" if len(value) == 1 else f"{len(value)} points"
    if field == "stack" and isinstance(value, str):
        count = value.count(",") + 1
        return f"{count} {'layer' if count == 1 else 'layers'}"
    if field == "augmentation":
        return "no augmentation" if value == NONE else "augmentation"
    if field == "augments_validation":
        return "validation augmented" if value else "validation as it is"
    if field == "seed":
        return f"seed {value}"  # a name rather than a number: no thousands
    return f"{label(field)} {shown(value)}"


def name_for(config: TrainingConfig, other: TrainingConfig) -> str:
    """Return a name from what differs from another config, for example ``"512 neurons, SGD"``; empty if nothing."""
    phrases = [
        phrase(field, getattr(config, field))
        for field in config.relevant_fields()
        if getattr(config, field) != getattr(other, field)
    ]
    return ", ".join(phrases[:_MOST_NAMED]) + (" …" if len(phrases) > _MOST_NAMED else "")


def percent(share: float | None) -> str:
    """Return a share, 0 to 1, as ``"86.1 %"``."""
    return "not a number" if share is None or not math.isfinite(share) else f"{share * 100:.1f} %"


def figure(name: str, value: float | None) -> str:
    """Return a value of a history by its Keras name: accuracies in per cent, losses with three digits."""
    if name.endswith("accuracy"):
        return percent(value)
    if value is None or not math.isfinite(value):
        return "not a number"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 10_000 else f"{value:.1e}"


def listed(words: Sequence[str]) -> str:
    """Return ``"a, b and c"``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
