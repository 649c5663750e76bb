"""Convolution and pooling of one picture, and the settings in the address."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.experiments.config import ConfigError
from dashboard.experiments.filters import (
    PRESETS,
    FilterSettings,
    convolve2d,
    output_size,
    pool2d,
    relu,
)

RAMP = np.arange(25.0).reshape(5, 5)
NOTHING = FilterSettings((0, 0, 0, 0, 1, 0, 0, 0, 0))


def test_the_kernel_is_not_flipped():
    right = FilterSettings((0, 0, 0, 0, 0, 1, 0, 0, 0))

    np.testing.assert_array_equal(convolve2d(RAMP, right), RAMP[1:-1, 2:])


def test_same_padding_keeps_the_size_and_sees_zeros_outside():
    shifted = convolve2d(RAMP, FilterSettings((1, 0, 0, 0, 0, 0, 0, 0, 0), padding="same"))

    assert shifted.shape == RAMP.shape
    assert shifted[0].tolist() == [0.0] * 5
    np.testing.assert_array_equal(shifted[1:, 1:], RAMP[:-1, :-1])


def test_a_stride_leaves_places_out():
    every = convolve2d(RAMP, NOTHING)

    np.testing.assert_array_equal(convolve2d(RAMP, FilterSettings(NOTHING.kernel, stride=2)), every[::2, ::2])


def test_dividing_keeps_the_brightness_of_a_blur():
    grey = np.full((6, 6), 80.0)
    blur = next(preset for preset in PRESETS if preset.name == "Blur").kernel

    assert convolve2d(grey, FilterSettings(blur)).max() == 720
    assert convolve2d(grey, FilterSettings(blur, divide=True)).max() == pytest.approx(80)


def test_weights_that_add_up_to_nothing_are_not_divided_by():
    assert FilterSettings(PRESETS[0].kernel, divide=True).divisor == 1.0


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_size_is_the_one_that_the_formula_gives(stride, padding):
    made = convolve2d(np.zeros((28, 17)), FilterSettings(stride=stride, padding=padding))

    assert made.shape == (output_size(28, 3, stride, padding), output_size(17, 3, stride, padding))


def test_relu_and_pooling():
    values = np.array([[-1.0, 2.0, 9.0], [3.0, 4.0, 9.0]])

    assert relu(values).tolist() == [[0.0, 2.0, 9.0], [3.0, 4.0, 9.0]]
    assert pool2d(values, "max").tolist() == [[4.0]]
    assert pool2d(values, "average").tolist() == [[2.0]]
    with pytest.raises(ValueError, match="Expected max or average"):
        pool2d(values, "median")


@pytest.mark.parametrize("shape", [(2, 9), (9,), (9, 9, 3)])
def test_only_a_grey_picture_is_convolved(shape):
    with pytest.raises(ValueError, match="Expected a grey picture"):
        convolve2d(np.zeros(shape), NOTHING)


@pytest.mark.parametrize(
    "settings",
    [
        FilterSettings(),
        FilterSettings((0.5, -1, 2, 0, 0, 0, 1e-3, 7, 100), 3, "same", True),
    ],
)
def test_settings_survive_the_address(settings):
    assert FilterSettings.from_query(settings.to_query()) == settings


def test_the_defaults_need_no_address():
    assert FilterSettings().to_query() == {}


@pytest.mark.parametrize(
    "query",
    [
        {"kernel": "1,2,3"},
        {"kernel": "a,b"},
        {"kernel": ",".join(["1000"] * 9)},
        {"kernel": ",".join(["nan"] * 9)},
        {"stride": "4"},
        {"stride": "banana"},
        {"padding": "full"},
    ],
)
def test_what_an_address_cannot_mean_is_told(query):
    with pytest.raises(ConfigError, match="must be"):
        FilterSettings.from_query(query)
