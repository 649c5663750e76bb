"""Flatten, ReLU and softmax in NumPy are those of TensorFlow."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from dashboard.experiments.activations import flat_pixel, relu, softmax

scores = st.lists(st.floats(-1000, 1000), min_size=1, max_size=10)


@given(scores)
def test_relu_is_that_of_tensorflow(values):
    np.testing.assert_allclose(relu(np.array(values)), tf.nn.relu(tf.constant(values, tf.float64)), atol=1e-6)


@given(scores)
def test_softmax_is_that_of_tensorflow(values):
    np.testing.assert_allclose(softmax(values), tf.nn.softmax(tf.constant(values, tf.float64)), atol=1e-6)


def test_softmax_of_several_rows_adds_up_in_each():
    rows = softmax([[1.0, 2.0, 3.0], [-800.0, 0.0, 800.0]])
    np.testing.assert_allclose(rows.sum(axis=-1), [1.0, 1.0])


def test_every_place_is_the_one_that_flatten_gives():
    picture = np.arange(12, dtype=np.uint8).reshape(3, 4)
    row = tf.keras.layers.Flatten()(picture[None]).numpy()[0]
    for place, value in enumerate(row):
        pixel = flat_pixel(picture, place)
        assert pixel.value == value == picture[pixel.row, pixel.column]


@pytest.mark.parametrize("place", [-1, 12])
def test_there_is_no_place_outside_the_row(place):
    with pytest.raises(IndexError, match=f"from 0 to 11; received {place}"):
        flat_pixel(np.zeros((3, 4), np.uint8), place)
