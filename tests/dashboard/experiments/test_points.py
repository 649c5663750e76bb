"""The points of the single neuron: whatever a table or an address holds, only pairs of numbers get through."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.experiments.points import (
    LINE_POINTS,
    PointsError,
    checked_points,
    points_from_text,
    points_to_text,
)

coordinates = st.integers(-1000, 1000) | st.floats(-1000, 1000)


def test_the_points_of_the_course_lie_on_its_line():
    assert [x for x, _ in LINE_POINTS] == [-1, 0, 1, 2, 3, 4]
    assert all(y == 2 * x - 1 for x, y in LINE_POINTS)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20))
def test_points_survive_the_address(pairs):
    points = checked_points(pairs)
    assert points_from_text(points_to_text(points)) == points


def test_whole_numbers_read_well_in_the_address():
    assert points_to_text(((1.0, -2.0), (0.5, 1000.0))) == "1,-2;0.5,1000"


def test_minus_zero_is_zero_so_that_equal_points_have_one_address():
    assert points_to_text(checked_points([(-0.0, 1)])) == "0,1"


@given(st.text(max_size=80) | st.text("0123456789,;.-e", max_size=40))
def test_a_text_of_an_address_gives_finite_numbers_or_is_refused(text):
    with contextlib.suppress(PointsError):
        assert all(math.isfinite(value) for pair in points_from_text(text) for value in pair)


@pytest.mark.parametrize("text", ["", "a,b", "1;2", "1,2,3", "nan,1", "1,1e999", ";"])
def test_a_text_that_is_no_list_of_points_is_refused(text):
    with pytest.raises(PointsError, match="points must be"):
        points_from_text(text)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "1 to 20 pairs of numbers; received 0"),
        ([(1, 2)] * 21, "1 to 20 pairs of numbers; received 21"),
        ([(1, 2), (3,)], "pairs x, y; point 2 is"),
        ([(1, 1001)], "numbers from -1000 to 1000; point 1 has 1001"),
        ([(1, math.nan)], "point 1 has nan"),
        ([(True, 2)], "point 1 has True"),
        ([(1, "2")], "point 1 has 2"),
        ("1,2", "pairs of numbers x, y; received 1,2"),
        (None, "received None"),
    ],
)
def test_what_is_no_list_of_points_is_refused_with_one_sentence(value, told):
    with pytest.raises(PointsError, match=told):
        checked_points(value)
