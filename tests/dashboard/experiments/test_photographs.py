"""The photographs for the lesson on convolutions."""

import numpy as np
import pytest
from PIL import Image

from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.photographs import PHOTOGRAPHS, photograph


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_is_square_and_has_contrast(name):
    pixels = photograph(name)
    assert pixels.shape == ((256, 256, 3) if PHOTOGRAPHS[name].colour else (256, 256))
    assert pixels.dtype == np.uint8
    assert pixels.std() > 30


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_any_photograph_can_be_had_in_grey(name):
    pixels = photograph(name, grey=True)
    assert pixels.shape == (256, 256)
    colour = photograph(name)
    weighed = colour @ np.array([0.299, 0.587, 0.114]) if colour.ndim == 3 else colour
    np.testing.assert_allclose(pixels, weighed, atol=1)


def test_there_is_one_in_grey_and_one_in_colour():
    assert {known.colour for known in PHOTOGRAPHS.values()} == {True, False}


def test_an_unknown_name_is_refused():
    with pytest.raises(DatasetError, match="camera, chelsea, coffee; received 'ascent'"):
        photograph("ascent")


def test_a_missing_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match=r"camera.png is missing\. Restore"):
        photograph("camera", data=tmp_path)


def test_a_damaged_file_is_named_with_the_remedy(tmp_path):
    (tmp_path / "photographs").mkdir()
    (tmp_path / "photographs" / "camera.png").write_bytes(b"\x89PNG cut short")
    with pytest.raises(DatasetError, match=r"camera.png cannot be read .*Restore"):
        photograph("camera", data=tmp_path)


def test_another_picture_in_its_place_is_noticed(tmp_path):
    (tmp_path / "photographs").mkdir()
    Image.new("RGB", (256, 200)).save(tmp_path / "photographs" / "coffee.png")
    with pytest.raises(DatasetError, match=r"damaged: expected uint8 pixels of the shape \(256, 256, 3\)"):
        photograph("coffee", data=tmp_path)
