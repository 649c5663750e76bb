"""Random transformations of an epoch's pictures, by Keras' own preprocessing layers.

They run beside the compiled training, not in it: XLA has no form of what turns and shifts pictures, and so moving a
strength compiles no model anew. To the model it is the same as layers in front of it that act while training only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from dashboard.experiments.augmentation_code import augmentation_layers, generator_arguments
from dashboard.experiments.draws import (
    ALONE,
    OF_GENERATOR,
    TOGETHER,
    DrawRequest,
    Draws,
    asked_draws,
    write_draws,
)

TRAINING, VALIDATION = 0, 1
# Draws of one layer in one epoch at most: an epoch's numbers begin where those of the one before must have ended.
_DRAWS = 100_000
_AT_ONCE = 100  # pictures: all 600 in one call take twice as long, since they leave the processor's cache
_WHITE = 255.0


def keras_layers(text: str, seed: int) -> list[keras.layers.Layer]:
    """Return the preprocessing layers of an augmentation, built as the code shown to the learner builds them."""
    return [
        getattr(keras.layers, spec.class_name)(*spec.args, **spec.options)
        for spec in augmentation_layers(text, seed)
    ]


class Augmenter:
    """The transformations of one augmentation, for pictures of one size.

    Args:
        text: as ``TrainingConfig.augmentation`` holds it.
        shape: of one picture: (rows, columns, channels).
    """

    def __init__(self, text: str, shape: tuple[int, ...]) -> None:
        self._layers = keras_layers(text, 0)
        signature = [tf.TensorSpec((None, *shape), tf.uint8)]
        self._call = tf.function(self._transformed, input_signature=signature)

    def __call__(self, pictures: Any, seed: int, epoch: int, stream: int = TRAINING) -> Any:
        """Return each picture transformed in its own way; the same arguments give the same pictures.

        Args:
            pictures: uint8 from 0 to 255, shape (pictures, rows, columns, channels).
            seed: of the run.
            epoch: from 0; each draws anew.
            stream: ``TRAINING`` or ``VALIDATION``, which draw apart from each other.

        Returns:
            Pictures of the same type and shape.
        """
        for place, layer in enumerate(self._layers):
            layer.generator.state.assign([seed + place, (2 * epoch + stream) * _DRAWS])
        parts = [
            self._call(pictures[first : first + _AT_ONCE]) for first in range(0, len(pictures), _AT_ONCE)
        ]
        return tf.concat(parts, axis=0)

    def _transformed(self, pictures: Any) -> Any:
        values = tf.cast(pictures, tf.float32) / _WHITE
        for layer in self._layers:
            values = layer(values, training=True)
        # Whole numbers again, so that the compiled training gets what it was compiled for.
        return tf.cast(tf.round(tf.clip_by_value(values, 0.0, 1.0) * _WHITE), tf.uint8)


def answer_draws(folder: Path, question: Mapping[str, Any]) -> str:
    """Transform a picture many times; return the name of the file in the folder that holds the draws.

    Args:
        folder: where the answer is kept.
        question: see ``dashboard.experiments.draws.draw_question``.

    Raises:
        ArtifactError: if the question makes no sense.
        OSError: if the answer cannot be written.
    """
    request = asked_draws(question)
    return write_draws(folder, request, draw(request))


def draw(request: DrawRequest) -> Draws:
    """Return draws of each transformation alone, of all together, and of ``ImageDataGenerator``."""
    text, unit = request.augmentation.to_text(), request.pixels.astype(np.float32) / _WHITE
    alone = {
        each.id: _drawn(request.augmentation.only(each.id).to_text(), unit, ALONE, request.seed)
        for each in request.augmentation.used
    }
    together = _drawn(text, unit, TOGETHER, request.seed)
    inference = _drawn(text, unit, 1, request.seed, training=False)[0]
    return Draws(alone, together, _drawn_by_generator(request), inference)


def _drawn(
    text: str, picture: NDArray[np.float32], count: int, seed: int, *, training: bool = True
) -> NDArray[np.uint8]:
    values: Any = np.repeat(picture[None], count, axis=0)
    for layer in keras_layers(text, seed):
        values = layer(values, training=training)
    return _whole(np.asarray(values))


def _drawn_by_generator(request: DrawRequest) -> NDArray[np.uint8]:
    images = np.repeat(request.pixels[None].astype(np.float32), OF_GENERATOR, axis=0)
    generator = tf.keras.preprocessing.image.ImageDataGenerator(**generator_arguments(request.augmentation))
    flow = generator.flow(images, batch_size=len(images), shuffle=False, seed=request.seed)
    return _whole(next(flow))


def _whole(values: NDArray[Any]) -> NDArray[np.uint8]:
    return np.round(np.clip(values, 0.0, 1.0) * _WHITE).astype(np.uint8)
