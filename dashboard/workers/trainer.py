"""From a ``TrainingConfig`` to a trained model; keeps compiled programs, so that most runs compile nothing."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.augmentation import NONE
from dashboard.experiments.config import EXAMPLES, OPTIMIZERS, RECIPES, TrainingConfig
from dashboard.experiments.datasets import arrays, as_points, dataset_info
from dashboard.experiments.points import MOST_POINTS
from dashboard.experiments.runs import answers_folder
from dashboard.experiments.split_disk import MOST_PICTURES, for_training, split, split_pictures
from dashboard.experiments.stack import stack_from_text
from dashboard.workers.augmentation import TRAINING, VALIDATION, Augmenter
from dashboard.workers.engine import (
    Examples,
    FitOptions,
    FitResult,
    Fitting,
    Renewal,
    as_they_are,
    examples,
    never,
)
from dashboard.workers.models import build_model
from dashboard.workers.program import Program, index_table
from dashboard.workers.saved_state import DAMAGED, STATE_FILE, SavedState, read_state

_PROGRAMS_KEPT = 6
_STARTS_KEPT = 32
_SPLITS_KEPT = 4
_AUGMENTERS_KEPT = 8


@dataclass(frozen=True)
class _Tensors:
    """A data set in memory, pixels as uint8 (a quarter of the memory of floats)."""

    train_x: tf.Tensor
    train_y: tf.Tensor
    validation: Examples | None  # None where a part of the training examples is held back
    test_x: tf.Tensor
    test_y: tf.Tensor
    test_size: int  # rows after these only fill up


@dataclass(frozen=True)
class Trained:
    """A model after training.

    Args:
        program: the model and its compiled functions; the next run of this architecture reuses them.
        result: how training went.
        test: the official test examples; the training examples where the data set has no others.
        train: the examples it learned from.
    """

    program: Program
    result: FitResult
    test: Examples
    train: Examples


class Trainer:
    """Trains configs, one at a time.

    Args:
        programs_kept: compiled programs to keep, the least recently used going first.
    """

    def __init__(self, programs_kept: int = _PROGRAMS_KEPT) -> None:
        self._programs: OrderedDict[str, Program] = OrderedDict()
        self._kept = programs_kept
        self._tensors: dict[tuple[str, int | None], _Tensors] = {}
        self._splits: OrderedDict[tuple[object, ...], _Tensors] = OrderedDict()
        self._starts: OrderedDict[tuple[str, int], Sequence[NDArray[Any]]] = OrderedDict()
        self._augmenters: OrderedDict[tuple[str, tuple[int, ...]], Augmenter] = OrderedDict()
        self._restored: tuple[Path, int, Program] | None = None

    def load(self, dataset: str, size: int | None = None) -> None:
        """Read a data set into memory.

        Args:
            dataset: the value of ``TrainingConfig.dataset``.
            size: height and width that pictures are brought to; None if they stay as they are.

        Raises:
            DatasetError: if a file is missing or damaged.
        """
        if (dataset, size) not in self._tensors:
            (train_x, train_y), (test_x, test_y) = (
                map(tf.constant, arrays(dataset, split, size)) for split in ("train", "test")
            )
            validation = None
            if dataset_info(dataset).validation_size:
                validation = examples(*arrays(dataset, "validation", size))
                # Folders are sorted by class; what looks at the first examples only is to see all classes.
                order = np.random.default_rng(0).permutation(len(train_x))
                train_x, train_y = tf.gather(train_x, order), tf.gather(train_y, order)
            self._tensors[dataset, size] = _Tensors(train_x, train_y, validation, test_x, test_y, len(test_x))

    def warm(self, config: TrainingConfig) -> None:
        """Compile what the config needs, training nothing, so that its first run starts at once.

        Raises:
            DatasetError: if a data file is missing or damaged.
        """
        program = self._program(config)
        tensors = self._tensors_of(config)
        table = index_table([np.arange(1)], config.batch_size, _table_rows(config))
        program.prepare(tensors.train_x, tensors.train_y, table, never)
        program.predict(tensors.test_x[:1000])
        if config.augmentation != NONE:
            self._augmenter(config)(tensors.train_x[:1], config.seed, 0)
        self._start(config)

    def train(
        self,
        config: TrainingConfig,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        stop: Callable[[], bool] = never,
        on_progress: Callable[[int, float], None] | None = None,
        on_compiled: Callable[[float], None] | None = None,
        *,
        on_weights: Callable[[tuple[float, ...]], None] | None = None,
        start: SavedState | None = None,
        until: int | None = None,
    ) -> Trained:
        """Train a model from its seeded start, or from where an earlier training ended.

        Args:
            config: the settings.
            callbacks: Keras callbacks.
            stop: asked several times a second; True ends training at once.
            on_progress: told the epoch (from 0) and the fraction of it that is done.
            on_compiled: told the seconds that compiling took, if the model was not compiled before.
            on_weights: told the weights in a row at the start and at the end of each epoch, where the recipe keeps
                its path.
            start: where an earlier training of the same settings ended.
            until: whole epochs, earlier ones included, after which to end; by default those of the settings.

        Raises:
            ArtifactError: if ``start`` is not of this model.
            DatasetError: if a data file is missing or damaged.
        """
        self._restored = None
        program = self._begin(config, start)
        train, validation, test = self._parts(config)
        options = FitOptions(
            batch_size=config.batch_size,
            epochs=min(until or config.epochs, config.epochs),
            first_epoch=start.epochs if start else 0,
            seed=config.seed,
            shuffle=config.steps_per_epoch > 1,
            table_rows=_table_rows(config),
        )
        fitting = Fitting(
            program, options, callbacks, stop, on_progress, on_compiled, on_weights, self._renewal(config)
        )
        return Trained(program, fitting.run(train, validation), test, train)

    def examples_of(self, config: TrainingConfig) -> tuple[Examples, Examples]:
        """Return the examples that a run of these settings learns from, and the test examples.

        Raises:
            DatasetError: if a data file is missing or damaged.
        """
        self.load(config.dataset, config.size)
        train, _, test = self._parts(config)
        return train, test

    def _parts(self, config: TrainingConfig) -> tuple[Examples, Examples | None, Examples]:
        """Return what to learn from, to validate with, and to test with."""
        tensors = self._tensors_of(config)
        x, y = tensors.train_x, tensors.train_y
        train = Examples(x, y, 0, config.training_examples)
        validation = tensors.validation
        if validation is None and config.validation_examples and not config.is_split:
            validation = Examples(x, y, len(train), len(train) + config.validation_examples)
        return train, validation, Examples(tensors.test_x, tensors.test_y, 0, tensors.test_size)

    def restore(self, config: TrainingConfig, folder: Path) -> Program:
        """Return the model of a run as its training left it; the last one asked for is kept until the next training.

        Args:
            config: the run's settings.
            folder: the run's folder.

        Raises:
            ArtifactError: if the run's state is missing or damaged.
            DatasetError: if a data file is missing or damaged.
        """
        path = folder / STATE_FILE
        written = path.stat().st_mtime_ns if path.is_file() else 0
        if self._restored is None or self._restored[:2] != (folder, written):
            self._restored = None
            self._restored = (folder, written, self._begin(config, read_state(folder)))
        return self._restored[2]

    def _begin(self, config: TrainingConfig, start: SavedState | None) -> Program:
        """Return the config's program, its variables at their seeded start or as they were saved."""
        program = self._program(config)
        program.reset(self._start(config), config.learning_rate, config.dropout)
        if start is not None:
            try:
                program.restore(start.variables)
            except (KeyError, ValueError, TypeError) as error:
                raise ArtifactError(DAMAGED) from error
        return program

    def _start(self, config: TrainingConfig) -> Sequence[NDArray[Any]]:
        """Return the values of a freshly built model's variables; building takes a good part of a short run."""
        key = (config.architecture_key(), config.seed)
        if key not in self._starts:
            self._starts[key] = [np.array(variable.numpy()) for variable in build_model(config).variables]
            if len(self._starts) > _STARTS_KEPT:
                self._starts.popitem(last=False)
        self._starts.move_to_end(key)
        return self._starts[key]

    def _renewal(self, config: TrainingConfig) -> Renewal | None:
        """Return what transforms the pictures of each epoch anew; None where they stay as they are."""
        if config.augmentation == NONE:
            return None
        augment = self._augmenter(config)

        def draw(pictures: tf.Tensor, epoch: int, stream: int) -> tf.Tensor:
            return augment(pictures, config.seed, epoch, stream)

        validation = partial(draw, stream=VALIDATION) if config.augments_validation else as_they_are
        return Renewal(partial(draw, stream=TRAINING), validation)

    def _augmenter(self, config: TrainingConfig) -> Augmenter:
        key = (config.augmentation, config.input_shape)
        if key not in self._augmenters:
            self._augmenters[key] = Augmenter(*key)
            if len(self._augmenters) > _AUGMENTERS_KEPT:
                self._augmenters.popitem(last=False)
        self._augmenters.move_to_end(key)
        return self._augmenters[key]

    def _tensors_of(self, config: TrainingConfig) -> _Tensors:
        """Return the config's data set, or the points that it brings."""
        if config.is_split:
            return self._split_of(config)
        if "points" not in RECIPES[config.recipe].settings:
            return self._tensors[config.dataset, config.size]
        # Filled up to one shape: XLA would compile anew for every number of points.
        padded = as_points([*config.points, *[(0.0, 0.0)] * (MOST_POINTS - len(config.points))])
        x, y = tf.constant(padded.x), tf.constant(padded.y)
        return _Tensors(x, y, None, x, y, len(config.points))

    def _split_of(self, config: TrainingConfig) -> _Tensors:
        """Return the pictures of the folders that the config's ``split_data`` made, and those that never were there."""
        key = (config.split, config.split_size, config.copies, config.seed, config.size)
        if key not in self._splits:
            plain = self._tensors[config.dataset, config.size]
            self._splits[key] = _split_tensors(config, plain)
            if len(self._splits) > _SPLITS_KEPT:
                self._splits.popitem(last=False)
        self._splits.move_to_end(key)
        return self._splits[key]

    def _program(self, config: TrainingConfig) -> Program:
        self.load(config.dataset, config.size)
        key = config.architecture_key()
        if key not in self._programs:
            model = build_model(config)
            info = dataset_info(config.dataset)
            optimizer = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)
            momentum = {"momentum": config.momentum} if config.momentum else {}
            model.compile(
                optimizer=optimizer(learning_rate=config.learning_rate, **momentum),
                loss=info.loss,
                metrics=list(info.metrics),
            )
            self._programs[key] = Program(
                model,
                divisor=info.divisor,
                xla=_suits_xla(config),
                epochs_per_call=_epochs_per_call(config),
                keeps_path=RECIPES[config.recipe].keeps_path,
            )
            if len(self._programs) > self._kept:
                self._programs.popitem(last=False)
                gc.collect()  # a model and its graphs hold each other
        self._programs.move_to_end(key)
        return self._programs[key]


def _split_tensors(config: TrainingConfig, plain: _Tensors) -> _Tensors:
    """Read both sides of a split from the disk.

    Raises:
        DatasetError: if a picture is missing or damaged.
        OSError: if the folders cannot be made.
    """
    size = config.image_size
    made = split(
        answers_folder(), for_training(copies=config.copies), config.split, config.split_size, config.seed
    )
    x, y = split_pictures(made.folder, "training", size)
    # Folders are sorted by class; what looks at the first examples only is to see all classes.
    order = np.random.default_rng(0).permutation(len(x))
    # Filled up to one shape: XLA would compile anew for every number of pictures.
    filled_x = np.zeros((MOST_PICTURES, *x.shape[1:]), np.uint8)
    filled_y = np.zeros(MOST_PICTURES, np.uint8)
    filled_x[: len(x)], filled_y[: len(x)] = x[order], y[order]
    checks = split_pictures(made.folder, "testing", size)
    validation = examples(*checks) if len(checks[0]) else None
    return _Tensors(
        tf.constant(filled_x), tf.constant(filled_y), validation, plain.test_x, plain.test_y, plain.test_size
    )


def _table_rows(config: TrainingConfig) -> int:
    """Return a number of rows that all runs of the architecture share: XLA compiles for each number."""
    if config.is_split:
        return -(-MOST_PICTURES // config.batch_size)
    if "examples" not in RECIPES[config.recipe].settings:
        return _epochs_per_call(config) * config.steps_per_epoch
    return -(-max(EXAMPLES) // config.batch_size)


def _suits_xla(config: TrainingConfig) -> bool:
    """Return whether every convolution and pooling has a fast form for XLA (see ``workers.convolution``)."""
    if "stack" not in RECIPES[config.recipe].settings:
        return True
    stack = stack_from_text(config.stack)
    before = (None, *stack)
    return all(
        layer.kind not in ("conv", "pool")
        or (layer.kind == "conv" and layer.activation == "relu")
        or (layer.sizes == (2,) and earlier is not None and earlier.kind == "conv")
        for earlier, layer in zip(before, stack, strict=False)
    )


def _epochs_per_call(config: TrainingConfig) -> int:
    # Six points make one batch: an epoch takes microseconds, and what surrounds a call a hundred times as long.
    return 500 if config.recipe == "neuron" else 1
