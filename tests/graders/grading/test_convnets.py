"""What is held of a ConvNet for two classes before it is trained."""

from __future__ import annotations

import pytest

from graders.grading.convnets import (
    expect_binary_answers,
    expect_compiled,
    expect_convolutions,
    expect_flat_answers,
)
from graders.grading.verdicts import Wrong


def mistake_of(check, *args) -> str:
    with pytest.raises(Wrong) as caught:
        check(*args)
    return caught.value.mistake


def test_a_compiled_model_passes_and_everything_else_is_named():
    expect_compiled({"returned": "model", "compiled": True})
    assert mistake_of(expect_compiled, {"returned": "none"}) == "returns_nothing"
    assert mistake_of(expect_compiled, {"returned": "history", "compiled": True}) == "no_model"
    assert mistake_of(expect_compiled, {"returned": "model", "compiled": False}) == "not_compiled"
    assert mistake_of(expect_compiled, {}) == "no_model"


def test_convolutions_are_counted_whatever_their_kind():
    layers = [("Conv2D", {}), ("MaxPooling2D", {}), ("SeparableConv2D", {}), ("Dense", {})]
    expect_convolutions(layers, 2)
    assert mistake_of(expect_convolutions, layers, 3) == "too_few_conv2d"


@pytest.mark.parametrize(
    ("units", "activation", "loss", "mistake"),
    [
        (1, "softmax", "binary_crossentropy", "softmax_over_one_unit"),
        (1, "sigmoid", "categorical_crossentropy", "categorical_loss"),
        (1, "sigmoid", "sparse_categorical_crossentropy", "categorical_loss"),
    ],
)
def test_one_unit_that_cannot_tell_two_classes_apart(units, activation, loss, mistake):
    layers = [("Dense", {"units": units, "activation": activation})]
    assert mistake_of(expect_binary_answers, layers, loss) == mistake


@pytest.mark.parametrize(
    ("units", "activation", "loss"),
    [
        (1, "sigmoid", "binary_crossentropy"),
        (1, "linear", "binary_crossentropy"),
        (2, "softmax", "sparse_categorical_crossentropy"),
    ],
)
def test_last_layers_that_can(units, activation, loss):
    expect_binary_answers([("Dense", {"units": units, "activation": activation})], loss)


def test_a_map_of_answers_was_not_flattened():
    expect_flat_answers([None, 1])
    expect_flat_answers(None)
    assert mistake_of(expect_flat_answers, [None, 4, 4, 1]) == "flatten_missing"
