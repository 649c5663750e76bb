"""Runs in a clean child: rebuild a model from allow-listed configuration and arrays, and predict."""

from __future__ import annotations

import json
from typing import Any

import keras
import numpy as np


def predict(config: str, weights: list[Any], x: Any) -> Any:
    """Return the outputs of the rebuilt model for ``x`` of shape (n, ...)."""
    data = json.loads(config)
    model_class = keras.Sequential if data["class_name"] == "Sequential" else keras.Model
    model = model_class.from_config(data["config"])
    model(np.zeros_like(x[:1]))  # a model without an Input layer is built by its first call
    model.set_weights(weights)
    # Not so many large pictures at once that what convolutions make of them does not fit into memory: Keras keeps what
    # every layer gives until the last has run, which in MobileNetV2 is 16 MB for a picture of 96 pixels a side.
    step = max(8, min(256, 2**19 // max(x[0].size, 1)))
    return np.concatenate(
        [np.asarray(model(x[i : i + step], training=False)) for i in range(0, len(x), step)]
    )
