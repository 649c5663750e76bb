"""How a trained model is: figures of its gradients, weights and activations, measured by a worker."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class LayerHealth:
    """What was measured of one layer, with dropout switched off.

    Args:
        name: the layer's name.
        class_name: its class in ``keras.layers``.
        activation: Keras' name of its activation function; empty if it has none.
        units: length of the last axis of its output: neurons of a dense layer, filters of a convolution.
        largest: largest absolute value it gave, of those that are numbers.
        zeros: share of its values that are exactly 0, 0 to 1.
        values_finite: whether it gave neither nan nor inf.
        gradient_norm: length of the gradient of the loss by its weights; None without trainable weights.
        weight_norm: length of its weights; None without weights.
        growth: size of its kernel over the size Keras' initial weights have in such a layer; None without a kernel.
        weights_finite: whether its weights are neither nan nor inf.
        dead: relu only: share of its units that are 0 for every picture (and place), 0 to 1; else None.
        saturated: softmax: share of pictures whose largest probability is above 0.999; sigmoid and tanh: share of
            values within 0.01 of a limit; else None.
        values: number of values it gives for one example, over all places and units; 0 if not known.
    """

    name: str
    class_name: str
    activation: str
    units: int
    largest: float
    zeros: float
    values_finite: bool = True
    gradient_norm: float | None = None
    weight_norm: float | None = None
    growth: float | None = None
    weights_finite: bool = True
    dead: float | None = None
    saturated: float | None = None
    values: int = 0

    @property
    def ratio(self) -> float | None:
        """The gradient norm over the weight norm: how hard the loss pulls at the weights for their size."""
        if self.gradient_norm is None or not self.weight_norm:
            return None
        return self.gradient_norm / self.weight_norm


@dataclass(frozen=True)
class Health:
    """A trained model measured on one fixed batch of examples.

    Args:
        examples: number of examples in the batch.
        layers: what was measured, from the first layer to the last.
        right: share of the batch that the model names correctly, 0 to 1; None for a model without classes.
        same_answer: share of the batch that gets the most frequent answer, 0 to 1; None for a model without classes.
        split: where the examples are from: ``training`` or ``test``.
    """

    examples: int
    layers: tuple[LayerHealth, ...]
    right: float | None = None
    same_answer: float | None = None
    split: str = "training"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; numbers that are nan or inf become text."""
        return {**asdict(self), "layers": [_written(asdict(layer)) for layer in self.layers]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Health:
        """Read what :meth:`to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: if a member is missing, unknown or of another type.
        """
        layers = tuple(LayerHealth(**_read(row)) for row in data["layers"])
        return cls(**{**data, "examples": int(data["examples"]), "layers": layers})


def _written(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in row.items()
    }


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn back the words for nan and inf, which JSON cannot carry, into numbers."""
    words = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
    texts = ("name", "class_name", "activation")
    return {
        name: words[value] if isinstance(value, str) and name not in texts else value
        for name, value in row.items()
    }
