"""Runs beside the submission, in the sandbox: builds the model with its functions, and trains it, once.

Holds questions only. Whatever it reports is data from the learner's process; ``test_transfer_learning.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
from training_probe import Watch, describe_return, model_as_data

SIDE = 96
LAYER = "block_13_expand_relu"
MAX_LAYERS = 2_000


def weights_file() -> str:
    """Return the path of the weights that lie in the learner's folder."""
    return str(next(Path("weights").glob("*.h5")))


@cache
def _own_base() -> Any:
    """A base as the task describes it, so that a wrong one of the learner's costs nothing in the other functions."""
    base = keras.applications.MobileNetV2(
        input_shape=(SIDE, SIDE, 3), include_top=False, weights=weights_file()
    )
    base.trainable = False
    return base


@cache
def _learners_base() -> Any:
    return submission.create_pre_trained_model(weights_file())


def look_at_base(salt: str) -> dict[str, Any]:
    """Call ``create_pre_trained_model`` and describe what it returns.

    Args:
        salt: goes before the numbers of each digest.

    Returns:
        What ``_describe`` says; for weights that do not fit ``kind`` is "other_architecture", with the number of layers
        with weights that the network ``wanted`` and that the file ``found``, or -1.
    """
    try:
        return _describe(_learners_base(), salt)
    except ValueError as error:
        told = re.search(r"Layer count mismatch.*expected (\d+) layers, found (\d+)", str(error), re.DOTALL)
        if told or re.search(r"(Weight count|Shape) mismatch|could not be loaded", str(error)):
            wanted, found = (int(told[1]), int(told[2])) if told else (-1, -1)
            return {"kind": "other_architecture", "wanted": wanted, "found": found}
        raise


def _describe(value: Any, salt: str) -> dict[str, Any]:
    """Return what a value is: its kind and, for a model, its shapes and layers.

    ``layers`` holds for each layer that has weights, those of models inside included: its name, how many of its arrays
    training would change, and a digest of each array.
    """
    told = describe_return(value)
    if not isinstance(value, keras.Model):
        return {"kind": told["kind"]}
    if not value.built:  # a Sequential without an Input
        value.build((None, SIDE, SIDE, 3))
    leaves = [layer for layer in _leaves(value) if layer.weights][:MAX_LAYERS]
    return {
        "kind": "model",
        "input_shape": _sizes(value.input_shape),
        "output_shape": _sizes(value.output_shape),
        "layers": [
            [
                layer.name,
                len(layer.trainable_weights),
                [_digest(array, salt) for array in layer.get_weights()],
            ]
            for layer in leaves
        ],
    }


def _leaves(model: Any) -> list[Any]:
    """Return the layers of a model, and in place of a model inside it that one's layers."""
    found: list[Any] = []
    for layer in model.layers:
        found += _leaves(layer) if isinstance(layer, keras.Model) else [layer]
    return found


def _digest(array: Any, salt: str) -> str:
    digest = hashlib.sha256(salt.encode())
    digest.update(np.ascontiguousarray(array, "<f4").data)  # without a copy, because a wide layer is large
    return digest.hexdigest()


def _sizes(shape: Any) -> list[Any]:
    return [size and int(size) for size in shape] if isinstance(shape, tuple) else []


def look_at_output(own_base: bool) -> dict[str, Any]:
    """Call ``output_of_last_layer`` and describe what it returns.

    Args:
        own_base: ask it about our base, because the learner's is not right.

    Returns:
        ``kind``; ``layer``, the name of the layer of the base whose output it is, or ""; ``place`` of that layer
        among the base's, ``wanted`` that of the layer which the task names, ``last`` that of the last one; -1 where
        there is none.
    """
    base = _base(own_base)
    value = submission.output_of_last_layer(base)
    names = [layer.name for layer in base.layers]
    is_layer = isinstance(value, keras.Layer) and not isinstance(value, keras.Model)
    history = getattr(value, "_keras_history", None)
    maker = history.operation if history is not None else None
    place = next((place for place, layer in enumerate(base.layers) if layer is maker), -1)
    return {
        "kind": "layer" if is_layer else describe_return(value)["kind"],
        "layer": names[place] if place >= 0 else "",
        "place": place,
        "wanted": names.index(LAYER) if LAYER in names else -1,
        "last": len(names) - 1,
    }


def _base(own: bool) -> Any:
    return _own_base() if own else _learners_base()


def _output(base: Any, own_base: bool, own_output: bool) -> Any:
    """Return the tensor to build on: the learner's, or what the task asks for."""
    if own_base or own_output:
        return base.get_layer(LAYER).output if LAYER in [layer.name for layer in base.layers] else base.output
    return submission.output_of_last_layer(base)


@cache
def _built(own_base: bool, own_output: bool) -> tuple[Any, Any, Any]:
    base = _base(own_base)
    output = _output(base, own_base, own_output)
    return base, output, submission.create_final_model(base, output)


def look_at_final(own_base: bool, own_output: bool, salt: str) -> dict[str, Any]:
    """Call ``create_final_model`` and describe what it returns, before it is trained.

    Args:
        own_base, own_output: give it ours, because the learner's is not right.
        salt: as for :func:`look_at_base`.

    Returns:
        What ``_describe`` says, and ``shared``: how many layers of the base are in it; ``named``: how many others
        have a base layer's name; ``on_output``: whether it is built on the tensor that it was given; ``is_last``:
        whether that is the base's last; ``compiled``; ``loss`` and ``metrics`` as text.
    """
    base, output, model = _built(own_base, own_output)
    told = _describe(model, salt)
    if told["kind"] != "model":
        return told
    mine = {id(layer) for layer in _leaves(base)}
    names = {layer.name for layer in _leaves(base)}
    leaves = _leaves(model)
    config = (model.get_compile_config() if model.compiled else None) or {}
    return told | {
        "shared": sum(id(layer) in mine for layer in leaves),
        "named": sum(id(layer) not in mine and layer.name in names for layer in leaves),
        "on_output": _is_made_of(model, output),
        "is_last": output is base.output or output is base.layers[-1].output,
        "compiled": bool(model.compiled),
        "loss": json.dumps(config.get("loss"), default=str)[:2_000],
        "metrics": json.dumps([config.get("metrics"), config.get("weighted_metrics")], default=str)[:2_000],
        "model": _without_weights(model),
    }


def _without_weights(model: Any) -> Any:
    """Return a model as data, with its configuration alone: what its layers are can be judged before it is trained."""
    data = model_as_data(model)
    return data and {**data, "weights": []}


def _is_made_of(model: Any, wanted: Any) -> bool:
    """Return whether a model's output is computed from a tensor, going back from it layer by layer."""
    waiting, seen = list(model.outputs or ()), set()
    while waiting:
        tensor = waiting.pop()
        if tensor is wanted:
            return True
        history = getattr(tensor, "_keras_history", None)
        if history is None or id(tensor) in seen:
            continue
        seen.add(id(tensor))
        nodes = history.operation._inbound_nodes
        if history.node_index < len(nodes):
            waiting += nodes[history.node_index].input_tensors
    return False


def train(
    own_base: bool, own_output: bool, pictures: Any, labels: Any, epochs: int, batch_size: int, salt: str
) -> dict[str, Any]:
    """Fit the final model. The judge asks once: asked again, it would train on.

    Args:
        own_base, own_output: as for :func:`look_at_final`.
        pictures: as the task says the model gets them, float32 from -1 to 1.
        labels: 0 or 1 for each.
        epochs, batch_size: of the fit.
        salt: as for :func:`look_at_base`.

    Returns:
        ``losses`` and ``accuracies`` by epoch; ``before``: digests of its weights before training; ``model``.
    """
    _, _, model = _built(own_base, own_output)
    before = [_digest(array, salt) for array in model.get_weights()]
    with Watch() as watch:
        model.fit(pictures, labels, epochs=epochs, batch_size=batch_size)
    name = watch.accuracy_name
    return {
        "losses": watch.metrics.get("loss", []),
        "accuracies": watch.metrics[name] if name else [],
        "before": before,
        "model": model_as_data(model),
    }
