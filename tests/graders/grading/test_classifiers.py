"""What a learner's process tells of the classifier that it built, and what the wrong ones are told."""

import json

import numpy as np
import pytest

from graders.grading import BuiltModel, TrainedModel, Wrong, expect_classifier, expect_probabilities

SHAPE = (28, 28, 1)


def layer(name, **settings):
    return {"class_name": name, "config": settings}


def config(*layers):
    return json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": list(layers)}})


def told(**changes):
    """Return what the probe answers of a right model."""
    model = {"config": config(layer("Dense", units=10)), "weights": [], "output_shape": [None, 10]}
    model |= changes.pop("model", {})
    report = {"returned": {"kind": "model"}, "compiled": True, "metrics": "['accuracy']", "refused": ""}
    return report | {"model": model} | changes


def mistake_of(call, *arguments):
    with pytest.raises(Wrong) as caught:
        call(*arguments)
    return caught.value.mistake


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (None, "returns_nothing"),
        ({"returned": {"kind": "none"}}, "returns_nothing"),
        ({"returned": {"kind": "history"}}, "returns_no_model"),
        (told(refused="expected another shape"), "refuses_pictures"),
        (told(model={"config": 3}), ""),
    ],
)
def test_an_answer_that_is_no_model_for_such_pictures_is_refused(answer, mistake):
    assert mistake_of(BuiltModel.read, "create_model", answer, SHAPE) == mistake


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"model": {"output_shape": [None, 28, 10]}}, "no_flatten"),
        ({"model": {"output_shape": "ten"}}, "no_flatten"),
        ({"model": {"output_shape": [None, 1]}}, "units_do_not_match_classes"),
        ({"compiled": 1}, "not_compiled"),
        ({"metrics": "None"}, "no_accuracy_metric"),
    ],
)
def test_a_model_that_does_not_fit_its_classes_is_told_why(changes, mistake):
    expect_classifier(BuiltModel.read("create_model", told(), SHAPE), 10)
    built = BuiltModel.read("create_model", told(**changes), SHAPE)
    assert mistake_of(expect_classifier, built, 10) == mistake


def test_outputs_must_be_probabilities_unless_the_loss_applies_softmax():
    softmax = TrainedModel(config(layer("Dense", activation="softmax")), ())
    sigmoid = TrainedModel(config(layer("Dense", activation="sigmoid")), ())
    dropout = TrainedModel(config(layer("Dense", activation="softmax"), layer("Dropout", rate=0.5)), ())
    even, loud = np.full((4, 10), 0.1), np.full((4, 10), 0.9)
    expect_probabilities(even, softmax, False)
    expect_probabilities(loud, sigmoid, True)
    assert mistake_of(expect_probabilities, loud, sigmoid, False) == "no_softmax"
    assert mistake_of(expect_probabilities, even, dropout, False) == "dropout_after_output"
