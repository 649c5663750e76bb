"""The checks of the exercise ``hello_neuron``. Each docstring is what the learner reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from graders.grading import Evaluator, SubmissionProxy, TrainedModel, Wrong, as_number, layers_of, read_model

BASE = 0.5
PER_BEDROOM = 0.5
# 500 epochs of "sgd" as it stands, on 1 to 6 bedrooms, end within 0.1 at 7 bedrooms and within 0.15 in weight and bias,
# whatever the first weights (measured over seeds); 100 epochs do not.
NEAR_SEVEN = 0.15
NEAR_UNSEEN = 0.25
NEAR_RULE = 0.2
UNITS = {
    1e5: "dollars (400,000 for 7 bedrooms)",
    1e2: "thousands (400 for 7 bedrooms)",
    1e-1: "millions (0.4 for 7 bedrooms)",
    10.0: "tens of thousands (40 for 7 bedrooms)",
}


def _price(bedrooms: float) -> float:
    return BASE + PER_BEDROOM * bedrooms


def _report(submission: SubmissionProxy, rng: np.random.Generator) -> Mapping[str, Any]:
    """Have the neuron trained, once for all checks, and return what was reported."""
    # Far from 7, so that an answer for 7 is not taken for one to this question.
    answer = submission.probe("report", bedrooms=float(rng.integers(36, 48)) / 4)
    return answer if isinstance(answer, dict) else {}


def _kind(report: Mapping[str, Any]) -> str:
    returned = report.get("returned")
    return str(returned.get("kind")) if isinstance(returned, dict) else "none"


def _model(report: Mapping[str, Any]) -> TrainedModel:
    """Return the trained model, if its numbers are finite."""
    model = read_model(report.get("model"))
    if not all(np.isfinite(array).all() for array in model.weights):
        losses = report.get("losses")
        raise Wrong(
            "Training diverged: the steps were too large for numbers of this size, so that each one made the error "
            "larger, until nothing but nan (“not a number”) was left. Give prices in hundreds of thousands (4.0, not "
            "400000) and few bedrooms, or a smaller learning rate.",
            expected="a weight and a bias near 0.5",
            received=f"weights that are nan or infinite; the last losses: {losses}",
            mistake="diverged",
        )
    return model


def test_trains_and_returns(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`house_model` trains a Keras model and returns it (in the older form, its prediction)."""
    submission.require("house_model", "function")
    report = _report(submission, rng)
    fits, older, kind = report.get("fits"), report.get("older") is True, _kind(report)
    if (older and as_number(report.get("prediction")) is None) or (not older and kind != "model"):
        _explain_return(kind, older)
    if not isinstance(fits, int) or fits < 1:
        raise Wrong(
            "The model was never trained: call model.fit(bedrooms, prices, epochs=500) inside house_model.",
            expected="a call of model.fit",
            received="no training",
            mistake="no_fit",
        )
    read_model(report.get("model"))


def _explain_return(kind: str, older: bool) -> None:
    wanted = "the predicted price, one number" if older else "the trained model"
    told = {
        "none": "house_model returned None: end it with return, and do not only print.",
        "history": "house_model returned what fit returns, a History. Return the model.",
        "model": "house_model(y_new) should return the prediction: end it with return model.predict(y_new)[0].",
    }
    raise Wrong(
        told.get(kind, f"house_model must return {wanted}."),
        expected=wanted,
        received=kind,
        mistake={"none": "returns_nothing", "history": "returns_history"}.get(kind, "returns_something_else"),
    )


def test_one_neuron(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The model is one neuron: a single Dense layer with one unit, a weight and a bias."""
    model = read_model(_report(submission, rng).get("model"))
    layers = [(name, settings) for name, settings in layers_of(model) if name != "InputLayer"]
    units = [settings.get("units") for name, settings in layers if name == "Dense"]
    if len(layers) != 1 or units != [1]:
        raise Wrong(
            "Prices of this kind lie on a straight line, and one neuron is enough for that: one Dense layer, units=1.",
            expected="Dense(units=1)",
            received=", ".join(
                f"{name}(units={settings['units']})" if "units" in settings else name
                for name, settings in layers
            )
            or "no layers",
            mistake="more_than_one_neuron",
        )
    activation = layers[0][1].get("activation")
    if activation not in ("linear", None):
        raise Wrong(
            f"The neuron has the activation {activation}, which bends its line. Leave it out.",
            expected="no activation",
            received=f"activation {activation}",
            mistake="activation_on_price",
        )


def _predicted(
    evaluator: Evaluator, report: Mapping[str, Any], bedrooms: list[float]
) -> list[tuple[float, float]]:
    """Return (bedrooms, price) pairs, the price computed from the trained model where no learner code is."""
    outputs = evaluator.predict(_model(report), np.array(bedrooms, np.float32).reshape(-1, 1))
    if outputs.size != len(bedrooms):
        raise Wrong(
            "The model answers with more than one number for a house: the last layer needs units=1.",
            expected="one price for each house",
            received=f"outputs of shape {outputs.shape}",
            mistake="several_outputs",
        )
    return [(rooms, float(price)) for rooms, price in zip(bedrooms, outputs.ravel(), strict=True)]


def test_prices_seven_bedrooms(
    submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator
) -> None:
    """For 7 bedrooms the trained model answers about 4.0, which is 400 thousand."""
    report = _report(submission, rng)
    _, price = _predicted(evaluator, report, [7.0])[0]
    if abs(price - _price(7.0)) <= NEAR_SEVEN:
        return
    for factor, unit in UNITS.items():
        if math.isclose(price, _price(7.0) * factor, rel_tol=0.15):
            raise Wrong(
                f"The rule may be right, but the prices are in {unit}. Give them in hundreds of thousands: "
                "1.0 for one bedroom, 1.5 for two.",
                expected="about 4.0",
                received=price,
                mistake="other_units",
            )
    mistake, message = _rule_behind(price)
    raise Wrong(message, expected="about 4.0", received=price, mistake=mistake)


# What 7 bedrooms cost under the rules that learners write instead.
OTHER_RULES = {
    3.5: (
        "no_base_price",
        "The 50 thousand that every house costs are missing: a house of 1 bedroom costs 1.0.",
    ),
    4.5: ("base_too_high", "The prices are 0.5 too high: one bedroom costs 1.0, not 1.5."),
    7.0: ("hundred_a_bedroom", "Each bedroom costs 0.5, not 1.0; and every house costs 0.5 besides."),
    7.5: ("hundred_a_bedroom", "Each bedroom costs 0.5, not 1.0. What every house costs, 0.5, is right."),
    13.0: ("swapped", "Bedrooms and prices are exchanged: fit takes the bedrooms first, then the prices."),
}


def _rule_behind(price: float) -> tuple[str, str]:
    """Return the id and the explanation of a wrong price of 7 bedrooms."""
    for other, found in OTHER_RULES.items():
        if abs(price - other) <= NEAR_SEVEN:
            return found
    return (
        "wrong_price",
        "The price of 7 bedrooms is not near 4.0. Check the prices in your array by hand, and train longer: after "
        "few epochs the neuron has not found the line yet.",
    )


def test_prices_unseen_houses(
    submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator
) -> None:
    """The model also knows the price of houses that it has never seen, small and large."""
    report = _report(submission, rng)
    bedrooms = [
        float(number) for number in np.round(rng.uniform([0.5, 2.0, 5.0, 8.0], [2.0, 5.0, 8.0, 10.0]), 2)
    ]
    for rooms, price in _predicted(evaluator, report, bedrooms):
        if abs(price - _price(rooms)) > NEAR_UNSEEN + 0.02 * rooms:
            raise Wrong(
                f"Seven bedrooms cost the right price, but {rooms:g} do not: the line has another slope. Give the "
                "model several different houses, and train longer.",
                expected=f"about {_price(rooms):.2f} for {rooms:g} bedrooms",
                received=price,
                mistake="right_for_seven_only",
            )
    said, asked = as_number(report.get("prediction")), as_number(report.get("asked"))
    if report.get("older") is True and said is not None and asked is not None:
        _expect_answer(asked, said)


def _expect_answer(asked: float, said: float) -> None:
    """Fail unless the older form answered what it was asked."""
    if not abs(said - _price(asked)) <= NEAR_UNSEEN + 0.02 * asked:
        raise Wrong(
            f"house_model(y_new) was asked for {asked:g} bedrooms and answered with another price, although the model "
            "knows the right one: end it with return model.predict(y_new)[0].",
            expected=f"about {_price(asked):.2f}",
            received=said,
            mistake="answers_another_question",
        )


def test_finds_the_rule(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The neuron has found the rule by itself: its weight and its bias are near 0.5."""
    model = _model(_report(submission, rng))
    numbers = [float(number) for array in model.weights for number in array.ravel()[:3]]
    if len(numbers) != 2:
        raise Wrong(
            "The neuron has no bias, so it cannot learn what every house costs: leave use_bias as it is.",
            expected="a weight and a bias",
            received=f"{len(numbers)} numbers",
            mistake="no_bias",
        )
    weight, bias = numbers
    if abs(weight - PER_BEDROOM) > NEAR_RULE or abs(bias - BASE) > NEAR_RULE:
        raise Wrong(
            "The prices are near, but the rule is not found yet: train longer. The weight is the price of a bedroom, "
            "the bias what every house costs.",
            expected="weight 0.5, bias 0.5",
            received=f"weight {weight:.3f}, bias {bias:.3f}",
            mistake="rule_not_found",
        )
