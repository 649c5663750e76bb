"""The settings of one training run: one frozen, validated value that widgets, the URL and the workers share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


class ConfigError(ValueError):
    """A setting is outside its range; the message is one sentence for a person."""


@dataclass(frozen=True)
class Range:
    """The closed range of a numeric setting.

    Args:
        low: the smallest allowed value.
        high: the largest allowed value.
    """

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low:.10g} to {self.high:.10g}"


@dataclass(frozen=True)
class OptimizerChoice:
    """An optimizer a learner can choose.

    Args:
        id: the value of ``TrainingConfig.optimizer``.
        class_name: its class in ``keras.optimizers``.
        learning_rate: the learning rate Keras gives it by default.
    """

    id: str
    class_name: str
    learning_rate: float


# Source of the learning rates: the constructors' defaults in keras.optimizers.
OPTIMIZERS: dict[str, OptimizerChoice] = {
    choice.id: choice
    for choice in (
        OptimizerChoice("sgd", "SGD", 0.01),
        OptimizerChoice("rmsprop", "RMSprop", 0.001),
        OptimizerChoice("adam", "Adam", 0.001),
        OptimizerChoice("adagrad", "Adagrad", 0.001),
    )
}
DATASETS = ("fashion_mnist",)
RECIPES = ("dense",)
EXAMPLES = (1_000, 2_000, 5_000, 10_000, 20_000, 60_000)
BATCH_SIZES = (16, 32, 64, 128, 256, 512)
UNITS = Range(1, 1024)
EPOCHS = Range(1, 100)
DROPOUT = Range(0.0, 0.9)
LEARNING_RATE = Range(1e-5, 10.0)
STOP_AT_ACCURACY = Range(0.5, 1.0)
SEED = Range(0, 2**31 - 1)
VALIDATION_SPLIT = 0.2

_CHOICES: dict[str, tuple[object, ...]] = {
    "dataset": DATASETS,
    "recipe": RECIPES,
    "examples": EXAMPLES,
    "optimizer": tuple(OPTIMIZERS),
    "batch_size": BATCH_SIZES,
}
_WHOLE_NUMBERS = {"units": UNITS, "epochs": EPOCHS, "seed": SEED}
_NUMBERS = {"dropout": DROPOUT, "learning_rate": LEARNING_RATE, "stop_at_accuracy": STOP_AT_ACCURACY}
# The names in the URL: short, yet readable.
_QUERY_KEYS = {
    "dataset": "data",
    "recipe": "model",
    "examples": "examples",
    "units": "units",
    "dropout": "dropout",
    "optimizer": "optimizer",
    "learning_rate": "lr",
    "batch_size": "batch",
    "epochs": "epochs",
    "stop_at_accuracy": "stop",
    "seed": "seed",
}


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides a run; two equal configs give the same curve.

    Args:
        dataset: one of ``DATASETS``.
        recipe: one of ``RECIPES``: which layers the model has.
        examples: pictures taken from the front of the training set, one of ``EXAMPLES``. The last
            20 % of them are the validation set, as with ``validation_split=0.2`` in Keras.
        units: neurons of the hidden layer, 1 to 1024.
        dropout: fraction of hidden values set to zero while training, 0 to 0.9; 0 leaves the layer out.
        optimizer: one of the keys of ``OPTIMIZERS``.
        learning_rate: step size of the optimizer, 0.00001 to 10.
        batch_size: pictures a weight update, one of ``BATCH_SIZES``.
        epochs: times through the training pictures, 1 to 100.
        stop_at_accuracy: training accuracy above which a callback stops training, 0.5 to 1; None for never.
        seed: start of all randomness, 0 to 2**31 - 1.

    Raises:
        ConfigError: if a setting is outside its range.
    """

    dataset: str = "fashion_mnist"
    recipe: str = "dense"
    examples: int = 10_000
    units: int = 128
    dropout: float = 0.0
    optimizer: str = "adam"
    learning_rate: float = 0.001
    batch_size: int = 32
    epochs: int = 10
    stop_at_accuracy: float | None = None
    seed: int = 42

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _checked(field.name, getattr(self, field.name)))

    @property
    def training_examples(self) -> int:
        """Pictures the model learns from: the front 80 % of ``examples``."""
        # Keras computes the same floor: int(floor(examples * (1 - validation_split))).
        return math.floor(self.examples * (1 - VALIDATION_SPLIT))

    @property
    def validation_examples(self) -> int:
        """Pictures held back for validation: the last 20 % of ``examples``."""
        return self.examples - self.training_examples

    @property
    def steps_per_epoch(self) -> int:
        """Weight updates in an epoch; the last batch may be short."""
        return math.ceil(self.training_examples / self.batch_size)

    def architecture_key(self) -> str:
        """Return what decides the compiled graph; runs that share it start without compiling again."""
        return (
            f"{self.dataset}/{self.recipe}/{self.units}/{self.dropout!r}/{self.optimizer}/{self.batch_size}"
        )

    def to_json(self) -> dict[str, Any]:
        """Return the settings as a JSON object, one member a field."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TrainingConfig:
        """Read what :meth:`to_json` wrote; a missing member takes its default.

        Raises:
            ConfigError: if a member is unknown or outside its range.
        """
        unknown = sorted(set(data) - {field.name for field in fields(cls)})
        if unknown:
            known = ", ".join(field.name for field in fields(cls))
            raise ConfigError(f"Expected only the settings {known}; received {unknown[0]!r} as well.")
        return cls(**data)

    def to_query(self, *, everything: bool = False) -> dict[str, str]:
        """Return the settings for a URL.

        Args:
            everything: also give settings that have their default value.

        Returns:
            Text by short key, for example ``{"units": "512", "lr": "0.01"}``.
        """
        chosen = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if everything or value != field.default:
                chosen[_QUERY_KEYS[field.name]] = "never" if value is None else str(value)
        return chosen

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[TrainingConfig, tuple[str, ...]]:
        """Read the settings from a URL; never fails.

        Args:
            query: text by key; keys that are not settings are left alone.

        Returns:
            The config, and one sentence for each value that was not usable and fell back to its default.
        """
        good: dict[str, Any] = {}
        problems = []
        for field in fields(cls):
            text = query.get(_QUERY_KEYS[field.name])
            if text is None:
                continue
            try:
                good[field.name] = _checked(field.name, _parsed(field.name, text))
            except ConfigError as error:
                default = "never" if field.default is None else field.default
                problems.append(f"{error} The default, {default}, is used instead.")
        return cls(**good), tuple(problems)


def query_key(field: str) -> str:
    """Return the URL key of a field, for example ``"lr"`` for ``"learning_rate"``."""
    return _QUERY_KEYS[field]


def _checked(name: str, value: Any) -> Any:
    if name in _CHOICES:
        # A type check first: True == 1 and 1000.0 == 1000 in Python.
        for choice in _CHOICES[name]:
            if type(value) is type(choice) and value == choice:
                return value
        allowed = ", ".join(str(choice) for choice in _CHOICES[name])
        raise ConfigError(f"{name} must be one of {allowed}; received {_shown(value)}.")
    if name == "stop_at_accuracy" and value is None:
        return None
    whole = name in _WHOLE_NUMBERS
    allowed_range = _WHOLE_NUMBERS[name] if whole else _NUMBERS[name]
    fits = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not fits or value not in allowed_range:
        kind = "a whole number" if whole else "a number"
        raise ConfigError(f"{name} must be {kind} from {allowed_range}; received {_shown(value)}.")
    return value if whole else float(value)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _parsed(name: str, text: str) -> Any:
    """Turn URL text into the field's type where it can be; else give the text, which no check accepts."""
    if name in {"dataset", "recipe", "optimizer"}:
        return text
    if name == "stop_at_accuracy" and text == "never":
        return None
    try:
        return float(text) if name in _NUMBERS else int(text)
    except ValueError:
        return text
