"""The networks of the lesson on transfer learning, built as the program that is shown builds them."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.pretrained import pretrained_weights
from dashboard.experiments.transfer import SIDE, UNITS, BlockRow, Cut, block_of

SHAPE = (SIDE, SIDE, 3)
FLAT_FEATURES = "pooled"  # what the head's last layer takes: the base's maps, each brought to its mean


@dataclass(frozen=True)
class Network:
    """A whole model and its parts.

    Args:
        model: from uint8 pixels to one probability.
        base: the frozen base; None for the network from scratch.
        head: what follows the base: pooling and one neuron.
    """

    model: keras.Model
    base: keras.Model | None
    head: keras.Sequential


def build_network(config: TrainingConfig) -> Network:
    """Build the config's network from its seed.

    Raises:
        DatasetError: if the pretrained weights are missing.
    """
    keras.utils.set_random_seed(config.seed)
    rescaling = keras.layers.Rescaling(1 / 127.5, offset=-1)
    if config.base == "none":
        head = _from_scratch()
        return Network(keras.Sequential([keras.Input(SHAPE), rescaling, *head.layers]), None, head)
    weights = str(pretrained_weights()) if config.base == "pretrained" else None
    base = keras.applications.MobileNetV2(input_shape=SHAPE, include_top=False, weights=weights)
    base.trainable = False
    keras.utils.set_random_seed(config.seed)
    head = keras.Sequential(
        [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, activation="sigmoid")], name="head"
    )
    return Network(keras.Sequential([keras.Input(SHAPE), rescaling, base, head]), base, head)


def _from_scratch() -> keras.Sequential:
    """The ConvNet of lesson 9, for pictures of 96 pixels a side."""
    layers: list[keras.layers.Layer] = []
    for filters in (16, 32, 64):
        layers += [keras.layers.Conv2D(filters, 3, activation="relu"), keras.layers.MaxPooling2D()]
    return keras.Sequential(
        [
            *layers,
            keras.layers.Flatten(),
            keras.layers.Dense(UNITS, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


def part_below(base: keras.Model, upto: str) -> keras.Model:
    """Return the frozen part of a base, to its layer ``upto`` or, for ``FLAT_FEATURES``, to the mean of its maps."""
    if upto == FLAT_FEATURES:
        return keras.Model(base.input, keras.layers.GlobalAveragePooling2D()(base.output))
    return keras.Model(base.input, base.get_layer(upto).output)


def part_above(base: keras.Model, cut: Cut) -> keras.Model:
    """Return the part of a base that learns; it shares its layers with the base."""
    return keras.Model(base.get_layer(cut.below).output, base.output)


def block_rows(base: keras.Model | None) -> tuple[BlockRow, ...]:
    """Return the base block by block, as it stands now."""
    groups: dict[str, list[keras.layers.Layer]] = {}
    for layer in base.layers if base is not None else ():
        groups.setdefault(block_of(layer.name), []).append(layer)
    return tuple(
        BlockRow(
            block,
            len(layers),
            str(tuple(layers[-1].output.shape[1:])),
            sum(layer.count_params() for layer in layers),
            sum(int(np.prod(weight.shape)) for layer in layers for weight in layer.trainable_weights),
        )
        for block, layers in groups.items()
    )


def moving_means(base: keras.Model | None) -> list[NDArray[np.float32]]:
    """Return a copy of the means that the base's BatchNormalization layers normalise with in inference."""
    layers = base.layers if base is not None else ()
    return [
        np.array(layer.moving_mean.numpy())
        for layer in layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
