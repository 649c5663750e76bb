"""The health of a trained model, measured on one fixed batch: gradients, weights and activations of each layer."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.experiments.health import Health, LayerHealth
from dashboard.workers.engine import Examples
from dashboard.workers.program import Program, aligned, of_each_class

BATCH = 512  # about 15 ms for the default model, and enough that a unit which is 0 for all of them is dead
# A filter looks at hundreds of places of each picture, so fewer pictures do; a learner who pressed Stop waits for this.
BATCH_OF_MAPS = 128
_SURE = 0.999
_NEAR_LIMIT = 0.01
_LIMITS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


def measure(program: Program, examples: Examples, split: str = "training") -> Health:
    """Measure a trained model; its weights stay as they are.

    Args:
        program: the trained model.
        examples: the first ``BATCH`` of them are used, or ``BATCH_OF_MAPS`` for a model with convolutions; with
            dropout switched off.
        split: where they are from: ``training`` or ``test``.
    """
    model = program.model
    maps = any(len(layer.output.shape) > 3 and layer.weights for layer in model.layers)
    last = min(examples.last, examples.first + (BATCH_OF_MAPS if maps else BATCH))
    inputs, targets = as_inputs(examples.x[examples.first : last]), examples.y[examples.first : last]
    loss_of = keras.losses.get(model.loss)
    with tf.GradientTape() as tape:
        outputs = layer_outputs(model, inputs)
        loss = tf.reduce_mean(loss_of(aligned(targets, outputs[-1]), outputs[-1]))
    variables = model.trainable_variables
    gradients = {
        variable.path: gradient
        for variable, gradient in zip(variables, tape.gradient(loss, variables), strict=True)
    }
    layers = tuple(
        _measured(layer, output.numpy(), gradients)
        for layer, output in zip(model.layers, outputs, strict=True)
    )
    right, same = _answers(outputs[-1].numpy(), targets.numpy()) if program.reports_accuracy else (None, None)
    return Health(len(inputs), layers, right, same, split)


def layer_outputs(model: keras.Model, inputs: tf.Tensor) -> list[tf.Tensor]:
    """Return what every layer gives, in their order, with dropout switched off.

    Args:
        model: the model.
        inputs: as :func:`as_inputs` gives them, shape (examples, ...).
    """
    through = keras.Model(model.inputs, [layer.output for layer in model.layers])
    outputs = through(inputs, training=False)
    return outputs if isinstance(outputs, list) else [outputs]  # Keras unwraps the only one


def as_inputs(examples: Any) -> tf.Tensor:
    """Return examples as the model takes them: pixels 0 to 255 become fractions 0 to 1, as in the program."""
    tensor = tf.convert_to_tensor(examples)
    divisor = 255.0 if tensor.dtype == tf.uint8 else 1.0
    return tf.cast(tensor, tf.float32) / divisor


def activation_name(layer: keras.layers.Layer) -> str:
    """Return Keras' name of a layer's activation function, for example ``relu``; empty if it has none."""
    function = getattr(layer, "activation", None)
    name = getattr(function, "__name__", "") or type(layer).__name__.lower()
    known = {"relu", "softmax", "sigmoid", "tanh", "linear", "elu", "gelu", "selu", "swish"}
    return name if function is not None or name in known else ""


def _measured(
    layer: keras.layers.Layer, values: NDArray[Any], gradients: dict[str, tf.Tensor]
) -> LayerHealth:
    weights = [weight.numpy() for weight in layer.weights]
    mine = [gradients[weight.path].numpy() for weight in layer.trainable_weights]
    finite = np.isfinite(values)
    usable = values if finite.all() else values[finite]
    activation = activation_name(layer)
    return LayerHealth(
        name=layer.name,
        class_name=type(layer).__name__,
        activation=activation,
        units=int(values.shape[-1]),
        largest=float(np.abs(usable).max()) if usable.size else 0.0,
        zeros=float((values == 0).mean()),
        values_finite=bool(finite.all()),
        gradient_norm=_norm(mine) if mine else None,
        weight_norm=_norm(weights) if weights else None,
        growth=_growth(weights),
        weights_finite=all(bool(np.isfinite(weight).all()) for weight in weights),
        dead=_dead(values) if activation == "relu" else None,
        saturated=_saturated(values, activation),
        values=int(values[0].size),
    )


def _norm(arrays: list[NDArray[Any]]) -> float:
    return math.sqrt(sum(float(np.square(array, dtype=np.float64).sum()) for array in arrays))


def _growth(weights: list[NDArray[Any]]) -> float | None:
    """Compare a kernel with Keras' initial one: glorot_uniform has the variance 2 / (inputs + outputs)."""
    kernel = next((array for array in weights if array.ndim >= 2), None)
    if kernel is None:
        return None
    field = math.prod(kernel.shape[:-2])
    variance = 2.0 / (field * (kernel.shape[-2] + kernel.shape[-1]))
    return math.sqrt(float(np.square(kernel, dtype=np.float64).mean()) / variance)


def _dead(values: NDArray[Any]) -> float:
    return float((values.reshape(-1, values.shape[-1]) == 0).all(axis=0).mean())


def _saturated(values: NDArray[Any], activation: str) -> float | None:
    if activation == "softmax":
        return float((values.max(axis=-1) > _SURE).mean())
    if activation in _LIMITS:
        low, high = _LIMITS[activation]
        return float(((values < low + _NEAR_LIMIT) | (values > high - _NEAR_LIMIT)).mean())
    return None


def _answers(outputs: NDArray[Any], labels: NDArray[Any]) -> tuple[float, float]:
    """Return the share of right answers, and that of the most frequent answer."""
    said = of_each_class(outputs).argmax(axis=1)
    return float((said == labels.ravel()).mean()), float(np.bincount(said).max() / len(said))
