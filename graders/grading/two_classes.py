"""How a model for two classes must end: units, activation and loss that fit each other and the labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graders.grading.evaluation import layers_of, read_model
from graders.grading.verdicts import Wrong

_OF_MANY_UNITS = ("categorical_crossentropy", "sparse_categorical_crossentropy")


@dataclass(frozen=True)
class _End:
    """The end of a model.

    Args:
        activation: of the last layer.
        loss: its name.
        logits: whether the loss applies sigmoid or softmax itself.
        one_hot: whether labels are two numbers each.
    """

    activation: str
    loss: str
    logits: bool
    one_hot: bool


def expect_two_classes(report: Mapping[str, Any], *, one_hot: bool = False) -> None:
    """Hold that a model's last layer and its loss fit two classes, and labels of one number, 0 or 1.

    Args:
        report: of a probe, with ``model`` (as ``model_as_data`` makes it), ``loss``: a loss function's name, and
            ``from_logits``.
        one_hot: whether the learner's labels are rows of two numbers instead.

    Raises:
        Wrong: naming what does not fit.
    """
    layers = layers_of(read_model(report.get("model")))
    last, settings = layers[-1] if layers else ("", {})
    units = _units(last, report.get("model"))
    activation = "softmax" if last == "Softmax" else str(settings.get("activation"))
    loss = str(report.get("loss")).lower()[:100]
    end = _End(activation, loss, report.get("from_logits") is True, one_hot)
    known = _of_one_unit(end) if units == 1 else _of_two_units(end)
    if known is not None:
        mistake, why = known
        raise Wrong(
            why,
            expected="Dense(1, activation='sigmoid') with loss='binary_crossentropy'",
            received=f"{units} {'unit' if units == 1 else 'units'}, activation {activation}, loss {loss}",
            mistake=mistake,
        )


def _units(last: str, model: Any) -> int:
    """Return how many numbers the model gives for a picture, 1 or 2."""
    shape = model.get("output_shape") if isinstance(model, dict) else None
    sizes = shape if isinstance(shape, list) else []
    if "Dropout" in last:
        raise Wrong(
            "The last layer is Dropout: while training it throws away answers at random. Put it before the last Dense.",
            expected="Dense(1, activation='sigmoid') as the last layer",
            received=f"{last} as the last layer",
            mistake="dropout_after_output",
        )
    if len(sizes) != 2:
        raise Wrong(
            "The model answers with more than one row for each picture: put Flatten between the last pooling layer "
            "and the first Dense layer.",
            expected="outputs of shape (n, 1)",
            received=f"outputs of shape {sizes}".replace("None", "n"),
            mistake="no_flatten",
        )
    units: int = sizes[1] if isinstance(sizes[1], int) else 0
    if units not in (1, 2):
        raise Wrong(
            "The last layer has more units than there are classes. Two classes need one number: Dense(1, "
            "activation='sigmoid').",
            expected="1 output",
            received=f"{units} outputs",
            mistake="units_do_not_match_classes",
        )
    return units


def _of_one_unit(end: _End) -> tuple[str, str] | None:
    """Return the mistake's id and what to say of it, or None if everything fits."""
    if end.activation == "softmax":
        return (
            "softmax_over_one_unit",
            "softmax over a single unit is always 1, whatever the picture: use sigmoid for one unit.",
        )
    if end.loss in _OF_MANY_UNITS:
        return (
            "one_output_unit",
            f"{end.loss} compares the units of several classes, and there is one unit only: the loss for one sigmoid "
            "unit is 'binary_crossentropy'.",
        )
    if end.logits and end.activation == "sigmoid":
        return (
            "sigmoid_and_logits",
            "from_logits=True says that the last layer has no activation, and the loss applies sigmoid itself: leave "
            "one of the two out.",
        )
    if end.activation != "sigmoid" and not end.logits:
        return (
            "no_sigmoid",
            f"With the activation {end.activation} the last unit gives no probability: use sigmoid, which gives a "
            "number from 0 to 1.",
        )
    return None


def _of_two_units(end: _End) -> tuple[str, str] | None:
    """Return the mistake's id and what to say of it, or None if everything fits."""
    if end.loss == "binary_crossentropy" and not end.one_hot:
        return (
            "two_units_binary_loss",
            "binary_crossentropy with one label a picture goes with one unit: Dense(1, activation='sigmoid'). Two "
            "softmax units need 'sparse_categorical_crossentropy'.",
        )
    if end.loss == "categorical_crossentropy" and not end.one_hot:
        return (
            "wrong_loss_for_integer_labels",
            "categorical_crossentropy needs labels of two numbers each; these are one number, 0 or 1. Use "
            "Dense(1, activation='sigmoid') with 'binary_crossentropy'; for two softmax units there is "
            "'sparse_categorical_crossentropy'.",
        )
    if end.loss == "sparse_categorical_crossentropy" and end.one_hot:
        return (
            "wrong_loss_for_one_hot_labels",
            "sparse_categorical_crossentropy needs labels of one number; your generators give two, because of "
            "class_mode='categorical'. Set class_mode='binary'.",
        )
    if end.activation != "softmax" and not end.logits:
        return (
            "no_softmax",
            f"With the activation {end.activation} the two units are no probabilities that add up to 1: use one "
            "sigmoid unit, or softmax.",
        )
    return None
