"""What the edits of a table make of the points."""

import pytest

from dashboard.components.points_table import edited_points
from dashboard.experiments.points import PointsError

BASE = ((0.0, 1.0), (1.0, 3.0), (2.0, 5.0))


def changes(edited=None, added=(), deleted=()):
    return {"edited_rows": edited or {}, "added_rows": list(added), "deleted_rows": list(deleted)}


def test_no_edits_change_nothing():
    assert edited_points(BASE, changes()) == BASE


def test_a_cell_a_new_row_and_a_deleted_row():
    points = edited_points(BASE, changes({"1": {"y": 4}}, [{"x": 9, "y": -2.5}], [0]))
    assert points == ((1.0, 4.0), (2.0, 5.0), (9.0, -2.5))


def test_a_row_without_both_numbers_does_not_count_yet():
    points = edited_points(BASE, changes({0: {"x": None}}, [{}, {"x": 1}, {"x": 1, "y": None}]))
    assert points == BASE[1:]


@pytest.mark.parametrize(
    "edits", [changes(deleted=[0, 1, 2]), changes({0: {"x": 5000}}), changes(added=[{"x": 1, "y": 1}] * 18)]
)
def test_a_table_that_cannot_be_learned_from_is_refused(edits):
    with pytest.raises(PointsError, match="points must be"):
        edited_points(BASE, edits)
