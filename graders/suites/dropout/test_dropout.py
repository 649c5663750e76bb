"""The checks of the exercise ``dropout``. Each docstring is what the learner reads.

``dropout`` is asked about arrays that were drawn for the question; what it answers is compared here. The model is
trained in the learner's process, on labels of which one in five is wrong; which ones, and what is right on new
pictures, only this side knows. It leaves that process as data and is evaluated in a clean child.
``tests/graders/suites/test_dropout.py`` shows how the numbers below were found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading import (
    BuiltModel,
    Evaluator,
    KnownResult,
    LabelTraining,
    NoisyLabels,
    PictureClasses,
    SubmissionProxy,
    Wrong,
    expect_array,
    expect_classifier,
    expect_equal,
    expect_probabilities,
    expect_share_dropped,
    expect_single_draws,
    expect_unchanged,
    forced_training,
    known_scalings,
    layers_of,
    read_model,
    same_numbers,
)

Array = NDArray[Any]
MAX_SEED = 2**31
# Low and high, so that the share that is dropped and the one that is kept are never alike.
RATES = ((0.15, 0.25), (0.75, 0.85))

SHAPE = (28, 28, 1)
CLASSES = 10
MIN_UNITS = 256
TRAINING_PICTURES = NEW_PICTURES = 600
EPOCHS = 20
WRONG_LABELS = 0.2
# Added to every pixel: what tells one picture from another of its class, and so lets a model learn it by heart.
NOISE = 0.2
PASS_ACCURACY = 0.7
PASS_GAP = 0.12
# A gap up to this gets a second training, from other initial weights: bad luck costs no points.
CLOSE_GAP = 0.16
LEAST_RATE, MOST_RATE = 0.1, 0.75
MOST_ON_INPUT = 0.3


# --- dropout


def _drop(
    submission: SubmissionProxy, rng: np.random.Generator, x: Array, rate: float, **how: Any
) -> tuple[list[Array], Any]:
    """Call ``dropout`` with a new generator; return its answers, arrays of x's shape, and ``x`` after the first."""
    seed = int(how.pop("seed", rng.integers(MAX_SEED)))
    report = submission.probe("drop", x=x, rate=rate, seed=seed, **how)
    data: Mapping[str, Any] = report if isinstance(report, dict) else {}
    listed = data.get("answers")
    answers = [_as_numbers(each) for each in (listed if isinstance(listed, list) and listed else [None])]
    for each in answers:
        if each.shape != x.shape:
            raise Wrong(
                "The result of dropout must have the shape of x: numbers become 0, none is left out.",
                expected=f"shape {x.shape}",
                received=f"shape {each.shape}",
                mistake="wrong_shape",
            )
    return answers, data.get("after")


def _as_numbers(answer: Any) -> Array:
    if isinstance(answer, np.ndarray) and answer.dtype == bool:
        raise Wrong(
            "You returned the mask of True and False. Return x times the mask, scaled.",
            expected="numbers",
            received=answer,
            mistake="returns_mask",
        )
    return expect_array("dropout", answer)


def _numbers(rng: np.random.Generator, *shape: int) -> Array:
    """Return positive and negative numbers, none of them near 0."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def _rate(rng: np.random.Generator, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 3)


def test_drops(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` sets about a share `rate` of the numbers to 0 while training."""
    submission.require("dropout", "function")
    for low, high in RATES:
        rate, x = _rate(rng, low, high), _numbers(rng, 50, 80)
        (received,), _ = _drop(submission, rng, x, rate)
        expect_share_dropped(received == 0, rate)


def test_scales(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` multiplies what it keeps by `1 / (1 - rate)`."""
    for low, high in RATES:
        rate, x = _rate(rng, low, high), _numbers(rng, 9, 11)
        (received,), _ = _drop(submission, rng, x, rate)
        kept = received != 0
        known = known_scalings(x, kept, rate)
        expect_equal("dropout", received, x * kept / (1 - rate), known, f"rate {rate:g}, shape {x.shape}")


def test_drops_each_alone(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` decides on each number by a draw of its own: not on whole rows, and not on a fixed count."""
    rate, x = _rate(rng, 0.35, 0.65), _numbers(rng, 24, 16, 12)
    (received,), _ = _drop(submission, rng, x, rate)
    expect_single_draws(received == 0, rate)
    few = _numbers(rng, 2, 10)
    answers, _ = _drop(submission, rng, few, 0.5, times=40)
    counts = {int((each == 0).sum()) for each in answers}
    # Where all masks are the same, what is wrong is where the draws come from, which the next check asks.
    if len(counts) == 1 and not all(np.array_equal(each, answers[0]) for each in answers):
        raise Wrong(
            "The same number of values is dropped each time. With a draw for each of them it is sometimes more and "
            "sometimes less: rng.random(x.shape) >= rate.",
            expected="between 3 and 17 of 20 numbers dropped, not always as many",
            received=f"{counts.pop()} of 20, 40 times",
            mistake="fixed_count",
        )


def test_draws_from_rng(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` draws from `rng`: each call drops other numbers, and an equal generator gives equal results."""
    x, seed = _numbers(rng, 20, 15), int(rng.integers(MAX_SEED))
    (one, other), _ = _drop(submission, rng, x, 0.5, seed=seed, times=2)
    if np.array_equal(one == 0, other == 0):
        raise Wrong(
            "Two calls in a row dropped the same numbers. A seed is set inside the function: no np.random.seed and no "
            "default_rng(...) there, only draws from rng.",
            expected="other numbers in the second call",
            received="the same ones",
            mistake="same_mask_each_call",
        )
    again, _ = _drop(submission, rng, x, 0.5, seed=seed, times=2)
    if not same_numbers(one, again[0]):
        raise Wrong(
            "Two generators with one seed gave different results, so the draws come from elsewhere. Draw from rng: "
            "rng.random(x.shape), not np.random.rand(...).",
            expected="the same result for generators of the same seed",
            received="another result",
            mistake="ignores_rng",
        )


def test_passes_through(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` gives all numbers back as they are with `training=False`."""
    submission.require("dropout", "function")
    rate, x = _rate(rng, 0.3, 0.45), _numbers(rng, 12, 15)
    (received,), _ = _drop(submission, rng, x, rate, training=False)
    if (received == 0).any() and not (received == 0).all():
        raise Wrong(
            "Numbers were dropped although training is False. When a model answers, all of its neurons take part.",
            expected="x as it is",
            received=f"{int((received == 0).sum())} of {x.size} numbers are 0",
            mistake="applied_at_inference",
        )
    why = {
        "scaled_at_inference": "The numbers were multiplied by 1 - rate. An older form of dropout does so; here what "
        "is left is scaled while training, and inference changes nothing.",
        "scaled_up_at_inference": "The numbers were divided by 1 - rate, as while training. Here none is dropped.",
        "zeros_at_inference": "All numbers are 0. With training=False nothing is dropped.",
    }
    results = {
        "scaled_at_inference": x * (1 - rate),
        "scaled_up_at_inference": x / (1 - rate),
        "zeros_at_inference": np.zeros_like(x),
    }
    known = [KnownResult(name, why[name], result) for name, result in results.items()]
    expect_equal("dropout", received, x, known, f"rate {rate:g}, training=False")


def test_extreme_rates(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` changes nothing at rate 0, and leaves only zeros at rate 1."""
    x = _numbers(rng, 8, 12)
    for rate, expected in ((0.0, x), (1.0, np.zeros_like(x))):
        (received,), _ = _drop(submission, rng, x, rate)
        expect_equal("dropout", received, expected, (), f"rate {rate:g}")


def test_keeps_shape_and_type(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` takes arrays of any shape and type, and keeps both; whole numbers become floating-point ones."""
    for shape, dtype in (((40,), "float64"), ((2, 5, 4, 3), "float32"), ((6, 7, 3), "int64")):
        rate, x = _rate(rng, 0.2, 0.3), _numbers(rng, *shape)
        x = (x * 7).astype(dtype) if dtype == "int64" else x.astype(dtype)
        (received,), _ = _drop(submission, rng, x, rate)
        asked = f"{dtype}, shape {shape}"
        expected = x * (received != 0) / (1 - rate)
        if dtype == "int64" and same_numbers(received, np.trunc(expected)):
            raise Wrong(
                "Whole numbers lost their fractions when they were scaled. Make a result of floating-point numbers: "
                f"x * keep / (1 - rate) is one. ({asked})",
                expected=expected,
                received=received,
                mistake="fractions_lost",
            )
        expect_equal("dropout", received, expected, (), asked)
        if dtype != "int64" and received.dtype != x.dtype:
            raise Wrong(
                "The result has another type than x. A mask of fractions makes float64 of float32: let the mask be "
                f"True and False, and scale afterwards: x * keep / (1 - rate). ({asked})",
                expected=dtype,
                received=str(received.dtype),
                mistake="wrong_dtype",
            )


def test_keeps_input(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`dropout` leaves the array `x` that it was given as it was."""
    x = _numbers(rng, 7, 9)
    for training in (True, False):
        _, after = _drop(submission, rng, x, 0.4, training=training)
        expect_unchanged("dropout", [x], [after])


# --- create_model


def _build(submission: SubmissionProxy, rng: np.random.Generator) -> BuiltModel:
    picture = rng.random((1, *SHAPE)).astype(np.float32)
    return BuiltModel.read("create_model", submission.probe("describe", picture=picture), SHAPE)


def test_builds_model(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`create_model` returns a compiled model for 28x28 pictures in ten classes, with a hidden layer of 256 units."""
    submission.require("create_model", "function")
    built = _build(submission, rng)
    expect_classifier(built, CLASSES)
    units = [layer.get("units") for name, layer in layers_of(built.model) if name == "Dense"][:-1]
    widest = max((size for size in units if isinstance(size, int)), default=0)
    if widest < MIN_UNITS:
        raise Wrong(
            "The model is too narrow to learn by heart, so dropout would have nothing to do: give a hidden Dense layer "
            f"at least {MIN_UNITS} units.",
            expected=f"a hidden Dense layer of {MIN_UNITS} units or more",
            received=f"{widest} units in the widest one" if units else "no hidden Dense layer",
            mistake="too_narrow",
        )


def test_places_dropout(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`Dropout` stands behind a hidden layer, not behind the output, and its rate lets enough through."""
    layers = layers_of(_build(submission, rng).model)
    with_weights = [place for place, (name, _) in enumerate(layers) if name == "Dense" or "Conv" in name]
    first, last = with_weights[0], with_weights[-1]
    found = [(place, layer.get("rate")) for place, (name, layer) in enumerate(layers) if "Dropout" in name]
    if not found:
        raise Wrong(
            "The model has no Dropout layer. One that is made but not put into the list of layers, or whose result the "
            "next layer does not take, does nothing.",
            expected="Dropout behind the hidden Dense layer",
            received=", ".join(name for name, _ in layers),
            mistake="no_dropout",
        )
    for place, rate in found:
        _expect_place(place, first, last, rate if isinstance(rate, int | float) else 0.0)
    if not any(first < place < last for place, _ in found):
        raise Wrong(
            "Dropout stands before the hidden layer only, where it drops pixels. Most weights sit in the hidden Dense "
            "layer: put Dropout behind it.",
            expected="Dropout behind the hidden Dense layer",
            received="Dropout on the input only",
            mistake="dropout_on_input_only",
        )


def _expect_place(place: int, first: int, last: int, rate: float) -> None:
    """Fail unless a Dropout layer at this place among all layers, with this rate, may help.

    Args:
        place: of the Dropout layer, from 0.
        first, last: places of the first and the last layer that has weights to multiply with.
        rate: the layer's.
    """
    wrong = None
    if place > last:
        wrong = (
            "dropout_after_output",
            "Dropout stands behind the output layer: while training it throws away answers at random. Put it before "
            "the last Dense.",
        )
    elif rate < LEAST_RATE:
        wrong = (
            "rate_too_low",
            "The rate is the share that is dropped: at 0 the layer does nothing, and below 0.1 hardly anything.",
        )
    elif rate > MOST_RATE:
        wrong = (
            "rate_too_high",
            "The rate is the share that is dropped, so hardly anything is left. Old TensorFlow had keep_prob, the "
            "share that is kept: 0.9 there is Dropout(0.1) here.",
        )
    elif place < first and rate > MOST_ON_INPUT:
        wrong = (
            "dropout_on_input",
            "Dropout stands before the first layer, and throws away more pixels than a picture can spare. Put it "
            f"behind the hidden layer; on the input the rate should not be above {MOST_ON_INPUT:g}.",
        )
    if wrong is not None:
        raise Wrong(
            wrong[1],
            expected="Dropout(0.5) behind the hidden Dense layer, or a rate like it",
            received=f"a Dropout layer with rate {rate:g} at place {place + 1}",
            mistake=wrong[0],
        )


def _train(submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator) -> LabelTraining:
    """Have the model trained, once for all checks; a second time if the gap is only just too large."""

    def trained() -> LabelTraining:
        first = _attempt(submission, rng, evaluator)
        if not PASS_GAP < first.gap <= CLOSE_GAP:
            return first
        return min(first, _attempt(submission, rng, evaluator), key=lambda each: each.gap)

    return submission.once("training", trained)


def _attempt(submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator) -> LabelTraining:
    classes = PictureClasses.random(rng)
    given = NoisyLabels.draw(rng, classes, TRAINING_PICTURES, NOISE, WRONG_LABELS)
    new = NoisyLabels.draw(rng, classes, NEW_PICTURES, NOISE, WRONG_LABELS)
    answer = submission.probe("train", x=given.x, y=given.y, epochs=EPOCHS)
    report: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
    model = read_model(report.get("model"))
    outputs = evaluator.predict(model, np.concatenate([given.x, new.x]))
    return LabelTraining(model, report.get("from_logits") is True, given, new, outputs)


def test_answers_steadily(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`Dropout` is on in training only: no layer of the model is called with `training=True`."""
    forced = forced_training(_build(submission, rng).model)
    if forced:
        raise Wrong(
            "A layer is called with training=True, so that model(x) drops numbers too, and answers differently each "
            "time. Leave it out: Keras turns dropout on in fit, and off elsewhere, by itself.",
            expected="Dropout(0.5)(x)",
            received=f"{forced[0]} called with training=True",
            mistake="dropout_at_inference",
        )


def test_learns(submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator) -> None:
    """The model, once trained, agrees with the labels of new pictures at least 0.7 of the time (0.8 is perfect)."""
    training = _train(submission, rng, evaluator)
    expect_probabilities(training.new_outputs, training.model, training.from_logits)
    if training.accuracy < PASS_ACCURACY:
        raise Wrong(
            "After training, the model is right too seldom on new pictures. Look at the learning rate, the loss, the "
            f"activations, and at how much dropout leaves over. ({training.in_words})",
            expected=f"an accuracy of at least {PASS_ACCURACY} on new pictures",
            received=f"{training.accuracy:.3f}",
            mistake="learns_too_little",
        )


def test_closes_gap(submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator) -> None:
    """The trained model's accuracy on its training pictures is at most 0.12 above that on new ones."""
    training = _train(submission, rng, evaluator)
    if training.gap > PASS_GAP:
        raise Wrong(
            f"The model has learned by heart: of {int(training.given.wrong.sum())} training pictures with a wrong "
            f"label it gives {training.by_heart} that label. Drop more, behind each hidden Dense layer, or use fewer "
            f"units. ({training.in_words})",
            expected=f"a gap of at most {PASS_GAP}",
            received=f"a gap of {training.gap:.3f}",
            mistake="learnt_by_heart",
        )
