"""Runs beside the submission, in the sandbox: has it read files, make generators and a model, and trains the model.

Holds questions only. Whatever it reports is data from the learner's process; ``test_multi_class.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
from training_probe import Watch, describe_return, model_as_data, read_pictures

BATCH = 32
_models: dict[int, Any] = {}


def parse(path: str, content: Any) -> dict[str, Any]:
    """Write a file and have ``parse_data_from_input`` read it.

    Args:
        path: below the working folder.
        content: the file's bytes as an array.

    Returns:
        ``kind``: "pair", or what else was returned; ``items``: of a pair, of each its ``kind`` (of class, or "array"),
        ``dtype``, ``shape`` and the ``array`` itself, or None where it holds no numbers.
    """
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(np.asarray(content, np.uint8).tobytes())
    answer = submission.parse_data_from_input(path)
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        count = len(answer) if isinstance(answer, tuple | list) else None
        return {"kind": describe_return(answer)["kind"], "count": count}
    return {"kind": "pair", "items": [_as_item(each) for each in answer]}


def _as_item(value: Any) -> dict[str, Any]:
    is_list = isinstance(value, tuple | list)
    if is_list or not hasattr(value, "__array__"):
        return {"kind": type(value).__name__, "count": len(value) if is_list else None}
    array = np.asarray(value)
    numbers = array if array.dtype.kind in "iufb" else None
    return {"kind": "array", "dtype": str(array.dtype), "shape": list(array.shape), "array": numbers}


def generate(
    training_images: Any, training_labels: Any, validation_images: Any, validation_labels: Any, limit: int
) -> dict[str, Any]:
    """Call ``train_val_generators`` and read one round of both.

    Args:
        training_images, training_labels, validation_images, validation_labels: as the learner's function takes them.
        limit: read no more pictures of each than so many.

    Returns:
        ``kind``: "pair", or what else was returned; ``training`` and ``validation``: reports of ``read_pictures``.
    """
    answer = submission.train_val_generators(
        training_images, training_labels, validation_images, validation_labels
    )
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return {"kind": describe_return(answer)["kind"]}
    training, validation = (read_pictures(each, 1, limit) for each in answer)
    return {"kind": "pair", "training": training, "validation": validation}


def describe() -> dict[str, Any]:
    """Call ``create_model`` and describe what came.

    Returns:
        ``kind``: "model", or what else was returned; of a model ``compiled``; ``loss``: its name; ``from_logits``:
        whether the loss applies softmax itself; ``model``: its configuration, without weights.
    """
    model = _model(0)
    if not isinstance(model, keras.Model):
        return {"kind": describe_return(model)["kind"]}
    if not model.built:
        model(
            np.zeros((1, 28, 28, 1), np.float32)
        )  # a model without an Input layer is built by its first call
    loss = getattr(model, "loss", None)
    return {
        "kind": "model",
        "compiled": bool(model.compiled),
        "loss": loss if isinstance(loss, str) else str(getattr(loss, "name", getattr(loss, "__name__", ""))),
        "from_logits": bool(getattr(loss, "from_logits", False)),
        "model": {**(model_as_data(model) or {}), "weights": []},
    }


def train(attempt: int, pictures: Any, labels: Any, epochs: int) -> dict[str, Any]:
    """Fit a model that ``create_model`` made; each attempt has one of its own.

    Args:
        attempt: 0, 1, ...
        pictures: values from 0 to 1, shape (n, 28, 28, 1).
        labels: whole numbers, shape (n,), or one-hot, shape (n, columns).
        epochs: to train.

    Returns:
        ``accuracies``: by epoch, or None if no metric of that kind was recorded; ``metrics``: names in the history;
        ``model``: what was trained.
    """
    model = _model(attempt)
    with Watch() as watch:
        model.fit(pictures, labels, epochs=epochs, batch_size=BATCH)
    name = watch.accuracy_name or next((name for name in watch.metrics if "acc" in name.lower()), None)
    return {
        "metrics": sorted(watch.metrics),
        "accuracies": watch.metrics[name] if name else None,
        "model": model_as_data(model),
    }


def _model(attempt: int) -> Any:
    if attempt not in _models:
        _models[attempt] = submission.create_model()
    return _models[attempt]
