"""Charts that set runs side by side."""

import math
import re
from xml.etree import ElementTree

import pytest

from dashboard.charts.comparison import PALETTE, Curves, Point, overlay, overlay_rows, sweep_plot
from dashboard.charts.small_multiples import HEIGHT, WIDTH, Small, small_multiples

HISTORY = {"loss": [0.8, 0.5], "accuracy": [0.7, 0.8], "val_loss": [0.7, 0.6], "val_accuracy": [0.75, 0.82]}


def brightness(colour):
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("page", ["#ffffff", "#12171e"])
@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_stands_out_from_a_light_and_from_a_dark_page(colour, page):
    low, high = sorted((brightness(colour), brightness(page)))
    assert (high + 0.05) / (low + 0.05) >= 3


class TestOverlay:
    def test_twelve_runs_are_told_apart_without_colour(self):
        figure = overlay([Curves(str(place), HISTORY) for place in range(12)], "accuracy", "validation")
        looks = {(trace.line.dash, trace.marker.symbol) for trace in figure.data}
        assert len(looks) == 12
        assert len({(trace.line.color, trace.line.dash) for trace in figure.data}) == 12

    def test_the_chosen_lines_of_the_chosen_figure_are_drawn(self):
        def drawn(metric, lines):
            return [list(trace.y) for trace in overlay([Curves("a", HISTORY)], metric, lines).data]

        assert drawn("accuracy", "validation") == [[0.75, 0.82]]
        assert drawn("loss", "training") == [[0.8, 0.5]]
        assert drawn("loss", "both") == [[0.8, 0.5], [0.7, 0.6]]

    def test_training_and_validation_of_a_run_share_colour_and_dash_and_differ_in_marker(self):
        training, validation = overlay([Curves("a", HISTORY)], "loss", "both").data
        assert (training.line.color, training.line.dash) == (validation.line.color, validation.line.dash)
        assert training.marker.symbol == "circle-open"
        assert [training.name, validation.name] == ["a, training", "a, validation"]

    def test_what_is_no_number_breaks_the_line(self):
        [trace] = overlay([Curves("a", {"loss": [1.0, math.nan, math.inf, 2.0]})], "loss", "training").data
        assert list(trace.y) == [1.0, None, None, 2.0]

    def test_a_loss_that_spans_magnitudes_is_drawn_on_a_logarithmic_axis(self):
        wide = overlay([Curves("a", {"loss": [1000.0, 0.5]})], "loss", "training")
        narrow = overlay([Curves("a", HISTORY)], "loss", "training")
        assert (wide.layout.yaxis.type, narrow.layout.yaxis.type) == ("log", "linear")

    def test_a_name_cannot_become_markup(self):
        [trace] = overlay([Curves("<a href=x>", HISTORY)], "loss", "training").data
        assert "<a" not in trace.name
        assert "<a" not in trace.hovertemplate

    def test_the_table_has_a_row_an_epoch_and_a_column_a_line(self):
        rows = overlay_rows([Curves("a", HISTORY), Curves("b", {"accuracy": [0.5]})], "accuracy", "training")
        assert rows == [
            {"epoch": "1", "a, training": "70.0 %", "b, training": "50.0 %"},
            {"epoch": "2", "a, training": "80.0 %", "b, training": ""},
        ]


class TestSweepPlot:
    def test_training_validation_best_and_gap_are_drawn(self):
        figure = sweep_plot(
            [Point("0", 0.9, 0.8, 0.85), Point("0.2", 0.8, 0.82, 0.82)], "dropout", "accuracy"
        )
        gap, training, last, best = figure.data
        assert [list(trace.y) for trace in (training, last, best)] == [[0.9, 0.8], [0.8, 0.82], [0.85, 0.82]]
        assert list(gap.base) == [0.8, 0.8]
        assert list(gap.y) == pytest.approx([0.1, 0.02])
        assert list(training.x) == ["0", "0.2"]

    def test_values_without_a_figure_leave_a_hole(self):
        figure = sweep_plot(
            [Point("0", None, None, None), Point("1", None, math.nan, 0.5)], "seed", "accuracy"
        )
        assert all(value is None for value in figure.data[0].y)


class TestSmallMultiples:
    def draw(self, *histories, metric="accuracy", epochs=2, title="dropout 0", note="n"):
        charts = [Small(title, history, note, "What it shows.") for history in histories]
        return ElementTree.fromstring(f"<div>{small_multiples(charts, metric, epochs)}</div>")

    def heights(self, root, kind):
        return [
            [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", path.get("d"))]
            for path in root.iter("path")
            if path.get("class") == f"line {kind}"
        ]

    def test_each_chart_has_its_title_its_lines_and_its_words(self):
        root = self.draw(HISTORY, HISTORY)
        assert [node.text for node in root.iter("b")] == ["dropout 0", "dropout 0"]
        assert [node.get("aria-label") for node in root.iter("svg")] == ["What it shows."] * 2
        assert len([path for path in root.iter("path") if path.get("class") == "gap"]) == 2

    def test_axes_are_shared(self):
        low, high = self.heights(self.draw({"accuracy": [0.2, 0.2]}, {"accuracy": [0.9, 0.9]}), "train")
        assert low[0] > high[0], "the same scale: the lower accuracy is drawn lower"

    def test_everything_stays_inside_the_chart_also_when_a_run_diverges(self):
        root = self.draw(
            {"loss": [1.0] * 20 + [1e30, math.nan]}, {"loss": [0.5] * 22}, metric="loss", epochs=22
        )
        heights = [y for line in self.heights(root, "train") for y in line]
        assert heights
        assert all(0 <= y <= HEIGHT for y in heights)
        calm = self.heights(root, "train")[1]
        assert max(calm) < HEIGHT * 0.8, "the run that diverges does not press the other flat"

    def test_a_chart_before_the_first_epoch_has_axes_and_no_line(self):
        root = self.draw({})
        assert list(root.iter("line"))
        assert not list(root.iter("path"))

    def test_a_run_of_one_epoch_is_drawn(self):
        root = self.draw({"accuracy": [0.5]}, epochs=1)
        xs = [float(x) for path in root.iter("path") for x in re.findall(r"M([\d.]+)", path.get("d"))]
        assert all(0 <= x <= WIDTH for x in xs)

    def test_every_text_is_escaped(self):
        root = self.draw(HISTORY, title="<img src=x>", note="a & b")
        assert next(root.iter("b")).text == "<img src=x>"
