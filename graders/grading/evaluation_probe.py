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
    return np.concatenate([np.asarray(model(x[i : i + 256], training=False)) for i in range(0, len(x), 256)])
