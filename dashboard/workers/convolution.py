"""Convolutions as matrix products, for XLA: its own on a CPU take nine times as long as TensorFlow's.

A convolution, relu and 2x2 pooling in a row become four products, one for each place in a pooling window: the
maximum is taken before bias and relu, which change no order, so that all but the products works on a quarter of
the values. Same weights, same result; what was measured is in docs/engine.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

Step = Callable[[Any], Any]


def training_steps(model: keras.Sequential) -> tuple[Step, ...]:
    """Return what the model's layers do while training, one after the other, for XLA.

    Args:
        model: built; layers other than plain convolutions are called as they are.
    """
    steps: list[Step] = []
    layers = list(model.layers)
    while layers:
        layer = layers.pop(0)
        if not _is_plain(layer):
            steps.append(_as_it_is(layer))
        elif layers and _halves(layers[0]):
            layers.pop(0)
            steps.append(_pooled_convolution(layer))
        else:
            steps.append(_convolution(layer))
    return tuple(steps)


def _is_plain(layer: keras.layers.Layer) -> bool:
    return (
        type(layer) is keras.layers.Conv2D
        and layer.strides == (1, 1)
        and layer.padding == "valid"
        and layer.dilation_rate == (1, 1)
        and layer.groups == 1
        and layer.use_bias
        and layer.data_format == "channels_last"
        and layer.activation is keras.activations.relu
    )


def _halves(layer: keras.layers.Layer) -> bool:
    return (
        type(layer) is keras.layers.MaxPooling2D
        and layer.pool_size == (2, 2)
        and layer.strides == (2, 2)
        and layer.padding == "valid"
        and layer.data_format == "channels_last"
    )


def _as_it_is(layer: keras.layers.Layer) -> Step:
    def step(inputs: Any) -> Any:
        return layer(inputs, training=True)

    # Only some layers know of training; Keras drops the argument for the others in a Sequential model, not here.
    return step if _knows_training(layer) else layer


def _knows_training(layer: keras.layers.Layer) -> bool:
    return bool(layer._call_has_training_arg)


def _convolution(layer: keras.layers.Conv2D) -> Step:
    def step(inputs: Any) -> Any:
        rows, columns = _places(layer, inputs)
        products = _products(layer, inputs, range(rows), range(columns))
        return _shaped(tf.nn.relu(products + layer.bias), rows, columns)

    return step


def _pooled_convolution(layer: keras.layers.Conv2D) -> Step:
    def step(inputs: Any) -> Any:
        rows, columns = (size // 2 for size in _places(layer, inputs))
        largest = None
        for down in (0, 1):
            for right in (0, 1):
                windows = range(down, down + 2 * rows, 2), range(right, right + 2 * columns, 2)
                products = _products(layer, inputs, *windows)
                # In a tie the first keeps it, and the gradient, as in Keras' pooling.
                largest = products if largest is None else tf.maximum(largest, products)
        return _shaped(tf.nn.relu(largest + layer.bias), rows, columns)

    return step


def _places(layer: keras.layers.Conv2D, inputs: Any) -> tuple[int, int]:
    """Return rows and columns of the convolution's output."""
    height, width = layer.kernel_size
    return inputs.shape[1] - height + 1, inputs.shape[2] - width + 1


def _products(layer: keras.layers.Conv2D, inputs: Any, rows: range, columns: range) -> Any:
    """Return the convolution, without bias, at some places: shape (examples * rows * columns, filters)."""
    height, width = layer.kernel_size
    channels = inputs.shape[3]
    windows = [
        inputs[
            :,
            down + rows.start : down + rows.stop : rows.step,
            right + columns.start : right + columns.stop : columns.step,
            :,
        ]
        for down in range(height)
        for right in range(width)
    ]
    values = height * width * channels
    return tf.matmul(
        tf.reshape(tf.concat(windows, -1), (-1, values)), tf.reshape(layer.kernel, (values, layer.filters))
    )


def _shaped(values: Any, rows: int, columns: int) -> Any:
    return tf.reshape(values, (-1, rows, columns, values.shape[-1]))
