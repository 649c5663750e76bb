"""The convolution and pooling that a page shows by hand are those of Keras' layers."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from dashboard.experiments.filters import PRESETS, FilterSettings, convolve2d, pool2d

pytestmark = pytest.mark.training

PICTURE = np.random.default_rng(5).integers(0, 256, (29, 22)) / 255.0


def of_keras(layer: keras.layers.Layer, picture: np.ndarray) -> np.ndarray:
    return np.asarray(layer(picture[None, :, :, None]))[0, :, :, 0]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_convolution_equals_conv2d(preset, stride, padding):
    layer = keras.layers.Conv2D(1, 3, strides=stride, padding=padding, use_bias=False, dtype="float64")
    layer.build((None, *PICTURE.shape, 1))
    layer.set_weights([np.array(preset.kernel, float).reshape(3, 3, 1, 1)])

    ours = convolve2d(PICTURE, FilterSettings(preset.kernel, stride, padding))

    np.testing.assert_allclose(ours, of_keras(layer, PICTURE), atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "layer"), [("max", keras.layers.MaxPooling2D), ("average", keras.layers.AveragePooling2D)]
)
def test_pooling_equals_keras(kind, layer):
    np.testing.assert_allclose(pool2d(PICTURE, kind), of_keras(layer(2, dtype="float64"), PICTURE), atol=1e-6)
