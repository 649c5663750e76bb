"""What a learner can choose: optimizers, models, and the range of every number."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.experiments.split_versions import VERSIONS


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


@dataclass(frozen=True)
class CallbackChoice:
    """A callback of Keras' own that a run can have.

    Args:
        id: the value of ``TrainingConfig.callback``.
        class_name: its class in ``keras.callbacks``.
        settings: the fields of ``TrainingConfig`` that count for it.
    """

    id: str
    class_name: str
    settings: frozenset[str]


CALLBACKS: dict[str, CallbackChoice] = {
    choice.id: choice
    for choice in (
        CallbackChoice("none", "", frozenset()),
        CallbackChoice(
            "early_stopping",
            "EarlyStopping",
            frozenset({"monitor", "patience", "min_delta", "restore_best_weights"}),
        ),
        CallbackChoice("model_checkpoint", "ModelCheckpoint", frozenset({"monitor"})),
        CallbackChoice(
            "reduce_lr", "ReduceLROnPlateau", frozenset({"monitor", "patience", "min_delta", "factor"})
        ),
    )
}
OF_CALLBACKS = frozenset({name for choice in CALLBACKS.values() for name in choice.settings})
MONITORS = ("val_loss", "val_accuracy", "loss", "accuracy")
# What a recording callback does: record nothing (off), set nothing, or set model.stop_training in one of the hooks.
HOOKS = (
    "off",
    "nothing",
    "on_train_begin",
    "on_epoch_begin",
    "on_train_batch_begin",
    "on_train_batch_end",
    "on_test_begin",
    "on_test_batch_begin",
    "on_test_batch_end",
    "on_test_end",
    "on_epoch_end",
)
DATASETS = (
    "fashion_mnist",
    "line",
    "motion",
    "animal_silhouettes",
    "horse_or_human",
    "cats_and_dogs",
    "rock_paper_scissors",
    "cats_v_dogs",
)
# A run of transfer learning: which base it stands on, what of it is fine-tuned and how, and from which block up.
BASES = ("none", "random", "pretrained")
TUNINGS = ("off", "right", "head_untrained", "batch_norm", "frozen_late")
TUNE_FROM = ("Conv_1", "block_16", "block_15", "block_14", "block_13")
EXAMPLES = (200, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000)
IMAGE_SIZES = (48, 64, 96)
BATCH_SIZES = (16, 32, 64, 128, 256, 512)
UNITS = Range(1, 1024)
FILTERS = Range(1, 64)
CONVOLUTIONS = (1, 2)
SPLITS = tuple(VERSIONS)  # ways to write split_data
SPLIT_SIZE = Range(0.1, 1.0)
EPOCHS = Range(1, 100)
MANY_EPOCHS = Range(1, 500)  # where a few pictures make an epoch of a moment
SHORT_EPOCHS = Range(1, 2_000)  # where an epoch is a single step
DROPOUT = Range(0.0, 0.9)
MOMENTUM = Range(0.0, 0.99)
LEARNING_RATE = Range(1e-5, 10.0)
STOP_AT_ACCURACY = Range(0.5, 1.0)
PATIENCE = Range(0, 100)
MIN_DELTA = Range(0.0, 1.0)
FACTOR = Range(0.01, 0.99)
SEED = Range(0, 2**31 - 1)
VALIDATION_SPLIT = 0.2


@dataclass(frozen=True)
class RecipeChoice:
    """A model a learner can train.

    Args:
        id: the value of ``TrainingConfig.recipe``.
        title: its name for people.
        datasets: the data sets it goes with.
        settings: the fields of ``TrainingConfig`` that count for it, beside data set and recipe.
        epochs: how many epochs it may train.
        keeps_path: whether a run keeps the model's weights after every epoch; for models with a handful of them.
    """

    id: str
    title: str
    datasets: tuple[str, ...]
    settings: frozenset[str]
    epochs: Range = EPOCHS
    keeps_path: bool = False


_OF_EVERY_RECIPE = frozenset({"optimizer", "learning_rate", "momentum", "epochs", "seed"})
_OF_A_CLASSIFIER = _OF_EVERY_RECIPE | {"examples", "units", "dropout", "batch_size", "stop_at_accuracy"}
# Of a few hundred scenes all are learned from; what counts is how large they are.
_OF_SCENES = _OF_A_CLASSIFIER - {"examples"} | {
    "filters",
    "image_size",
    "augmentation",
    "augments_validation",
}
_OF_A_DENSE_MODEL = _OF_A_CLASSIFIER | OF_CALLBACKS | {"callback", "hooks"}
_GREY_PICTURES = ("fashion_mnist", "animal_silhouettes")
_SCENES = ("horse_or_human", "cats_and_dogs", "rock_paper_scissors")
RECIPES: dict[str, RecipeChoice] = {
    choice.id: choice
    for choice in (
        RecipeChoice("dense", "One hidden layer", _GREY_PICTURES, _OF_A_DENSE_MODEL, MANY_EPOCHS),
        RecipeChoice("conv", "First ConvNet", _GREY_PICTURES, _OF_A_CLASSIFIER | {"filters", "convolutions"}),
        # The batch size stays as it is: a learner's stack may be large, and its memory grows with the batch.
        RecipeChoice(
            "stack",
            "A stack of your own",
            ("fashion_mnist",),
            _OF_EVERY_RECIPE | {"examples", "stop_at_accuracy", "stack"},
        ),
        RecipeChoice("scenes", "ConvNet for scenes in colour", _SCENES, _OF_SCENES),
        RecipeChoice(
            "folders",
            "ConvNet for the folder cats-v-dogs",
            ("cats_v_dogs",),
            _OF_SCENES | {"split", "split_size", "copies"},
        ),
        RecipeChoice(
            "neuron",
            "A single neuron",
            ("line",),
            _OF_EVERY_RECIPE | {"points"},
            SHORT_EPOCHS,
            keeps_path=True,
        ),
        RecipeChoice(
            "transfer",
            "A base and a small head",
            ("cats_and_dogs", "horse_or_human"),
            _OF_EVERY_RECIPE | {"base", "tuning", "tune_from"},
        ),
        RecipeChoice("motion", "A small network", ("motion",), _OF_EVERY_RECIPE, keeps_path=True),
    )
}
