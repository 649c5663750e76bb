"""A picture as numbers, and the sizes of a data set's parts."""

import numpy as np
import pytest

from dashboard.charts import picture_numbers as charts

PICTURE = np.array([[0, 128, 255], [1, 2, 3]], np.uint8)


def test_each_pixel_tells_its_row_column_and_number():
    figure = charts.numbers_of_picture(PICTURE, written=False)

    assert figure.data[0].z == ([0, 128, 255], [1, 2, 3])
    assert figure.data[0].hovertemplate.startswith("row %{y}, column %{x}: %{z}")
    assert list(figure.layout.yaxis.range) == [1.5, -0.5], "the first row is at the top"


def test_numbers_are_written_only_when_asked_for():
    assert charts.numbers_of_picture(PICTURE, written=True).data[0].texttemplate == "%{z}"
    assert charts.numbers_of_picture(PICTURE, written=False).data[0].texttemplate is None


def test_the_table_has_a_column_for_each_column_of_the_picture():
    assert charts.number_rows(PICTURE)[0] == {"row": 0, "0": 0, "1": 128, "2": 255}


@pytest.mark.parametrize("image", [np.zeros((2, 2, 3), np.uint8), np.zeros((0, 2), np.uint8)])
def test_only_grey_pictures_are_taken_apart(image):
    with pytest.raises(ValueError, match="Expected a grey picture"):
        charts.numbers_of_picture(image, written=False)


def test_balance_shows_both_splits_of_each_class():
    figure = charts.class_balance([3, 4], [1, 2], ["cat", "dog"])

    assert [(bar.name, bar.x, bar.y) for bar in figure.data] == [
        ("training", (3, 4), ("cat", "dog")),
        ("test", (1, 2), ("cat", "dog")),
    ]
    assert charts.class_balance_rows([3, 4], [1, 2], ["cat", "dog"])[1] == {
        "class": "dog",
        "training": 4,
        "test": 2,
    }


def test_parts_stand_in_one_bar_in_their_order():
    figure = charts.parts_bar([("training", 6), ("test", 1)])

    assert [(bar.name, bar.x) for bar in figure.data] == [("training", (6,)), ("test", (1,))]
    assert figure.layout.barmode == "stack"
