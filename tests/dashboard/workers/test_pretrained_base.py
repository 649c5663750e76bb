"""Keras reads the embedded base as it reads the files that it downloads."""

import keras
import numpy as np

from dashboard.experiments.pretrained import pretrained_weights

SHAPE = (96, 96, 3)


def test_both_ways_to_load_the_weights_give_the_same_base():
    path = str(pretrained_weights())
    base = keras.applications.MobileNetV2(input_shape=SHAPE, include_top=False, weights=path)
    other = keras.applications.MobileNetV2(input_shape=SHAPE, include_top=False, weights=None)
    names = [layer.name for layer in base.layers]
    assert (len(names), base.count_params(), base.output_shape) == (154, 2_257_984, (None, 3, 3, 1280))
    assert names.index("block_13_project_BN") == 124
    assert any((a.numpy() != b.numpy()).any() for a, b in zip(base.weights, other.weights, strict=True))
    other.load_weights(path)
    assert all((a.numpy() == b.numpy()).all() for a, b in zip(base.weights, other.weights, strict=True))
    assert np.isfinite(base(np.zeros((1, *SHAPE), np.float32)).numpy()).all()
