"""Spares ``model.fit`` its second tracing, which doubles the time that a small model takes to train.

Keras makes the variables of the optimizer and of the metrics while TensorFlow traces the first training step.
TensorFlow then throws that graph away and traces again, because variables may be made only once. Here the same
variables are made just before the first step, from the same shapes, so that the first trace is the one that is kept.
The graph, the numbers and their order stay what they were; where anything is unusual, Keras goes its own way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any


def install(keras: Any) -> None:
    """Change ``make_train_function`` of every model of this process.

    Args:
        keras: the module, already imported.
    """
    model_class = keras.Model
    original = model_class.make_train_function

    def make_train_function(self: Any, force: bool = False) -> Any:
        known = self.train_function
        answer = original(self, force)
        if self.train_function is not known and not self.run_eagerly:
            self.train_function = _building_first(self, self.train_function, keras)
        return answer

    model_class.make_train_function = make_train_function


def _building_first(model: Any, train: Callable[[Any], Any], keras: Any) -> Callable[[Any], Any]:
    """Return ``train`` for the first step; afterwards the model calls it directly."""

    def first_step(iterator: Any) -> Any:
        if model.train_function is first_step:
            model.train_function = train
        # Whatever is wrong with the model or its data, training itself says it, in Keras' own words.
        with contextlib.suppress(Exception):
            _build(model, iterator, keras)
        return train(iterator)

    return first_step


def _build(model: Any, iterator: Any, keras: Any) -> None:
    ordinary = isinstance(model, keras.Sequential) or hasattr(model, "_outputs_struct")
    if not ordinary or not model.built or model._distribute_strategy is not None or len(model.outputs) != 1:
        return
    batch = iterator.element_spec
    metrics = model._compile_metrics
    if metrics is not None and not metrics.built and isinstance(batch, tuple) and len(batch) >= 2:
        labels = keras.KerasTensor(batch[1].shape, keras.backend.standardize_dtype(batch[1].dtype))
        metrics.build(labels, model.outputs[0])
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
