"""The Plotly figures: what they hold, not how Plotly draws it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from dashboard.charts import colours
from dashboard.charts.figures import (
    confusion_matrix,
    confusion_rows,
    probability_bars,
    probability_rows,
    selected_cell,
)

NAMES = ["cat", "dog", "owl"]
COUNTS = np.array([[8, 2, 0], [1, 9, 0], [0, 3, 27]])


def test_charts_import_neither_streamlit_nor_tensorflow():
    program = (
        "import sys, dashboard.charts.figures, dashboard.charts.pictures, dashboard.charts.summary; "
        "print([m for m in ('streamlit', 'tensorflow', 'keras') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


class TestConfusionMatrix:
    def test_every_cell_shows_its_count_and_is_coloured_by_its_share_of_the_row(self):
        heat = confusion_matrix(COUNTS, NAMES).data[0]
        assert np.array(heat.text).tolist() == COUNTS.tolist()
        assert heat.texttemplate == "%{text}"
        np.testing.assert_allclose(np.array(heat.z)[2], [0, 0.1, 0.9])

    def test_rows_are_true_classes_from_the_top_and_columns_predicted_ones(self):
        figure = confusion_matrix(COUNTS, NAMES)
        assert figure.layout.xaxis.title.text == "predicted"
        assert figure.layout.yaxis.title.text == "true"
        assert tuple(figure.layout.yaxis.range) == (2.5, -0.5)

    def test_every_cell_can_be_selected_and_knows_its_place(self):
        targets = confusion_matrix(COUNTS, NAMES).data[1]
        assert len(targets.customdata) == 9
        place = [tuple(cell[:3]) for cell in targets.customdata]
        assert (2, 1, 3) in place  # owl taken for dog, three times
        index = place.index((2, 1, 3))
        assert (targets.y[index], targets.x[index]) == ("owl", "dog")

    def test_a_class_without_pictures_is_drawn_without_dividing_by_zero(self):
        heat = confusion_matrix(np.array([[0, 0], [1, 3]]), ["a", "b"]).data[0]
        assert np.array(heat.z)[0].tolist() == [0, 0]

    def test_the_background_is_clear_so_that_both_themes_show_through(self):
        layout = confusion_matrix(COUNTS, NAMES).layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == colours.CLEAR

    def test_it_is_plain_json_for_the_browser(self):
        assert json.loads(confusion_matrix(COUNTS, NAMES).to_json())["data"]

    @pytest.mark.parametrize(
        ("counts", "message"),
        [(np.zeros((2, 3)), r"shape \(3, 3\).*Received: \(2, 3\)"), (-np.eye(3), "0 or more. Received: -1")],
    )
    def test_counts_that_do_not_fit_are_refused(self, counts, message):
        with pytest.raises(ValueError, match=message):
            confusion_matrix(counts, NAMES)

    def test_the_table_has_a_row_a_true_class(self):
        assert confusion_rows(COUNTS, NAMES)[2] == {"true class": "owl", "cat": 0, "dog": 3, "owl": 27}


class TestSelectedCell:
    def test_the_place_is_read_from_the_selected_point(self):
        assert selected_cell({"selection": {"points": [{"customdata": [2, 1, 3, 0.1]}]}}) == (2, 1)
        assert selected_cell({"selection": {"points": [{"customdata": {"0": 0, "1": 2}}]}}) == (0, 2)

    @pytest.mark.parametrize(
        "state", [None, {}, {"selection": {"points": []}}, {"selection": {"points": [{}]}}]
    )
    def test_nothing_selected_is_none(self, state):
        assert selected_cell(state) is None


class TestProbabilityBars:
    def test_the_answer_and_the_right_class_are_named_in_words(self):
        bars = probability_bars([0.2, 0.7, 0.1], NAMES, true_label=0, predicted=1).data[0]
        assert list(bars.y) == ["<b>cat (true)</b>", "<b>dog (answer)</b>", "owl"]
        assert list(bars.text) == ["20.0 %", "70.0 %", "10.0 %"]
        assert list(bars.marker.color) == [colours.BLUE, colours.ORANGE, colours.GREY]

    def test_a_right_answer_is_one_blue_bar(self):
        bars = probability_bars([0.2, 0.7, 0.1], NAMES, true_label=1, predicted=1).data[0]
        assert bars.y[1] == "<b>dog (answer, true)</b>"
        assert list(bars.marker.color) == [colours.GREY, colours.BLUE, colours.GREY]

    def test_an_unknown_true_class_is_not_marked(self):
        bars = probability_bars([0.2, 0.7, 0.1], NAMES, true_label=None, predicted=1).data[0]
        assert [name for name in bars.y if "true" in name] == []

    def test_a_probability_is_needed_for_each_class(self):
        with pytest.raises(ValueError, match="Expected 3 probabilities"):
            probability_bars([0.5, 0.5], NAMES, true_label=0, predicted=1)

    def test_the_table_starts_with_the_most_probable_class(self):
        rows = probability_rows([0.2, 0.7, 0.1], NAMES)
        assert rows == [
            {"class": "dog", "probability": "70.00 %"},
            {"class": "cat", "probability": "20.00 %"},
            {"class": "owl", "probability": "10.00 %"},
        ]
