"""Last layers and losses for many classes, right and wrong, as the sandbox reports them."""

from __future__ import annotations

import json

import pytest

from graders.grading.evaluation import TrainedModel
from graders.grading.many_classes import INTEGER_LOSS, ONE_HOT_LOSS, expect_loss, expect_softmax, expect_units
from graders.grading.verdicts import Wrong


def ending(name, **settings) -> TrainedModel:
    layers = [{"class_name": "Flatten", "config": {}}, {"class_name": name, "config": settings}]
    return TrainedModel(json.dumps({"class_name": "Sequential", "config": {"layers": layers}}), ())


def mistake_of(check, *args, **kwargs) -> str | None:
    with pytest.raises(Wrong) as caught:
        check(*args, **kwargs)
    return caught.value.mistake


@pytest.mark.parametrize("units", [11, 26])
def test_as_many_units_as_the_largest_label_asks_for_and_more_are_right(units):
    expect_units([None, units], 10, "")


@pytest.mark.parametrize(
    ("shape", "mistake"),
    [
        ([None, 10], "units_do_not_match_classes"),
        ([None, 1], "one_output_unit"),
        ([None, 26, 26, 11], "no_flatten"),
        ([None, "11"], "no_flatten"),
        (None, "no_flatten"),
        ("many", "no_flatten"),
    ],
)
def test_too_few_units_and_no_row_of_them_are_told_apart(shape, mistake):
    assert mistake_of(expect_units, shape, 10, "") == mistake


def test_who_has_too_few_is_told_why_it_is_not_the_number_of_classes():
    with pytest.raises(Wrong, match=r"0 to 9, and the largest label is 10\. Six is free\."):
        expect_units([None, 10], 10, "Six is free.")


def test_every_way_to_write_a_softmax_is_right():
    expect_softmax(ending("Dense", activation="softmax"), loss_applies_it=False)
    expect_softmax(ending("Activation", activation="softmax"), loss_applies_it=False)
    expect_softmax(ending("Softmax"), loss_applies_it=False)
    expect_softmax(ending("Dense", activation="linear"), loss_applies_it=True)


@pytest.mark.parametrize(
    ("model", "mistake"),
    [
        (ending("Dense", activation="sigmoid"), "sigmoid_over_many_units"),
        (ending("Dense", activation="relu"), "relu_in_last_layer"),
        (ending("Dense", activation="linear"), "softmax_missing"),
        (ending("Dense", activation="tanh"), "other_activation"),
        (ending("Dense", activation=["softmax"]), "other_activation"),
        (ending("Dropout", rate=0.2), "dropout_after_output"),
    ],
)
def test_each_other_end_is_named(model, mistake):
    assert mistake_of(expect_softmax, model, loss_applies_it=False) == mistake


def test_a_loss_fits_the_form_of_the_labels():
    expect_loss(INTEGER_LOSS, one_hot=False)
    expect_loss(ONE_HOT_LOSS, one_hot=True)
    assert mistake_of(expect_loss, ONE_HOT_LOSS, one_hot=False) == "wrong_loss_for_integer_labels"
    assert mistake_of(expect_loss, INTEGER_LOSS, one_hot=True) == "wrong_loss_for_one_hot_labels"


def test_losses_of_other_tasks_are_named_and_unknown_ones_are_left_to_the_training():
    assert mistake_of(expect_loss, "binary_crossentropy", one_hot=True) == "wrong_loss"
    expect_loss("my_own_loss", one_hot=False)
