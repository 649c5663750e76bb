"""What every compiled ConvNet for two classes has, as far as it can be said before it is trained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graders.grading.verdicts import Wrong

Layers = list[tuple[str, Mapping[str, Any]]]


def expect_convolutions(layers: Layers, fewest: int) -> None:
    """Hold that there are at least so many convolutions.

    Args:
        layers: as ``layers_of`` lists them.
        fewest: how many there must be.
    """
    convolutions = sum(name in ("Conv2D", "SeparableConv2D") for name, _ in layers)
    if convolutions < fewest:
        raise Wrong(
            f"The model needs at least {fewest} Conv2D layers, with a MaxPooling2D after each.",
            expected=f"{fewest} Conv2D layers or more",
            received=f"{convolutions}: " + ", ".join(name for name, _ in layers)[:300],
            mistake="too_few_conv2d",
        )


def expect_compiled(told: Mapping[str, Any]) -> None:
    """Hold that ``create_model`` returned a compiled model.

    Args:
        told: ``returned``, the kind of what came, and ``compiled``, as the learner's process says.
    """
    kind = told.get("returned")
    if kind != "model":
        why = "create_model returned None: end it with return model."
        raise Wrong(
            why if kind == "none" else "create_model must return the model, which is not fitted yet.",
            expected="a compiled Keras model",
            received=str(kind),
            mistake="returns_nothing" if kind == "none" else "no_model",
        )
    if told.get("compiled") is not True:
        raise Wrong(
            "The model is not compiled: call model.compile(optimizer=..., loss='binary_crossentropy', "
            "metrics=['accuracy']) before return.",
            expected="a compiled model",
            received="a model that was never compiled",
            mistake="not_compiled",
        )


def expect_binary_answers(layers: Layers, loss: str) -> None:
    """Hold that one last unit, if there is only one, can tell two classes apart.

    Args:
        layers: as ``layers_of`` lists them.
        loss: the loss's name.
    """
    last = layers[-1][1]
    if last.get("units") != 1:
        return
    if last.get("activation") == "softmax":
        raise Wrong(
            "softmax over a single unit is always 1, whatever the picture: use sigmoid for one unit.",
            expected="Dense(1, activation='sigmoid')",
            received="Dense(1, activation='softmax')",
            mistake="softmax_over_one_unit",
        )
    if "categorical" in loss:
        raise Wrong(
            "This loss is for a last layer with one unit for each class. With one sigmoid unit it is "
            "'binary_crossentropy'.",
            expected="loss='binary_crossentropy'",
            received=f"loss {loss}",
            mistake="categorical_loss",
        )


def expect_flat_answers(shape: Any) -> None:
    """Hold that the model answers with numbers, and not with a map of them.

    Args:
        shape: of the model's output, as the learner's process says: a list, or None where it is not known yet.
    """
    if isinstance(shape, list) and len(shape) > 2:
        raise Wrong(
            "The model answers each picture with a whole map of numbers: put Flatten() before the first Dense layer.",
            expected="an output of shape (None, 1)",
            received=f"an output of shape {tuple(shape[:6])}",
            mistake="flatten_missing",
        )
