"""A photograph of any shape becomes what a model of scenes takes."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.components.own_scene import scene_pixels


def file(image, form="PNG"):
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def wide():
    """Red at both ends, green in the middle square."""
    image = Image.new("RGB", (300, 100), "red")
    image.paste((0, 255, 0), (100, 0, 200, 100))
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_the_middle_square_is_cut_out_or_the_whole_is_squeezed(form):
    square = scene_pixels(file(wide(), form), 48, square=True)
    squeezed = scene_pixels(file(wide(), form), 48, square=False)

    assert square.shape == squeezed.shape == (48, 48, 3)
    assert square[24, 3, 1] > 200 > 50 > square[24, 3, 0]
    assert squeezed[24, 3, 0] > 200
    assert squeezed[24, 24, 1] > 200


def test_a_grey_picture_gets_three_equal_channels():
    pixels = scene_pixels(file(Image.new("L", (64, 64), 90)), 48, square=True)

    assert np.unique(pixels).tolist() == [90]


def test_what_is_transparent_becomes_white():
    pixels = scene_pixels(file(Image.new("RGBA", (64, 64), (9, 9, 9, 0))), 48, square=True)

    assert np.unique(pixels).tolist() == [255]


def test_a_small_picture_is_made_larger():
    assert scene_pixels(file(Image.new("RGB", (10, 10), "blue")), 96, square=True).shape == (96, 96, 3)
