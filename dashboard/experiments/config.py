"""The settings of one training run: one frozen, validated value that widgets, the URL and the workers share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from dashboard.experiments.augmentation import NONE
from dashboard.experiments.choices import (
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
    OF_CALLBACKS,
    OPTIMIZERS,
    PATIENCE,
    RECIPES,
    SEED,
    SPLIT_SIZE,
    SPLITS,
    STOP_AT_ACCURACY,
    UNITS,
    VALIDATION_SPLIT,
)
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.points import LINE_POINTS, Points
from dashboard.experiments.settings import (
    ConfigError,
    check_together,
    checked,
    fallback,
    parsed,
    shown,
    text_of,
)
from dashboard.experiments.split_versions import split_counts
from dashboard.experiments.stack import NOTES_STACK

# The choices are part of what a page knows as the settings: it finds them here too.
__all__ = [
    "BATCH_SIZES",
    "CALLBACKS",
    "CONVOLUTIONS",
    "DATASETS",
    "DROPOUT",
    "EPOCHS",
    "EXAMPLES",
    "FACTOR",
    "FILTERS",
    "HOOKS",
    "IMAGE_SIZES",
    "LEARNING_RATE",
    "MIN_DELTA",
    "MOMENTUM",
    "MONITORS",
    "OF_CALLBACKS",
    "OPTIMIZERS",
    "PATIENCE",
    "RECIPES",
    "SEED",
    "SPLITS",
    "SPLIT_SIZE",
    "STOP_AT_ACCURACY",
    "UNITS",
    "VALIDATION_SPLIT",
    "ConfigError",
    "TrainingConfig",
    "query_key",
]


# What the model is, which decides what else counts and what is allowed.
_MODEL = ("dataset", "recipe")
# The names in the URL: short, yet readable.
_QUERY_KEYS = {
    "dataset": "data",
    "recipe": "model",
    "examples": "examples",
    "units": "units",
    "filters": "filters",
    "dropout": "dropout",
    "optimizer": "optimizer",
    "learning_rate": "lr",
    "momentum": "momentum",
    "batch_size": "batch",
    "epochs": "epochs",
    "stop_at_accuracy": "stop",
    "seed": "seed",
    "points": "points",
    "image_size": "size",
    "callback": "callback",
    "monitor": "monitor",
    "patience": "patience",
    "min_delta": "min_delta",
    "factor": "factor",
    "restore_best_weights": "restore",
    "hooks": "hooks",
    "stack": "layers",
    "convolutions": "convs",
    "split": "split",
    "split_size": "split_size",
    "copies": "copies",
    "augmentation": "augment",
    "augments_validation": "augment_val",
    "base": "base",
    "tuning": "tuning",
    "tune_from": "tune_from",
}


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides a run; two equal configs give the same curve.

    A setting that does not count for the recipe (see :meth:`relevant_fields`) is put back to its default, so
    that configs which train the same are equal.

    Args:
        dataset: one of ``DATASETS``.
        recipe: one of ``RECIPES``: which layers the model has. Each recipe goes with some of the data sets.
        examples: pictures taken from the front of the training set, one of ``EXAMPLES``. The last
            20 % of them are the validation set, as with ``validation_split=0.2`` in Keras. Scenes, which have a
            validation set of their own, are all taken. More than there are means all of them.
        units: neurons of the hidden layer, 1 to 1024.
        filters: filters of each convolution, 1 to 64; for scenes, of the first, and each has twice those before.
        dropout: fraction of hidden values set to zero while training, 0 to 0.9; 0 leaves the layer out.
        optimizer: one of the keys of ``OPTIMIZERS``.
        learning_rate: step size of the optimizer, 0.00001 to 10.
        batch_size: pictures a weight update, one of ``BATCH_SIZES``. A data set of points is one batch.
        epochs: times through the training examples, 1 to 100; to 500 without convolutions, and to 2,000 where an
            epoch is one step.
        stop_at_accuracy: training accuracy above which a callback stops training, 0.5 to 1; None for never.
        seed: start of all randomness, 0 to 2**31 - 1.
        momentum: share of the former step that SGD adds to the next, 0 to 0.99; other optimizers have none.
        points: inputs and targets of the single neuron, 1 to 20 pairs of numbers from -1000 to 1000.
        image_size: height and width of scenes, one of ``IMAGE_SIZES`` pixels.
        callback: one of ``CALLBACKS``; it comes beside the one of ``stop_at_accuracy``. What follows are its
            arguments, by Keras' names, with Keras' meaning.
        monitor: what the callback looks at, one of ``MONITORS``.
        patience: epochs without improvement that it waits for, 0 to 100.
        min_delta: by how much better than the best a value must be to count, 0 to 1.
        factor: what the learning rate is multiplied by, 0.01 to 0.99.
        restore_best_weights: whether the model ends with the weights of the best epoch.
        hooks: one of ``HOOKS``: whether the run records which hooks Keras calls, and where it sets
            ``model.stop_training``. Such a run is trained by ``model.fit`` itself.
        stack: the layers that a learner put together, as ``experiments.stack`` writes them; they must fit.
        convolutions: convolutions of a first ConvNet, each followed by pooling, 1 or 2.
        split: one of ``SPLITS``: how ``split_data`` is written that made the folders to learn from.
        split_size: its SPLIT_SIZE, the share of the files for training, 0.1 to 1.
        copies: whether pictures that were there twice were left so before the split.
        augmentation: the random transformations of the training pictures, as ``experiments.augmentation`` writes them.
        augments_validation: whether the validation pictures are transformed as well, a mistake to be seen.
        base: what a run of transfer learning stands on, one of ``BASES``.
        tuning: one of ``TUNINGS``: whether the base is fine-tuned once the head has learned, or with which mistake.
        tune_from: the first block that is fine-tuned, one of ``TUNE_FROM``.

    Raises:
        ConfigError: if a setting is outside its range, or the recipe and the data set do not go together.
    """

    dataset: str = "fashion_mnist"
    recipe: str = "dense"
    examples: int = 10_000
    units: int = 128
    filters: int = 32
    dropout: float = 0.0
    optimizer: str = "adam"
    learning_rate: float = 0.001
    batch_size: int = 32
    epochs: int = 10
    stop_at_accuracy: float | None = None
    seed: int = 42
    momentum: float = 0.0
    points: Points = LINE_POINTS
    image_size: int = 48
    callback: str = "none"
    monitor: str = "val_loss"
    patience: int = 5
    min_delta: float = 0.0
    factor: float = 0.5
    restore_best_weights: bool = True
    hooks: str = "off"
    stack: str = NOTES_STACK
    convolutions: int = 2
    split: str = "right"
    split_size: float = 0.8
    copies: bool = False
    augmentation: str = NONE
    augments_validation: bool = False
    base: str = "pretrained"
    tuning: str = "off"
    tune_from: str = "block_15"

    def __post_init__(self) -> None:
        for name in _MODEL:
            checked(name, getattr(self, name))
        check_together(self.dataset, self.recipe)
        relevant = self.relevant_fields()
        for field in fields(self):
            value = checked(field.name, getattr(self, field.name), self.recipe)
            object.__setattr__(self, field.name, value if field.name in relevant else field.default)

    def relevant_fields(self) -> tuple[str, ...]:
        """Return the settings that count for this recipe, in the order of the fields; the others change nothing."""
        names = {*_MODEL, *RECIPES[self.recipe].settings}
        if self.optimizer != "sgd":
            names.discard("momentum")
        if self.augmentation == NONE:
            names.discard("augments_validation")
        names -= (
            OF_CALLBACKS - CALLBACKS[self.callback].settings if self.callback in CALLBACKS else frozenset()
        )
        return tuple(field.name for field in fields(self) if field.name in names)

    @property
    def training_examples(self) -> int:
        """Examples the model learns from: for pictures, the front 80 % of ``examples``."""
        info = dataset_info(self.dataset)
        if "points" in RECIPES[self.recipe].settings:
            return len(self.points)
        if self.is_split:
            return split_counts(self.split, self.split_size, copies=self.copies)[0]
        if info.validation_size:
            return info.train_size
        # Keras computes the same floor: int(floor(examples * (1 - validation_split))).
        return math.floor(self._taken * (1 - VALIDATION_SPLIT)) if info.validated else info.train_size

    @property
    def validation_examples(self) -> int:
        """Examples for validation: a set of their own, or the last 20 % of ``examples``, or none."""
        info = dataset_info(self.dataset)
        if self.is_split:
            return split_counts(self.split, self.split_size, copies=self.copies)[1]
        if info.validation_size:
            return info.validation_size
        return self._taken - self.training_examples if info.validated else 0

    @property
    def is_split(self) -> bool:
        """Whether the pictures are those of folders that a ``split_data`` made."""
        return "split" in RECIPES[self.recipe].settings

    @property
    def _taken(self) -> int:
        chosen = "examples" in RECIPES[self.recipe].settings
        size = dataset_info(self.dataset).train_size
        return min(self.examples, size) if chosen else size

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one input, as ``keras.Input`` takes it."""
        shape = dataset_info(self.dataset).shape
        return (self.image_size, self.image_size, *shape[2:]) if self.size else shape

    @property
    def size(self) -> int | None:
        """Height and width that pictures are brought to before the model sees them; None if they stay as they are."""
        return self.image_size if "image_size" in RECIPES[self.recipe].settings else None

    @property
    def steps_per_epoch(self) -> int:
        """Weight updates in an epoch; the last batch may be short."""
        return math.ceil(self.training_examples / self.batch_size)

    def architecture_key(self) -> str:
        """Return what decides the compiled graph; runs that share it start without compiling again.

        The dropout rate is a variable of the graph: only whether there is dropout counts.
        """
        dropout = "dropout" if self.dropout > 0 else "plain"
        # Keras writes the momentum into the graph as a constant.
        optimizer = f"{self.optimizer}+{self.momentum}" if self.momentum else self.optimizer
        parts = (
            self.dataset, self.recipe, self.units, self.filters, dropout, optimizer, self.batch_size,
            *((self.size,) if self.size else ()),
            *((self.stack,) if "stack" in RECIPES[self.recipe].settings else ()),
            *(("one convolution",) if self.convolutions == 1 else ()),
        )  # fmt: skip
        return "/".join(map(str, parts))

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

    def to_query(self, *, everything: bool = False, defaults: TrainingConfig | None = None) -> dict[str, str]:
        """Return the settings that count, for a URL.

        Args:
            everything: also give settings that have their default value.
            defaults: the page's own defaults, also to be given to :meth:`from_query`; the class's by default.

        Returns:
            Text by short key, for example ``{"units": "512", "lr": "0.01"}``.
        """
        page = defaults or TrainingConfig()
        base = page._for_model(self.dataset, self.recipe)
        chosen = {}
        for name in self.relevant_fields():
            value = getattr(self, name)
            if everything or value != getattr(page if name in _MODEL else base, name):
                chosen[_QUERY_KEYS[name]] = text_of(value)
        return chosen

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], defaults: TrainingConfig | None = None, *, fixed: bool = False
    ) -> tuple[TrainingConfig, tuple[str, ...]]:
        """Read the settings from a URL; never fails.

        Args:
            query: text by key; keys that are not settings of the recipe are left alone.
            defaults: the page's own defaults; the class's by default.
            fixed: whether the page trains the data set and the recipe of ``defaults`` and no other.

        Returns:
            The config, and one sentence for each value that was not usable and fell back to its default.
        """
        page = defaults or cls()
        base, problems = page._model_from_query(query, fixed=fixed)
        good: dict[str, Any] = {}
        # The optimizer of the query may give a setting its meaning that the default's had not.
        for name, key in _QUERY_KEYS.items():
            text = query.get(key) if name in RECIPES[base.recipe].settings else None
            if text is None:
                continue
            try:
                good[name] = checked(name, parsed(name, text), base.recipe)
            except ConfigError as error:
                problems.append(fallback(error, getattr(base, name)))
        return replace(base, **good), tuple(problems)

    def _model_from_query(self, query: Mapping[str, str], *, fixed: bool) -> tuple[TrainingConfig, list[str]]:
        """Return the defaults for the data set and the recipe that the query names, and what was wrong with them."""
        named = {name: getattr(self, name) for name in _MODEL}
        problems = []
        for name in _MODEL:
            text = query.get(_QUERY_KEYS[name], named[name])
            try:
                checked(name, text)
                if fixed and text != named[name]:
                    raise ConfigError(f"{name} is always {named[name]} on this page; received {shown(text)}.")
                named[name] = text
            except ConfigError as error:
                problems.append(fallback(error, named[name]))
        try:
            check_together(**named)
        except ConfigError as error:
            problems.append(fallback(error, f"{self.recipe} on {self.dataset}"))
            return self, problems
        return self._for_model(**named), problems

    def _for_model(self, dataset: str, recipe: str) -> TrainingConfig:
        """Return these settings, or the class's defaults for another model: they are meant for this one."""
        if (dataset, recipe) == (self.dataset, self.recipe):
            return self
        return TrainingConfig(dataset, recipe)


def query_key(field: str) -> str:
    """Return the URL key of a field, for example ``"lr"`` for ``"learning_rate"``."""
    return _QUERY_KEYS[field]
