"""The dots of several passes."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.charts.passes import pass_dots


def test_each_pass_has_a_dot_for_each_class_both_ways():
    still, moving = np.full((10, 3), 0.2), np.linspace(0, 1, 30).reshape(10, 3)

    figure = pass_dots(still, moving, ("Bag", "Coat", "Dress"))

    assert [trace.name for trace in figure.data] == ["training=False", "training=True"]
    assert list(figure.data[1].x) == pytest.approx(moving.ravel())
    assert figure.data[1].marker.symbol != figure.data[0].marker.symbol, "not by colour alone"
    # The two ways stand side by side in the row of their class.
    assert {round(value) for value in figure.data[0].y} == {0, 1, 2}
    assert list(figure.layout.yaxis.ticktext) == ["Bag", "Coat", "Dress"]


@pytest.mark.parametrize(("still", "moving"), [((10, 3), (9, 3)), ((10, 2), (10, 2)), ((3,), (3,))])
def test_arrays_that_do_not_fit_are_refused(still, moving):
    with pytest.raises(ValueError, match=r"Expected two arrays of shape \(passes, 3\)"):
        pass_dots(np.zeros(still), np.zeros(moving), ("a", "b", "c"))
