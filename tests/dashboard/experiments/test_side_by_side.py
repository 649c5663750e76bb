"""Two versions of a text, line beside line."""

from __future__ import annotations

import pytest

from dashboard.experiments.side_by_side import side_by_side


def pairs(old, new):
    return [(pair.number, pair.old, pair.new) for pair in side_by_side(old, new)]


def test_equal_texts_have_no_changed_pair():
    assert not any(pair.changed for pair in side_by_side("a\nb", "a\nb"))


def test_a_line_stands_beside_the_one_it_became_though_lines_between_are_gone():
    old = "fit(\n  data=one,\n  steps=4,\n  workers=2)\nprint(history['acc'])"
    new = "fit(\n  data=one)\nprint(history['accuracy'])"

    assert pairs(old, new) == [
        (1, "fit(", "fit("),
        (2, "  data=one,", "  data=one)"),
        (3, "  steps=4,", None),
        (4, "  workers=2)", None),
        (5, "print(history['acc'])", "print(history['accuracy'])"),
    ]


def test_new_lines_stand_alone():
    assert pairs("model.add(Dense(8, input_dim=3))", "model.add(Input(shape=(3,)))\nmodel.add(Dense(8))") == [
        (None, None, "model.add(Input(shape=(3,)))"),
        (1, "model.add(Dense(8, input_dim=3))", "model.add(Dense(8))"),
    ]


@pytest.mark.parametrize(("old", "new"), [("a\n" * 90 + "b", "c\n" * 60), ("", "a\nb"), ("a\nb", "")])
def test_every_line_of_both_texts_is_there_in_order(old, new):
    found = side_by_side(old, new)

    assert [pair.old for pair in found if pair.old is not None] == old.split("\n")
    assert [pair.new for pair in found if pair.new is not None] == new.split("\n")
    assert [pair.number for pair in found if pair.number] == list(range(1, old.count("\n") + 2))
