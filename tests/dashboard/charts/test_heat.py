"""A map over a picture: its colours are where its numbers are."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.charts.heat import heat_over, heat_rows

BLACK = np.zeros((48, 48, 3), np.uint8)


def drawn(heat):
    return np.asarray(Image.open(io.BytesIO(heat_over(BLACK, heat, width=96))), int)


def test_orange_is_positive_blue_negative_and_the_rest_is_the_picture():
    heat = np.zeros((4, 4))
    heat[0, 0], heat[3, 3] = 1, -1
    pixels = drawn(heat)

    assert pixels.shape == (96, 96, 3)
    assert pixels[2, 2, 0] > pixels[2, 2, 2], "orange has more red than blue"
    assert pixels[93, 93, 2] > pixels[93, 93, 0], "blue has more blue than red"
    assert len(set(pixels[48, 2])) == len(set(pixels[2, 93])) == 1, "grey: no number there"


def test_a_map_of_zeros_or_of_nan_leaves_the_picture_grey():
    for heat in (np.zeros((2, 2)), np.full((2, 2), np.nan)):
        assert np.ptp(drawn(heat), axis=-1).max() == 0


def test_a_map_has_two_axes():
    with pytest.raises(ValueError, match="Expected a map of shape"):
        heat_over(BLACK, np.zeros(4))


def test_the_table_has_every_number():
    assert heat_rows([[0.5, 0.25]], 100) == [{"row": "0", "0": "50", "1": "25"}]
