"""A learner's own picture, as grey pixels."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.components.own_picture import OwnPictureError, grey_pixels


def file_of(picture: Image.Image, kind: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def test_a_large_picture_becomes_small_and_grey_in_its_proportions():
    pixels = grey_pixels(file_of(Image.new("RGB", (1000, 500), (0, 255, 0))))

    assert pixels.shape == (128, 256)
    assert pixels.dtype == np.uint8
    assert set(pixels.ravel()) == {150}, "green counts 0.587 of 255"


def test_a_small_picture_keeps_its_size():
    assert grey_pixels(file_of(Image.new("L", (28, 40), 7))).shape == (40, 28)


def test_a_photograph_is_turned_as_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    content = file_of(Image.new("L", (60, 20)), "JPEG", exif=exif)

    assert grey_pixels(content).shape == (60, 20)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n broken", file_of(Image.new("L", (20, 20)), "GIF")],
    ids=["empty", "text", "broken", "another kind"],
)
def test_what_is_no_picture_is_one_sentence(content):
    with pytest.raises(OwnPictureError, match="Expected a PNG or JPEG picture"):
        grey_pixels(content)


def test_too_small_and_too_large_are_told():
    with pytest.raises(OwnPictureError, match="at least 8 pixels"):
        grey_pixels(file_of(Image.new("L", (7, 50))))
    with pytest.raises(OwnPictureError, match="at most 40 million pixels"):
        grey_pixels(file_of(Image.new("1", (8000, 6000))))
    with pytest.raises(OwnPictureError, match="long and thin"):
        grey_pixels(file_of(Image.new("L", (4000, 8))))
