"""Where a trained model looks: a grey square is moved over the picture, and Grad-CAM asks the last convolution."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.where import STEPS, Where
from dashboard.workers.measuring import as_inputs
from dashboard.workers.program import Program, of_each_class

_GREY = 128
_AT_ONCE = 32  # pictures: the maps of a large model would fill the memory


def look_where(program: Program, picture: NDArray[np.uint8]) -> Where:
    """Return which places of a picture the model's answer rests on.

    Args:
        program: a trained classifier with convolutions.
        picture: uint8 pixels, shape (height, width, 3) or (height, width).

    Raises:
        ArtifactError: if the model has no convolution.
    """
    whole = _probabilities(program.model, picture[None])[0]
    label = int(whole.argmax())
    hidden = _probabilities(program.model, covered(picture))[:, label]
    drops = (whole[label] - hidden).reshape(STEPS, STEPS).astype(np.float32)
    return Where(drops, grad_cam(program.model, picture, label), label, float(whole[label]))


def covered(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture once for every place of the grey square, row by row.

    The square's side is a sixth of the picture's, and neighbouring squares overlap by half.

    Returns:
        uint8 pixels, shape (``STEPS`` * ``STEPS``, *picture.shape).
    """
    height, width = picture.shape[:2]
    copies = np.repeat(picture[None], STEPS * STEPS, axis=0)
    tops, lefts = (np.linspace(0, side - side // 6, STEPS).round().astype(int) for side in (height, width))
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            copies[row * STEPS + column, top : top + height // 6, left : left + width // 6] = _GREY
    return copies


def grad_cam(model: keras.Model, picture: NDArray[np.uint8], label: int) -> NDArray[np.float32]:
    """Return Grad-CAM of one answer: maps of the last convolution, each weighted by how much it speaks for it.

    Args:
        model: ends in a Dense layer with softmax, or with one sigmoid neuron.
        picture: uint8 pixels.
        label: the answer to explain.

    Returns:
        Values from 0 to 1, shape of the last convolution's maps; all 0 where nothing speaks for the answer.

    Raises:
        ArtifactError: if the model has no convolution.
    """
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    if not convolutions:
        raise ArtifactError("Expected a model with convolutions; this one has none.")
    last = model.layers[-1]
    through = keras.Model(model.inputs, [convolutions[-1].output, last.input])
    with tf.GradientTape() as tape:
        maps, features = through(as_inputs(picture[None]), training=False)
        score = _score(last, features, label)
    gradient = tape.gradient(score, maps)
    weights = tf.reduce_mean(gradient, axis=(1, 2), keepdims=True)
    found = tf.nn.relu(tf.reduce_sum(weights * maps, axis=-1))[0].numpy()
    top = float(found.max())
    return (found / top if top > 0 else found).astype(np.float32)


def _score(last: keras.layers.Dense, features: tf.Tensor, label: int) -> tf.Tensor:
    """The answer's score before sigmoid or softmax: those saturate, and a sure model would have no gradient left."""
    scores = tf.matmul(features, last.kernel) + last.bias
    if scores.shape[-1] == 1:
        return scores[0, 0] if label == 1 else -scores[0, 0]
    return scores[0, label]


def _probabilities(model: keras.Model, pictures: NDArray[Any]) -> NDArray[np.float32]:
    parts = [
        model(as_inputs(pictures[start : start + _AT_ONCE]), training=False).numpy()
        for start in range(0, len(pictures), _AT_ONCE)
    ]
    return of_each_class(np.concatenate(parts))
