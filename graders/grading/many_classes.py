"""What the last layer and the loss of a model for many classes must be, and the ways in which they usually are not."""

from __future__ import annotations

from typing import Any

from graders.grading.evaluation import TrainedModel, layers_of
from graders.grading.verdicts import Wrong

ONE_HOT_LOSS = "categorical_crossentropy"
INTEGER_LOSS = "sparse_categorical_crossentropy"
# Those that learners take by mistake. Whoever writes another one is judged by what the model learns.
OTHER_LOSSES = ("binary_crossentropy", "mean_squared_error", "mean_absolute_error", "mse", "mae", "hinge")
_ACTIVATIONS = {
    "sigmoid": (
        "sigmoid_over_many_units",
        "sigmoid gives each class a probability of its own, and they do not add up to 1. One picture shows one of the "
        "classes: use softmax.",
    ),
    "relu": (
        "relu_in_last_layer",
        "relu gives no probabilities, and a unit that is 0 does not learn: use softmax.",
    ),
    "linear": (
        "softmax_missing",
        "The last layer has no activation, so that it answers with any numbers, while the loss expects probabilities: "
        "add activation='softmax'.",
    ),
}


def expect_units(shape: Any, largest: int, why: str) -> None:
    """Hold that a model answers with a number for each label.

    Args:
        shape: of the output, as the sandbox reports it: a list that begins with None.
        largest: the largest label; the smallest is 0.
        why: one sentence, said to whoever has some units, but too few.

    Raises:
        Wrong: if the output is no row of numbers, or has too few.
    """
    right = f"Dense({largest + 1}, activation='softmax')"
    units = shape[-1] if isinstance(shape, list) and len(shape) == 2 else None
    if not isinstance(units, int):
        raise Wrong(
            "The model's output still has the axes of a picture: put Flatten before the Dense layers.",
            expected=f"an output of shape (n, {largest + 1})",
            received=f"an output of shape {shape}",
            mistake="no_flatten",
        )
    if units > largest:
        return
    if units == 1:
        mistake, told = (
            "one_output_unit",
            f"The last layer has one unit, which is enough for two classes only. Here it is {right}.",
        )
    else:
        mistake, told = (
            "units_do_not_match_classes",
            f"The last layer has {units} units, so it knows the labels 0 to {units - 1}, and the largest label is "
            f"{largest}. {why} The last layer is {right}.",
        )
    raise Wrong(told, expected=f"{largest + 1} units or more", received=f"{units} units", mistake=mistake)


def expect_softmax(model: TrainedModel, loss_applies_it: bool) -> None:
    """Hold that a model ends with a softmax.

    Args:
        model: what the learner built.
        loss_applies_it: whether its loss was made with ``from_logits=True``; then there may be none.

    Raises:
        Wrong: naming what is there instead.
    """
    name, settings = layers_of(model)[-1]
    activation = str(settings.get("activation", "softmax" if name == "Softmax" else "linear"))
    if "Dropout" in name:
        raise Wrong(
            "Dropout after the output layer takes away answers while the model learns: put it before the last Dense.",
            expected="Dense(..., activation='softmax') as the last layer",
            received=name,
            mistake="dropout_after_output",
        )
    if activation == "softmax" or (activation == "linear" and loss_applies_it):
        return
    mistake, why = _ACTIVATIONS.get(
        activation, ("other_activation", "The last layer needs activation='softmax'.")
    )
    raise Wrong(why, expected="activation='softmax'", received=f"activation={activation!r}", mistake=mistake)


def expect_loss(loss: str, *, one_hot: bool) -> None:
    """Hold that a loss is not one of those that are known to be wrong for many classes.

    Args:
        loss: its name.
        one_hot: whether the labels are one-hot rows; else they are whole numbers.

    Raises:
        Wrong: if it belongs to the other form of labels, or to another task.
    """
    right = ONE_HOT_LOSS if one_hot else INTEGER_LOSS
    form = "one-hot rows" if one_hot else "whole numbers"
    if loss in (ONE_HOT_LOSS, INTEGER_LOSS) and loss != right:
        raise Wrong(
            f"The loss does not fit the labels. Your generators yield {form}: loss='{right}'.",
            expected=right,
            received=loss,
            mistake="wrong_loss_for_one_hot_labels" if one_hot else "wrong_loss_for_integer_labels",
        )
    if loss in OTHER_LOSSES:
        raise Wrong(
            f"{loss} is not the loss for one class out of many. With labels that are {form} it is '{right}'.",
            expected=right,
            received=loss,
            mistake="wrong_loss",
        )
