"""What each setting may be: its choices or its range, and how the address writes it."""

from __future__ import annotations

from typing import Any

from dashboard.experiments.augmentation import AugmentationError, checked_augmentation
from dashboard.experiments.choices import (
    BASES,
    BATCH_SIZES,
    CALLBACKS,
    CONVOLUTIONS,
    DATASETS,
    DROPOUT,
    EPOCHS,
    EXAMPLES,
    FACTOR,
    FILTERS,
    HOOKS,
    IMAGE_SIZES,
    LEARNING_RATE,
    MIN_DELTA,
    MOMENTUM,
    MONITORS,
    OPTIMIZERS,
    PATIENCE,
    RECIPES,
    SEED,
    SPLIT_SIZE,
    SPLITS,
    STOP_AT_ACCURACY,
    TUNE_FROM,
    TUNINGS,
    UNITS,
)
from dashboard.experiments.points import PointsError, checked_points, points_from_text, points_to_text
from dashboard.experiments.stack import StackError
from dashboard.experiments.stack_summary import checked_stack


class ConfigError(ValueError):
    """A setting is outside its range; the message is one sentence for a person."""


_CHOICES: dict[str, tuple[object, ...]] = {
    "dataset": DATASETS,
    "recipe": tuple(RECIPES),
    "examples": EXAMPLES,
    "optimizer": tuple(OPTIMIZERS),
    "batch_size": BATCH_SIZES,
    "image_size": IMAGE_SIZES,
    "callback": tuple(CALLBACKS),
    "monitor": MONITORS,
    "restore_best_weights": (False, True),
    "hooks": HOOKS,
    "convolutions": CONVOLUTIONS,
    "split": SPLITS,
    "copies": (False, True),
    "augments_validation": (False, True),
    "base": BASES,
    "tuning": TUNINGS,
    "tune_from": TUNE_FROM,
}
_TEXTS = frozenset(
    ("dataset", "recipe", "optimizer", "callback", "monitor", "hooks", "stack", "split", "augmentation")
)
_OF_TRANSFER = frozenset({"base", "tuning", "tune_from"})
_WHOLE_NUMBERS = {"units": UNITS, "filters": FILTERS, "epochs": EPOCHS, "seed": SEED, "patience": PATIENCE}
_NUMBERS = {
    "dropout": DROPOUT,
    "learning_rate": LEARNING_RATE,
    "momentum": MOMENTUM,
    "stop_at_accuracy": STOP_AT_ACCURACY,
    "min_delta": MIN_DELTA,
    "factor": FACTOR,
    "split_size": SPLIT_SIZE,
}


def check_together(dataset: str, recipe: str) -> None:
    """Raise ConfigError unless the recipe goes with the data set."""
    expected = RECIPES[recipe].datasets
    if dataset not in expected:
        sets = "data set" if len(expected) == 1 else "data sets"
        raise ConfigError(
            f"The recipe {recipe} goes with the {sets} {', '.join(expected)}; received {dataset}."
        )


def fallback(error: ConfigError, default: object) -> str:
    """Say that a default takes the place of what was wrong."""
    return f"{error} The default, {text_of(default)}, is used instead."


def text_of(value: object) -> str:
    """Return a setting's value as the address holds it."""
    if value is None:
        return "never"
    return points_to_text(value) if isinstance(value, tuple) else str(value)


def checked(name: str, value: Any, recipe: str = "dense") -> Any:
    """Return a setting's value, numbers as the field's type.

    Args:
        name: a field of ``TrainingConfig``.
        value: of any type.
        recipe: decides how many epochs there may be.

    Raises:
        ConfigError: if the value is of another type or outside its range.
    """
    if name in _CHOICES:
        # A type check first: True == 1 and 1000.0 == 1000 in Python.
        for choice in _CHOICES[name]:
            if type(value) is type(choice) and value == choice:
                return value
        allowed = ", ".join(str(choice) for choice in _CHOICES[name])
        raise ConfigError(f"{name} must be one of {allowed}; received {shown(value)}.")
    if name == "stop_at_accuracy" and value is None:
        return None
    if name == "points":
        try:
            return checked_points(value)
        except PointsError as error:
            raise ConfigError(str(error)) from error
    if name == "stack":
        try:
            return checked_stack(value)
        except StackError as error:
            raise ConfigError(str(error)) from error
    if name == "augmentation":
        try:
            return checked_augmentation(value)
        except AugmentationError as error:
            raise ConfigError(str(error)) from error
    whole = name in _WHOLE_NUMBERS
    allowed_range = _WHOLE_NUMBERS[name] if whole else _NUMBERS[name]
    if name == "epochs":
        allowed_range = RECIPES[recipe].epochs
    fits = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not fits or value not in allowed_range:
        kind = "a whole number" if whole else "a number"
        raise ConfigError(f"{name} must be {kind} from {allowed_range}; received {shown(value)}.")
    return value if whole else float(value)


def shown(value: object) -> str:
    """Return a value as a message quotes it, cut to 40 characters."""
    text = repr(value)
    return text if len(text) <= 40 else text[:40] + "…"


def parsed(name: str, text: str) -> Any:
    """Turn URL text into the field's type where it can be; else give the text, which no check accepts."""
    if name in _TEXTS | _OF_TRANSFER:
        return text
    if name in {"restore_best_weights", "copies", "augments_validation"}:
        return {"True": True, "False": False}.get(text, text)
    if name == "stop_at_accuracy" and text == "never":
        return None
    if name == "points":
        try:
            return points_from_text(text)
        except PointsError as error:
            raise ConfigError(str(error)) from error
    try:
        return float(text) if name in _NUMBERS else int(text)
    except ValueError:
        return text
