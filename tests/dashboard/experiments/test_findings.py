"""From figures to words: each finding at its threshold, and none for a healthy model."""

import math
from dataclasses import replace

import pytest

from dashboard.experiments.findings import findings
from dashboard.experiments.health import Health, LayerHealth

# The default model of the first lesson after ten epochs, as it was measured.
FLATTEN = LayerHealth("flatten", "Flatten", "", 784, 1.0, 0.504)
HIDDEN = LayerHealth(
    "dense", "Dense", "relu", 128, 11.3, 0.488,
    gradient_norm=0.72, weight_norm=24.1, growth=1.63, dead=0.062,
)  # fmt: skip
OUTPUT = LayerHealth(
    "dense_1", "Dense", "softmax", 10, 1.0, 0.0,
    gradient_norm=0.95, weight_norm=7.0, growth=1.63, saturated=0.283,
)  # fmt: skip
HEALTHY = Health(512, (FLATTEN, HIDDEN, OUTPUT), 0.91, 0.135)


def having(hidden: dict | None = None, output: dict | None = None, **model) -> Health:
    """The healthy model with some figures changed."""
    layers = (FLATTEN, replace(HIDDEN, **(hidden or {})), replace(OUTPUT, **(output or {})))
    return replace(HEALTHY, layers=layers, **model)


def kinds(health: Health) -> list[str]:
    return [finding.kind for finding in findings(health)]


def test_there_is_nothing_unusual_about_a_healthy_model():
    assert findings(HEALTHY, {"loss": [0.9, 0.4]}, 0.001) == ()


@pytest.mark.parametrize(
    ("usual", "unusual", "kind"),
    [
        ({"hidden": {"dead": 0.5}}, {"hidden": {"dead": 0.51}}, "dead"),
        ({"hidden": {"growth": 30.0}}, {"hidden": {"growth": 30.1}}, "grown"),
        ({"hidden": {"gradient_norm": 100.0}}, {"hidden": {"gradient_norm": 101.0}}, "exploding"),
        ({"hidden": {"largest": 1000.0}}, {"hidden": {"largest": 1001.0}}, "large"),
        ({"hidden": {"gradient_norm": 0.00096}}, {"hidden": {"gradient_norm": 0.00094}}, "vanishing"),
        ({"output": {"saturated": 0.9}}, {"output": {"saturated": 0.91}}, "saturated"),
        ({"same_answer": 0.9}, {"same_answer": 0.91}, "same answer"),
        ({"hidden": {"values": 5}}, {"hidden": {"values": 4}}, "narrow"),
    ],
)
def test_a_finding_begins_beyond_its_threshold(usual, unusual, kind):
    assert kinds(having(**usual)) == []
    assert kinds(having(**unusual)) == [kind]


def test_dead_units_are_counted_and_a_remedy_is_named():
    (finding,) = findings(having({"dead": 0.75}))
    assert (finding.layer, finding.severity) == ("dense", "warning")
    assert finding.sentence.startswith(
        "96 of the 128 units of dense died: with relu they give 0 for every one of 512"
    )
    assert "smaller learning rate" in finding.remedy


def test_all_units_dead_and_the_only_unit_dead_are_said_so():
    assert findings(having({"dead": 1.0}))[0].sentence.startswith("All 128 units of dense died")
    alone = findings(having({"dead": 1.0, "units": 1, "values": 1}))
    assert alone[0].sentence.startswith("The only unit of dense died: with relu it gives 0")
    assert [finding.severity for finding in alone] == ["bad", "note"]


def test_a_gradient_behind_dead_units_is_not_said_to_vanish_as_well():
    assert kinds(having({"dead": 1.0, "gradient_norm": 0.0})) == ["dead"]


def test_a_vanished_gradient_says_how_much_smaller_it_is():
    (finding,) = findings(having({"gradient_norm": 0.95e-5, "dead": None, "activation": "sigmoid"}))
    assert (
        "in dense, the first layer, it is 100,000 times smaller than in dense_1, the last" in finding.sentence
    )
    (nothing,) = findings(having({"gradient_norm": 0.0, "dead": None}))
    assert "infinitely many times smaller" in nothing.sentence


def test_sure_and_right_is_learned_by_heart_sure_and_wrong_is_a_fault():
    sure = {"saturated": 0.97}
    (by_heart,) = findings(having(output=sure, right=0.99))
    assert by_heart.severity == "note"
    assert "knows them by heart" in by_heart.sentence
    (wrong,) = findings(having(output=sure, right=0.12))
    assert wrong.severity == "warning"
    assert "right about only 12 %" in wrong.sentence


def test_a_sigmoid_at_its_ends_is_saturated():
    (finding,) = findings(having({"activation": "sigmoid", "saturated": 0.95, "dead": None}))
    assert "95 % of the values of dense lie at the ends of sigmoid" in finding.sentence


def test_weights_that_exploded_are_told_once_not_as_large_values_too():
    (finding,) = findings(having({"growth": 511.0, "largest": 5e4}), learning_rate=10.0)
    assert "511 times as large" in finding.sentence
    assert "learning rate of 10" in finding.sentence


def test_the_worst_comes_first():
    ill = having({"units": 2, "values": 2, "gradient_norm": 500.0, "dead": 1.0}, same_answer=1.0)
    assert [finding.severity for finding in findings(ill)] == ["bad", "bad", "warning", "note"]


def test_nan_is_explained_by_epoch_layer_cause_and_remedy():
    lost = {
        "weights_finite": False,
        "values_finite": False,
        "gradient_norm": math.nan,
        "weight_norm": math.nan,
    }
    history = {"loss": [3.5, 8.1e4, math.nan, math.nan]}
    (finding,) = findings(having(lost, lost), history, 10.0)
    assert (finding.kind, finding.layer, finding.severity) == ("nan", "dense", "bad")
    assert "became nan (not a number) in epoch 3, after 8.1e+04 in epoch 2" in finding.sentence
    assert "dense is the first whose values are no numbers" in finding.sentence
    assert "learning rate of 10" in finding.sentence
    assert finding.remedy == "Try a smaller learning rate, for example 1 or 0.1."


def test_nan_in_the_first_epoch_has_no_loss_before_it():
    (finding,) = findings(having(output={"values_finite": False}), {"loss": [math.inf]})
    assert "became inf (not a number) in epoch 1, in the very first epoch" in finding.sentence
    assert finding.layer == "dense_1"
    assert "its weights still are numbers" in finding.sentence


def test_a_few_maps_are_many_values_and_not_narrow():
    assert kinds(having({"class_name": "Conv2D", "units": 4, "values": 4 * 26 * 26})) == []


def test_a_model_without_classes_is_never_too_narrow():
    neuron = LayerHealth(
        "dense", "Dense", "linear", 1, 7.0, 0.0, gradient_norm=0.01, weight_norm=2.2, growth=2.0
    )
    assert findings(Health(6, (neuron,))) == ()


SURE = replace(OUTPUT, activation="sigmoid", units=1, saturated=0.95)


@pytest.mark.parametrize(("right", "severity"), [(0.99, "note"), (0.6, "warning")])
def test_the_single_output_of_a_model_for_two_classes_is_judged_as_a_probability(right, severity):
    health = replace(HEALTHY, layers=(FLATTEN, HIDDEN, SURE), right=right)
    [finding] = findings(health)
    assert (finding.kind, finding.severity) == ("saturated", severity)
    assert "more than 99 % sure of 95 % of the training pictures" in finding.sentence


def test_a_hidden_sigmoid_at_its_limits_is_another_matter():
    hidden = replace(HIDDEN, activation="sigmoid", saturated=0.95, dead=None)
    [finding] = findings(replace(HEALTHY, layers=(FLATTEN, hidden, OUTPUT)))
    assert "lie at the ends of sigmoid" in finding.sentence
