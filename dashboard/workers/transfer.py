"""Transfer learning with ``model.fit``: a frozen base whose features are kept on disk, a head, and fine-tuning."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.transfer import (
    BATCH,
    CUTS,
    HEAD_EPOCHS,
    HEAD_RATE,
    TransferReport,
)
from dashboard.workers.transfer_features import Features, features, labels, pictures
from dashboard.workers.transfer_models import (
    FLAT_FEATURES,
    Network,
    block_rows,
    build_network,
    moving_means,
    part_above,
)


class _StoppedError(Exception):
    """The learner pressed Stop; raised inside of ``fit`` or ``predict``, which ends them at once."""


class _EndWhenAsked(keras.callbacks.Callback):
    def __init__(self, stop: Callable[[], bool]) -> None:
        super().__init__()
        self._stop = stop
        self.epochs = 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 - Keras' signature
        self.epochs = epoch + 1

    def _look(self, batch: int | None = None, logs: Any = None) -> None:  # noqa: ARG002
        if self._stop():
            raise _StoppedError

    on_train_batch_end = on_test_batch_end = on_predict_batch_end = _look


@dataclass
class _Course:
    """What the phases of a run share."""

    config: TrainingConfig
    callbacks: list[keras.callbacks.Callback]
    epochs_done: int = 0

    def fit(self, model: keras.Model, data: Features, epochs: int, rate: float | None) -> None:
        """Train on; ``rate`` None goes on without compiling again."""
        last = min(self.epochs_done + epochs, self.config.epochs)
        if last <= self.epochs_done:
            return
        if rate is not None:
            compile_model(model, self.config, rate)
        keras.utils.set_random_seed(
            self.config.seed
        )  # the same order of pictures as in the program that is shown
        x, x_same, _ = data
        y, y_same, _ = labels(self.config.dataset)
        model.fit(
            x,
            y,
            validation_data=(x_same, y_same),
            batch_size=BATCH,
            initial_epoch=self.epochs_done,
            epochs=last,
            verbose=0,
            callbacks=self.callbacks,
        )
        self.epochs_done = last


def train_transfer(
    config: TrainingConfig,
    report: keras.callbacks.Callback,
    stop: Callable[[], bool],
    on_progress: Callable[[float], None],
) -> tuple[int, TransferReport | None]:
    """Train a run of the recipe ``transfer``.

    Args:
        config: its settings.
        report: told the figures of every epoch.
        stop: asked after every batch; True ends the run.
        on_progress: told the share of the pictures that went through the frozen base.

    Returns:
        The whole epochs that were trained, and what it found out; None if it was stopped.

    Raises:
        DatasetError: if a data file is missing or damaged.
        OSError: if features cannot be kept.
    """
    ends = _EndWhenAsked(stop)
    course = _Course(config, [ends, report])
    try:
        found = _train(course, on_progress)
        return course.epochs_done, found
    except _StoppedError:
        return ends.epochs, None
    finally:
        gc.collect()  # a model and its graphs hold each other


def compile_model(model: keras.Model, config: TrainingConfig, rate: float) -> None:
    """Compile as the program that is shown does."""
    optimizer = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)
    momentum = {"momentum": config.momentum} if config.momentum else {}
    model.compile(
        optimizer=optimizer(learning_rate=rate, **momentum), loss="binary_crossentropy", metrics=["accuracy"]
    )


def _train(course: _Course, on_progress: Callable[[float], None]) -> TransferReport:
    config = course.config
    network = build_network(config)
    meant_to_stay = _meant_to_stay(network, config)
    before, means = fingerprint(meant_to_stay), moving_means(network.base)
    if config.base == "none":
        outcome = _Outcome(network.model, pictures(config.dataset))
        course.fit(outcome.model, outcome.data, config.epochs, config.learning_rate)
    elif config.tuning == "off":
        outcome = _head_alone(course, network, on_progress, config.epochs, config.learning_rate)
    else:
        outcome = _tune(course, network, on_progress)
    train, same, new = (
        _share(outcome.model, x, y, course.callbacks[:1])
        for x, y in zip(outcome.data, labels(config.dataset), strict=True)
    )
    moved = [np.abs(b - a).max() for a, b in zip(means, moving_means(network.base), strict=True)]
    return TransferReport(
        train=train,
        same_artist=same,
        new_artist=new,
        trainable=_count(network.model.trainable_weights),
        non_trainable=_count(network.model.non_trainable_weights),
        frozen_before=before,
        frozen_after=fingerprint(meant_to_stay),
        blocks=block_rows(network.base),
        summary=_summary(network.model),
        feature_seconds=round(outcome.seconds, 2),
        cached=outcome.cached,
        moved_statistics=float(max(moved, default=0.0)),
    )


@dataclass(frozen=True)
class _Outcome:
    """A trained model, or the part of one that learned, with what it takes for the three sets."""

    model: keras.Model
    data: Features
    seconds: float = 0.0  # for the features
    cached: bool = True


def _head_alone(
    course: _Course, network: Network, on_progress: Callable[[float], None], epochs: int, rate: float
) -> _Outcome:
    """Train the last layer on what the frozen base gives."""
    began = time.monotonic()
    data, cached = features(course.config, network, FLAT_FEATURES, course.callbacks[0], on_progress)
    spent = time.monotonic() - began
    model = keras.Sequential([keras.Input(data[0].shape[1:]), network.head.layers[-1]])
    course.fit(model, data, epochs, rate)
    return _Outcome(model, data, spent, cached)


def _tune(course: _Course, network: Network, on_progress: Callable[[float], None]) -> _Outcome:
    """Train the head, unless that is the mistake, and then the base from a block up."""
    config, base = course.config, network.base
    assert base is not None
    cut = CUTS[config.tune_from]
    began = time.monotonic()
    data, cached = features(config, network, cut.below, course.callbacks[0], on_progress)
    spent = time.monotonic() - began
    if config.tuning in ("right", "batch_norm"):
        first = _head_alone(course, network, on_progress, HEAD_EPOCHS, HEAD_RATE)
        spent, cached = spent + first.seconds, cached and first.cached
    unfreeze(base, cut.first, batch_norm=config.tuning in ("batch_norm", "frozen_late"))
    upper = keras.Sequential([keras.Input(data[0].shape[1:]), part_above(base, cut), *network.head.layers])
    if config.tuning == "frozen_late":
        course.fit(upper, data, 1, config.learning_rate)
        base.trainable = False  # and not compiled again: the step that fit has built goes on as it was
        course.fit(upper, data, config.epochs, None)
    else:
        course.fit(upper, data, config.epochs, config.learning_rate)
    return _Outcome(upper, data, spent, cached)


def unfreeze(base: keras.Model, first: int, *, batch_norm: bool) -> None:
    """Let the layers of a base learn from ``first`` up, with or without their BatchNormalization.

    In Keras 3 ``base(x, training=False)`` does not keep the statistics of a base still that may learn: ``fit`` passes
    its own ``training=True`` down to every layer. A frozen BatchNormalization always works as in inference.
    """
    base.trainable = True
    for layer in base.layers[:first]:
        layer.trainable = False
    for layer in base.layers[first:]:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = batch_norm


def fingerprint(layers: Iterable[keras.layers.Layer]) -> str:
    """Return a SHA-256 of all weights of the layers; empty without a layer."""
    digest, any_layer = hashlib.sha256(), False
    for layer in layers:
        any_layer = True
        for weight in layer.weights:
            digest.update(np.ascontiguousarray(weight.numpy()).tobytes())
    return digest.hexdigest() if any_layer else ""


def _meant_to_stay(network: Network, config: TrainingConfig) -> Sequence[keras.layers.Layer]:
    """Return the layers whose weights are not to change; after "frozen" that is the whole base."""
    if network.base is None:
        return ()
    layers: Sequence[keras.layers.Layer] = network.base.layers
    return layers if config.tuning in ("off", "frozen_late") else layers[: CUTS[config.tune_from].first]


def _share(
    model: keras.Model, x: Any, y: NDArray[np.float32], callbacks: list[keras.callbacks.Callback]
) -> float:
    answers = model.predict(x, batch_size=BATCH, verbose=0, callbacks=callbacks)
    return float(((answers[:, 0] > 0.5) == (y > 0.5)).mean())


def _count(weights: Iterable[Any]) -> int:
    return int(sum(np.prod(weight.shape) for weight in weights))


def _summary(model: keras.Model) -> str:
    lines: list[str] = []
    model.summary(print_fn=lambda text, **_: lines.append(str(text)), line_length=76)
    return "\n".join(lines)
