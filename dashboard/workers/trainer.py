"""From a ``TrainingConfig`` to a trained model; keeps compiled programs, so that most runs compile nothing."""

from __future__ import annotations

import gc
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras
import tensorflow as tf

from dashboard.experiments.config import EXAMPLES, OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import dataset_info, load
from dashboard.experiments.recipes import layers
from dashboard.workers.engine import Examples, FitOptions, FitResult, Fitting, never
from dashboard.workers.program import Program, index_table

_PROGRAMS_KEPT = 6
# Measured with one thread: compiling with XLA costs about 0.8 s and saves 0.15 ms or more a step of a dense model
# with small batches. With batches above 64 it saves nothing, and with dropout XLA's random numbers make it slower.
_XLA_STEPS = 6_000
_XLA_BATCH = 64


@dataclass(frozen=True)
class _Tensors:
    """A data set in memory, pixels as uint8 (a fifth of the memory of floats)."""

    train_x: tf.Tensor
    train_y: tf.Tensor
    test_x: tf.Tensor
    test_y: tf.Tensor


@dataclass(frozen=True)
class Trained:
    """A model after training.

    Args:
        program: the model and its compiled functions; the next run of this architecture reuses them.
        result: how training went.
        test: the official test examples.
    """

    program: Program
    result: FitResult
    test: Examples


class Trainer:
    """Trains configs, one at a time.

    Args:
        programs_kept: compiled programs to keep, the least recently used going first.
    """

    def __init__(self, programs_kept: int = _PROGRAMS_KEPT) -> None:
        self._programs: OrderedDict[str, Program] = OrderedDict()
        self._kept = programs_kept
        self._tensors: dict[str, _Tensors] = {}

    def load(self, dataset: str) -> None:
        """Read a data set into memory.

        Raises:
            DatasetError: if a file is missing or damaged.
        """
        if dataset not in self._tensors:
            train, test = load(dataset, "train"), load(dataset, "test")
            tensors = [tf.constant(array) for array in (train.images, train.labels, test.images, test.labels)]
            self._tensors[dataset] = _Tensors(*tensors)

    def warm(self, config: TrainingConfig) -> None:
        """Compile what the config needs, training nothing, so that its first run starts at once.

        Raises:
            DatasetError: if a data file is missing or damaged.
        """
        program = self._program(config)
        tensors = self._tensors[config.dataset]
        table = index_table(tf.range(0).numpy(), config.batch_size, _table_rows(config))
        program.train(tensors.train_x, tensors.train_y, table, 0, 0)
        program.traced = True
        program.evaluate(tensors.train_x, tensors.train_y, 0, 1)
        program.predict(tensors.test_x[:1000])
        if uses_xla(config):
            program.compile_xla(tensors.train_x, tensors.train_y, table, never)

    def train(
        self,
        config: TrainingConfig,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        stop: Callable[[], bool] = never,
        on_progress: Callable[[int, float], None] | None = None,
    ) -> Trained:
        """Train a model from its seeded start.

        Args:
            config: the settings.
            callbacks: Keras callbacks.
            stop: asked several times a second; True ends training at once.
            on_progress: told the epoch (from 0) and the fraction of it that is done.

        Raises:
            DatasetError: if a data file is missing or damaged.
        """
        program = self._program(config)
        program.reset(build_model(config), config.learning_rate)
        options = FitOptions(
            batch_size=config.batch_size,
            epochs=config.epochs,
            seed=config.seed,
            xla=uses_xla(config),
            table_rows=_table_rows(config),
        )
        tensors = self._tensors[config.dataset]
        x, y = tensors.train_x, tensors.train_y
        train = Examples(x, y, 0, config.training_examples)
        validation = Examples(x, y, config.training_examples, config.examples)
        result = Fitting(program, options, callbacks, stop, on_progress).run(train, validation)
        return Trained(program, result, Examples(tensors.test_x, tensors.test_y, 0, len(tensors.test_x)))

    def _program(self, config: TrainingConfig) -> Program:
        self.load(config.dataset)
        key = config.architecture_key()
        if key not in self._programs:
            model = build_model(config)
            optimizer = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)
            model.compile(
                optimizer=optimizer(learning_rate=config.learning_rate),
                loss="sparse_categorical_crossentropy",
                metrics=["accuracy"],
            )
            self._programs[key] = Program(model, divisor=255.0)
            if len(self._programs) > self._kept:
                self._programs.popitem(last=False)
                gc.collect()  # a model and its graphs hold each other
        self._programs.move_to_end(key)
        return self._programs[key]


def build_model(config: TrainingConfig) -> keras.Model:
    """Build the config's model from its seed: the same layers, names and start as the code shown to the learner."""
    keras.utils.set_random_seed(config.seed)
    counts: Counter[str] = Counter()
    stack = [keras.Input(shape=dataset_info(config.dataset).shape)]
    for layer in layers(config):
        name = _snake_case(layer.class_name)
        # Keras counts names over the whole process; here every model begins anew, as in a fresh program.
        unique = f"{name}_{counts[name]}" if counts[name] else name
        counts[name] += 1
        stack.append(getattr(keras.layers, layer.class_name)(*layer.args, **layer.options, name=unique))
    return keras.Sequential(stack, name="sequential")


def uses_xla(config: TrainingConfig) -> bool:
    """Return whether the run is long enough for XLA to pay; settings alone decide, so that equal runs stay equal."""
    steps = (config.epochs - 1) * config.steps_per_epoch
    small = config.recipe == "dense" and config.dropout == 0 and config.batch_size <= _XLA_BATCH
    return small and steps >= _XLA_STEPS


def _table_rows(config: TrainingConfig) -> int:
    return -(-max(EXAMPLES) // config.batch_size)


def _snake_case(name: str) -> str:
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
