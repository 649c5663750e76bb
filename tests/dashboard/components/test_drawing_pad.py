"""What a browser sends from the pad, and how a drawing is brought into the frame."""

import base64

import numpy as np
import pytest

from dashboard.components.drawing_pad import pixels_of
from dashboard.components.own_garment import fitted


def sent(pixels):
    return base64.b64encode(pixels.astype(np.uint8).tobytes()).decode()


def test_a_drawing_arrives_as_it_was_sent():
    drawing = np.arange(784).reshape(28, 28) % 256
    np.testing.assert_array_equal(pixels_of(sent(drawing)), drawing)


@pytest.mark.parametrize(
    "what", [None, "", 7, "no base64!", sent(np.ones((27, 28))), sent(np.zeros((28, 28))), "A" * 10_000]
)
def test_an_empty_pad_and_anything_else_is_no_drawing(what):
    assert pixels_of(what) is None


def test_a_small_drawing_in_a_corner_fills_the_frame_and_keeps_its_shape():
    drawing = np.zeros((28, 28), np.uint8)
    drawing[0:8, 20:24] = 255
    pixels = fitted(drawing)
    assert pixels.shape == (28, 28)
    assert (pixels.any(axis=1).sum(), pixels.any(axis=0).sum()) == (28, 14)
    assert pixels[14, 7:21].min() == 255, "in the middle"
