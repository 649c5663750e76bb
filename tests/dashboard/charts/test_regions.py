"""A map of answers: every class by shape and colour, wrong answers crossed out, regions named."""

import numpy as np
import pytest

from dashboard.charts.regions import Map, regions

NAMES = ("walking", "running", "biking", "golfing")


@pytest.fixture
def drawn():
    background = np.zeros((10, 10), int)
    background[:, 5:] = 2
    background[0, 0] = 3  # too small for a name
    return Map(
        "speed", "sway", np.arange(4.0), np.arange(4.0), np.array([0, 1, 2, 2]), np.array([0, 0, 2, 3]),
        (np.linspace(-1, 4, 10), np.linspace(-1, 4, 10)), background, NAMES,
    )  # fmt: skip


def test_no_two_classes_share_a_colour_or_a_shape(drawn):
    marks = [trace.marker for trace in regions(drawn).data[1:5]]
    assert len({mark.color for mark in marks}) == len({mark.symbol for mark in marks}) == 4


def test_wrong_answers_are_crossed_out(drawn):
    wrong = regions(drawn).data[-1]
    assert (wrong.name, list(wrong.x)) == ("wrong answer", [1.0, 3.0])


def test_pointing_at_an_example_says_what_it_is_and_what_it_is_called(drawn):
    running = regions(drawn).data[2]
    assert (running.name, list(running.customdata)) == ("running", ["walking"])


def test_regions_are_named_inside_themselves(drawn):
    named = {note.text: note.x for note in regions(drawn).layout.annotations}
    assert set(named) == {"walking", "biking"}
    assert named["walking"] < 1.5 < named["biking"]


def test_each_class_has_its_own_band_of_the_background(drawn):
    behind = regions(drawn).data[0]
    assert (behind.zmin, behind.zmax) == (-0.5, 3.5)
    tints = [tint for _, tint in behind.colorscale]
    assert tints[::2] == tints[1::2]
    assert len(set(tints)) == 4
