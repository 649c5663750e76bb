"""Histograms, bars and lines: what they count, and what is said of them."""

import json
import math

import numpy as np
import pytest

from dashboard.charts import colours
from dashboard.charts.numbers import (
    BINS,
    histogram,
    histogram_rows,
    histogram_summary,
    layer_bars,
    predictions,
    value_bars,
    value_rows,
    values_summary,
)


class TestHistogram:
    def test_every_number_is_counted_once_and_zero_is_in_the_middle(self):
        bars = histogram(np.array([[-2.0, 0.0], [0.01, 1.0]]), "weight").data[0]
        assert len(bars.y) == BINS
        assert sum(bars.y) == 4
        assert bars.y[BINS // 2] == 2
        assert bars.x[BINS // 2] == pytest.approx(0)

    def test_negative_bars_are_blue_positive_ones_orange(self):
        tints = histogram([-1.0, 1.0], "weight").data[0].marker.color
        assert (tints[0], tints[BINS // 2], tints[-1]) == (colours.BLUE, colours.GREY, colours.ORANGE)

    def test_numbers_that_are_none_are_left_out_and_said(self):
        values = [1.0, 2.0, math.nan, math.inf]
        assert sum(histogram(values, "weight").data[0].y) == 2
        assert histogram_summary(values, "weight").endswith("2 are not numbers (nan or inf).")
        assert histogram_summary([math.nan] * 3, "bias") == (
            "None of the 3 biases is a number: all are nan or inf."
        )

    def test_it_is_told_in_a_sentence(self):
        told = histogram_summary([-1.0, -0.5, 0.0, 0.5, 1.0], "weight")
        assert told == "5 weights from -1 to 1, 0 on average; nine of ten lie between -0.9 and 0.9."
        assert histogram_summary([1.954], "weight") == "One weight: 1.954."

    def test_the_table_leaves_empty_bars_out(self):
        rows = histogram_rows([-1.0, 1.0, 1.0])
        assert [row["how many"] for row in rows] == ["1", "2"]
        assert (rows[0]["from"], rows[-1]["to"]) == ("-1", "1")

    @pytest.mark.parametrize("values", [[0.0, 0.0], [], [math.nan]])
    def test_nothing_to_count_is_still_a_figure(self, values):
        assert json.loads(histogram(values, "weight").to_json())["data"]


class TestValueBars:
    def test_values_stand_in_their_order_with_a_gap_where_there_is_no_number(self):
        bars = value_bars([0.5, -1.0, math.nan], "unit").data[0]
        assert list(bars.x) == [0, 1, 2]
        assert list(bars.y) == [0.5, -1.0, None]
        assert list(bars.marker.color)[:2] == [colours.ORANGE, colours.BLUE]

    def test_the_table_numbers_them(self):
        assert value_rows([0.5, -1.0], "unit") == [
            {"unit": 0, "value": "0.5"},
            {"unit": 1, "value": "-1"},
        ]

    def test_shape_extremes_and_zeros_are_told(self):
        values = np.zeros((26, 26, 2))
        values[0, 0] = [1.5, -0.25]
        told = values_summary(values, "conv2d")
        assert told == (
            "conv2d gives 1,352 values of shape (1, 26, 26, 2): the smallest is -0.25, the largest 1.5, "
            "and 99.9 % are zero."
        )
        assert values_summary(np.array([np.nan]), "dense").endswith("all are nan or inf.")
        assert "1 are not numbers" in values_summary(np.array([np.nan, 1.0]), "dense")


class TestLayerBars:
    def test_the_first_layer_is_at_the_top_on_a_scale_of_powers(self):
        figure = layer_bars({"dense": 0.001, "dense_1": 1.0}, "length")
        assert list(figure.data[0].y) == ["dense", "dense_1"]
        assert figure.layout.yaxis.autorange == "reversed"
        assert figure.layout.xaxis.type == "log"
        low, high = figure.layout.xaxis.range
        assert low < -3
        assert high > 0

    def test_what_has_no_logarithm_has_no_bar_but_its_figure(self):
        bars = layer_bars({"a": 0.0, "b": math.nan, "c": 2.0}, "length").data[0]
        assert list(bars.x) == [None, None, 2.0]
        assert list(bars.text) == ["0", "nan", "2"]
        assert json.loads(layer_bars({"a": math.nan}, "length").to_json())["data"]


class TestPredictions:
    def test_the_line_runs_from_left_to_right_and_points_are_the_true_values(self):
        line, points = predictions([2, -1], [3, -3], [2.9, -2.5]).data
        assert list(line.x) == [-1, 2]
        assert list(line.y) == [-2.5, 2.9]
        assert list(points.y) == [3, -3]

    def test_a_prediction_that_is_no_number_leaves_a_gap(self):
        line, _ = predictions([0, 1], [0, 1], [0.0, math.nan]).data
        assert list(line.y) == [0.0, None]
