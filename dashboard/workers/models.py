"""From the layers of a recipe to a Keras model."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import keras

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.recipes import LayerSpec, layers
from dashboard.workers.layers import Dropout


def build_model(config: TrainingConfig) -> keras.Model:
    """Build the config's model from its seed: the same layers, names and start as the code shown to the learner."""
    keras.utils.set_random_seed(config.seed)
    counts: Counter[str] = Counter()
    stack = [keras.Input(shape=config.input_shape)]
    for spec in layers(config):
        name = _snake_case(spec.class_name)
        # Keras counts names over the whole process; here every model begins anew, as in a fresh program.
        unique = f"{name}_{counts[name]}" if counts[name] else name
        counts[name] += 1
        stack.append(_layer(spec, unique))
    return keras.Sequential(stack, name="sequential")


def _layer(spec: LayerSpec, name: str) -> keras.layers.Layer:
    options: dict[str, Any] = {**spec.options, "name": name}
    if spec.class_name == "Dropout":
        return Dropout(*spec.args, **options, xla=True)  # type: ignore[arg-type]
    return getattr(keras.layers, spec.class_name)(*spec.args, **options)


def _snake_case(name: str) -> str:
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
