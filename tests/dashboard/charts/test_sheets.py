"""Kernels and feature maps as pictures: the right numbers at the right place."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.charts.sheets import kernels_sheet, maps_rows, maps_sheet

BLUE, WHITE, ORANGE = [0, 114, 178], [255, 255, 255], [213, 94, 0]


def pixels(png: bytes) -> np.ndarray:
    """Shape (height, width, 3)."""
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))


class TestKernelsSheet:
    def test_each_filter_is_a_picture_of_the_chosen_channel(self):
        kernel = np.zeros((3, 3, 2, 4))
        kernel[0, 2, 1, 3] = 0.5  # row 0, column 2 of channel 1 in the last filter
        kernel[2, 0, 1, 0] = -0.5
        sheet = kernels_sheet(kernel, channel=1, columns=4, scale=1)
        shown = pixels(sheet.png)
        assert shown.shape == (3, 4 * 9 - 6, 3)
        assert shown[0, 3 * 9 + 2].tolist() == ORANGE
        assert shown[2, 0].tolist() == BLUE
        assert shown[1, 1].tolist() == WHITE
        assert sheet.summary == (
            "Kernels of 4 filters of 3×3 for channel 1 of the 2 it reads: blue is −0.5, white 0, orange +0.5."
        )

    def test_another_channel_shows_other_weights(self):
        kernel = np.zeros((3, 3, 2, 1))
        kernel[..., 1, 0] = 1.0
        assert (pixels(kernels_sheet(kernel, channel=0, scale=1).png) == 255).all()
        assert pixels(kernels_sheet(kernel, channel=1, scale=1).png)[0, 0].tolist() == ORANGE

    @pytest.mark.parametrize(("shape", "channel"), [((3, 3), 0), ((3, 3, 1, 0), 0), ((3, 3, 1, 4), 1)])
    def test_what_does_not_fit_is_refused(self, shape, channel):
        with pytest.raises(ValueError, match="Expected a"):
            kernels_sheet(np.zeros(shape), channel)


class TestMapsSheet:
    def test_maps_stand_in_rows_on_one_scale(self):
        values = np.zeros((72, 72, 3))
        values[0, 0] = [2.0, 0.0, 1.0]
        sheet = maps_sheet(values, columns=2)
        shown = pixels(sheet.png)
        assert shown[0, 0].tolist() == ORANGE
        assert shown[0, 78].tolist() == WHITE
        np.testing.assert_allclose(shown[78, 0], np.add(WHITE, ORANGE) / 2, atol=1)
        assert sheet.summary == "3 maps of 72×72: white 0, orange +2."

    def test_small_maps_are_enlarged_to_about_the_size_of_large_ones(self):
        widths = [pixels(maps_sheet(np.ones((size, size, 2))).png).shape[1] for size in (26, 13, 5)]
        assert max(widths) < 1.25 * min(widths)

    def test_a_picture_without_channels_is_one_map(self):
        assert maps_sheet(np.ones((28, 28))).summary.startswith("1 map of 28×28")

    def test_maps_that_are_no_numbers_are_black_and_said(self):
        sheet = maps_sheet(np.full((5, 5, 1), np.nan))
        assert not pixels(sheet.png).any()
        assert "25 values are not numbers" in sheet.summary

    def test_the_table_has_a_row_a_map(self):
        values = np.zeros((2, 2, 2))
        values[0, 0, 1] = 4.0
        assert maps_rows(values)[1] == {
            "map": 1,
            "smallest": "0",
            "largest": "4",
            "mean": "1",
            "zeros": "75.0 %",
        }

    def test_values_that_are_no_maps_are_refused(self):
        with pytest.raises(ValueError, match=r"Received: \(784,\)"):
            maps_sheet(np.zeros(784))
