"""The figures of Flatten and ReLU mark the place that they are told."""

import numpy as np
import pytest

from dashboard.charts.flattening import picture_and_row, relu_curve

PICTURE = np.arange(12, dtype=np.uint8).reshape(3, 4)


def test_the_same_pixel_is_marked_in_the_picture_and_in_the_row():
    square, line = picture_and_row(PICTURE, 6)
    _, pixel = square.layout.shapes
    row, mark = line.layout.shapes
    assert ((pixel.x0 + pixel.x1) / 2, (pixel.y0 + pixel.y1) / 2) == (2, 1)
    assert mark.x0 == mark.x1 == 6
    assert (row.x0, row.x1) == (3.5, 7.5)
    assert list(line.data[0].z[0]) == list(range(12))


def test_a_place_outside_the_picture_is_refused():
    with pytest.raises(ValueError, match="from 0 to 11"):
        picture_and_row(PICTURE, 12)


@pytest.mark.parametrize(("x", "y"), [(-2.0, 0.0), (1.5, 1.5)])
def test_the_point_lies_on_the_curve(x, y):
    point = relu_curve(x).data[1]
    assert (point.x[0], point.y[0]) == (x, y)
