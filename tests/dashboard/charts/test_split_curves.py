"""The figure of several splits: a curve on the testing folder each, and a mark for what untouched pictures say."""

from dashboard.charts.comparison import Curves
from dashboard.charts.split_curves import testing_curves as curves_of


def test_each_run_has_its_curve_and_a_mark_after_its_last_epoch():
    runs = [Curves("Right", {"val_accuracy": [0.5, 0.8]}), Curves("Leaky", {"val_accuracy": [0.6, 0.9, 1.0]})]
    figure = curves_of(runs, [0.79, 0.81])

    lines, marks = figure.data[:2], figure.data[2:]
    assert [list(line.y) for line in lines] == [[0.5, 0.8], [0.6, 0.9, 1.0]]
    assert [(mark.x, mark.y) for mark in marks] == [((2,), (0.79,)), ((3,), (0.81,))]
    assert [mark.marker.color for mark in marks] == [line.line.color for line in lines]
    assert len({mark.marker.symbol for mark in marks}) == 2, "not by colour alone"
