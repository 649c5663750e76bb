"""How a model for two classes must end: each combination that fits passes, each that does not is named."""

from __future__ import annotations

import json

import pytest

from graders.grading.two_classes import expect_two_classes
from graders.grading.verdicts import Wrong


def report(units, activation, loss, *, logits=False, layers=None, shape=None):
    layers = layers or [{"class_name": "Dense", "config": {"units": units, "activation": activation}}]
    return {
        "model": {
            "config": json.dumps({"class_name": "Sequential", "config": {"layers": layers}}),
            "weights": [],
            "output_shape": shape or [None, units],
        },
        "loss": loss,
        "from_logits": logits,
    }


@pytest.mark.parametrize(
    ("told", "one_hot"),
    [
        (report(1, "sigmoid", "binary_crossentropy"), False),
        (report(1, "sigmoid", "mean_squared_error"), False),
        (report(1, "linear", "binary_crossentropy", logits=True), False),
        (report(2, "softmax", "sparse_categorical_crossentropy"), False),
        (report(2, "linear", "sparse_categorical_crossentropy", logits=True), False),
        (report(2, "softmax", "categorical_crossentropy"), True),
        (report(2, "softmax", "binary_crossentropy"), True),
        (
            report(
                2,
                "",
                "sparse_categorical_crossentropy",
                layers=[
                    {"class_name": "Dense", "config": {"units": 2, "activation": "linear"}},
                    {"class_name": "Softmax", "config": {}},
                ],
            ),
            False,
        ),
    ],
)
def test_what_fits_passes(told, one_hot):
    expect_two_classes(told, one_hot=one_hot)


@pytest.mark.parametrize(
    ("told", "one_hot", "mistake"),
    [
        (report(1, "softmax", "binary_crossentropy"), False, "softmax_over_one_unit"),
        (report(1, "sigmoid", "sparse_categorical_crossentropy"), False, "one_output_unit"),
        (report(1, "sigmoid", "categorical_crossentropy"), False, "one_output_unit"),
        (report(1, "sigmoid", "binary_crossentropy", logits=True), False, "sigmoid_and_logits"),
        (report(1, "tanh", "binary_crossentropy"), False, "no_sigmoid"),
        (report(2, "softmax", "binary_crossentropy"), False, "two_units_binary_loss"),
        (report(2, "softmax", "categorical_crossentropy"), False, "wrong_loss_for_integer_labels"),
        (report(2, "softmax", "sparse_categorical_crossentropy"), True, "wrong_loss_for_one_hot_labels"),
        (report(2, "sigmoid", "sparse_categorical_crossentropy"), False, "no_softmax"),
        (report(10, "softmax", "sparse_categorical_crossentropy"), False, "units_do_not_match_classes"),
        (
            report(1, "sigmoid", "binary_crossentropy", shape=[None, 5, 5, 1]),
            False,
            "no_flatten",
        ),
        (
            report(1, "", "binary_crossentropy", layers=[{"class_name": "Dropout", "config": {"rate": 0.5}}]),
            False,
            "dropout_after_output",
        ),
    ],
)
def test_what_does_not_fit_is_named(told, one_hot, mistake):
    with pytest.raises(Wrong) as caught:
        expect_two_classes(told, one_hot=one_hot)
    assert caught.value.mistake == mistake


@pytest.mark.parametrize("shape", [None, "text", [None], [None, "1"], [None, -3]])
def test_a_forged_shape_is_a_learners_mistake_and_none_of_ours(shape):
    told = report(1, "sigmoid", "binary_crossentropy")
    told["model"]["output_shape"] = shape
    with pytest.raises(Wrong):
        expect_two_classes(told)


def test_a_model_without_layers_is_no_fault_of_ours():
    told = report(1, "sigmoid", "binary_crossentropy")
    told["model"]["config"] = json.dumps({"class_name": "Sequential", "config": {"layers": []}})
    with pytest.raises(Wrong):
        expect_two_classes(told)
