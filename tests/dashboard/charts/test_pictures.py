"""Pictures as PNG data: crisp, right in colour, and laid out in rows."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.charts.pictures import picture_png, picture_sheet, weights_sheet


def pixels(png: bytes) -> np.ndarray:
    """Shape (height, width, 4)."""
    return np.array(Image.open(io.BytesIO(png)).convert("RGBA"))


class TestPicturePng:
    def test_enlarging_repeats_pixels_and_blurs_nothing(self):
        image = np.array([[0, 255], [128, 64]], dtype=np.uint8)
        shown = pixels(picture_png(image, scale=3))[..., 0]
        np.testing.assert_array_equal(shown, image.repeat(3, axis=0).repeat(3, axis=1))

    def test_fractions_and_whole_numbers_show_the_same(self):
        whole = np.array([[0, 255], [51, 102]])
        assert picture_png(whole / 255) == picture_png(whole) == picture_png(whole.astype(np.uint8))

    def test_one_channel_is_grey_and_three_are_colour(self):
        grey = np.full((2, 2, 1), 200, np.uint8)
        np.testing.assert_array_equal(pixels(picture_png(grey))[0, 0], [200, 200, 200, 255])
        red = np.zeros((2, 2, 3), np.uint8)
        red[..., 0] = 255
        np.testing.assert_array_equal(pixels(picture_png(red))[0, 0], [255, 0, 0, 255])

    @pytest.mark.parametrize(
        ("image", "message"),
        [
            (np.zeros(4), "Expected a picture of shape"),
            (np.zeros((2, 2, 2)), r"Received: \(2, 2, 2\)"),
            (np.full((2, 2), 1.5), "fractions 0 to 1 as pixels. Received: 1.5"),
            (np.full((2, 2), np.nan), "fractions 0 to 1 as pixels. Received: nan"),
            (np.full((2, 2), 300), "whole numbers 0 to 255 as pixels. Received: 300"),
        ],
    )
    def test_what_is_no_picture_is_refused_in_a_sentence(self, image, message):
        with pytest.raises(ValueError, match=message):
            picture_png(image)


class TestPictureSheet:
    def test_pictures_stand_in_rows_with_clear_space_between(self):
        images = np.full((5, 10, 10), 255, np.uint8)
        sheet = pixels(picture_sheet(images, [""] * 5, columns=3, scale=2))
        assert sheet.shape == (2 * 28 + 6, 3 * 28 + 2 * 6, 4)
        assert sheet[0, 28, 3] == 0  # between the first two
        assert sheet[-1, -1, 3] == 0  # the empty place at the end

    def test_a_caption_is_dark_on_an_opaque_card(self):
        sheet = pixels(picture_sheet(np.full((1, 28, 28), 255, np.uint8), ["Coat"], columns=1))
        caption = sheet[28 * 3 + 4 :]
        assert (caption[..., 3] == 255).all()
        assert caption[..., 0].min() < 64

    def test_a_long_caption_is_cut_and_widens_nothing(self):
        images = np.zeros((2, 28, 28), np.uint8)
        sheet = pixels(picture_sheet(images, ["x", "A very long caption that fits no card"], columns=2))
        assert sheet.shape[1] == 2 * (28 * 3 + 8) + 6

    def test_captions_and_pictures_must_be_as_many(self):
        with pytest.raises(ValueError, match="2 pictures, 1 captions"):
            picture_sheet(np.zeros((2, 4, 4), np.uint8), ["one"], columns=2)
        with pytest.raises(ValueError, match="at least one picture"):
            picture_sheet(np.zeros((0, 4, 4), np.uint8), [], columns=2)

    def test_a_row_holds_at_least_one_picture(self):
        with pytest.raises(ValueError, match="at least 1 column"):
            picture_sheet(np.zeros((1, 4, 4), np.uint8), [""], columns=0)


class TestWeightsSheet:
    def test_negative_is_blue_zero_white_and_positive_orange(self):
        weights = np.zeros((784, 1))
        weights[0], weights[1] = -2.0, 2.0
        sheet = weights_sheet(weights, scale=1)
        shown = pixels(sheet.png)[0, :3, :3].tolist()
        assert shown == [[0, 114, 178], [213, 94, 0], [255, 255, 255]]
        assert sheet.limit == 2.0

    def test_one_symmetric_scale_serves_all_units(self):
        weights = np.zeros((784, 2))
        weights[0, 0], weights[0, 1] = 4.0, -1.0
        shown = pixels(weights_sheet(weights, columns=2, scale=1).png)
        assert shown[0, 0, :3].tolist() == [213, 94, 0]
        # A quarter of the way from white to blue.
        np.testing.assert_allclose(shown[0, 34, :3], [191.25, 219.75, 235.75], atol=1)

    def test_each_unit_is_a_picture_and_rows_are_filled_in_order(self):
        weights = np.zeros((784, 20))
        sheet = weights_sheet(weights, columns=16, scale=1)
        assert pixels(sheet.png).shape == (2 * 28 + 6, 16 * 34 - 6, 4)
        assert "20 units" in sheet.summary
        assert "28×28" in sheet.summary

    def test_weights_that_are_not_numbers_are_black_and_said(self):
        weights = np.ones((784, 1))
        weights[0] = np.nan
        sheet = weights_sheet(weights, scale=1)
        assert pixels(sheet.png)[0, 0, :3].tolist() == [0, 0, 0]
        assert "1 weights are not numbers" in sheet.summary

    def test_untrained_zeros_are_all_white(self):
        assert (pixels(weights_sheet(np.zeros((784, 1)), scale=1).png) == 255).all()

    @pytest.mark.parametrize("shape", [(783, 4), (784,), (784, 0)])
    def test_weights_of_another_shape_are_refused(self, shape):
        with pytest.raises(ValueError, match=r"Expected weights of shape \(784, units\)"):
            weights_sheet(np.zeros(shape))
