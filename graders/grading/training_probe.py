"""Runs in the sandbox before a suite's own probe, which imports it as ``training_probe``.

It watches training and turns models into plain data. Like every probe it shares a process with learner code, so
nothing that it reports is trusted.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

ACCURACY_NAMES = ("accuracy", "acc", "sparse_categorical_accuracy", "binary_accuracy")
# As the judge's: a larger model is described, but its numbers stay here.
MAX_PARAMETERS = 25_000_000
MAX_BATCHES = 200
_LARGE = 1_000_000
_LARGEST_FLOAT16 = 60_000.0


class Watch:
    """Records every ``model.fit`` while it is open.

    Args:
        fit: used in place of ``keras.Model.fit``: called with that method, the model and the call's own arguments.

    Attributes:
        models: that were fitted, one a call.
        data: the first argument of each call, ``x``.
        callbacks: passed in all calls.
    """

    def __init__(self, fit: Callable[..., Any] | None = None) -> None:
        self.models: list[Any] = []
        self.data: list[Any] = []
        self.callbacks: list[Any] = []
        self._histories: list[dict[str, list[float]]] = []
        self._original = keras.Model.fit
        self._fit = fit or (lambda original, model, *args, **kwargs: original(model, *args, **kwargs))

    def __enter__(self) -> Watch:
        watch, original = self, self._original

        def fit(model: Any, *args: Any, **kwargs: Any) -> Any:
            if len(args) < 5:  # the fifth is verbose; progress bars cost time and tell a grader nothing
                kwargs["verbose"] = 0
            watch.models.append(model)
            watch.data.append(args[0] if args else kwargs.get("x"))
            watch.callbacks.extend(as_list(args[5] if len(args) > 5 else kwargs.get("callbacks")))
            history = watch._fit(original, model, *args, **kwargs)
            watch._histories.append(
                {key: [float(value) for value in values] for key, values in history.history.items()}
            )
            return history

        keras.Model.fit = fit
        return self

    def __exit__(self, *_: object) -> None:
        keras.Model.fit = self._original

    @property
    def fits(self) -> int:
        """How many calls of ``model.fit`` came to their end."""
        return len(self._histories)

    @property
    def metrics(self) -> dict[str, list[float]]:
        """Each metric's values by epoch, over all fits one after another."""
        joined: dict[str, list[float]] = {}
        for history in self._histories:
            for key, values in history.items():
                joined.setdefault(key, []).extend(values)
        return joined

    @property
    def accuracy_name(self) -> str | None:
        """The name under which accuracy was recorded, or None if it was not."""
        return next((name for name in ACCURACY_NAMES if name in self.metrics), None)


def as_list(callbacks: Any) -> list[Any]:
    """Return what the argument ``callbacks`` of ``model.fit`` holds: it takes one, many, a CallbackList or None."""
    if isinstance(callbacks, keras.callbacks.CallbackList):
        callbacks = callbacks.callbacks
    return [] if callbacks is None else list(keras.tree.flatten(callbacks))


def describe_return(value: Any) -> dict[str, Any]:
    """Return what kind of answer a training function gave: ``{"kind": ...}``, for a pair with its ``values``."""
    if value is None:
        return {"kind": "none"}
    if isinstance(value, keras.callbacks.History):
        return {"kind": "history"}
    if isinstance(value, keras.Model):
        return {"kind": "model"}
    if isinstance(value, tuple | list) and len(value) == 2:
        return {"kind": "pair", "values": [_last_number(one) for one in value]}
    return {"kind": type(value).__name__}


def _last_number(value: Any) -> float | None:
    """Return a number, or the last of a list of numbers: learners return either."""
    if isinstance(value, list | tuple) and value:
        value = value[-1]
    with contextlib.suppress(TypeError, ValueError):
        return float(value)
    return None


def read_pictures(generator: Any, every: int, limit: int) -> dict[str, Any]:
    """Read one round of what a generator yields, as the judge's ``GeneratorReport`` takes it.

    Args:
        generator: a Keras generator, a Sequence, a ``tf.data.Dataset``, or whatever else the learner returned.
        every: of each picture only every so many-th row and column are reported.
        limit: stop after so many pictures: who yields for ever is not waited for.

    Returns:
        ``kind``: what it is, "generator" if pictures can be read from it; ``batches``: the shapes of the pictures,
        batch by batch; ``low`` and ``high``: the smallest and the largest number; ``thumbnails`` and ``labels``: of all
        pictures, or None where batches differ or have none.
    """
    if not hasattr(generator, "__iter__") and not hasattr(generator, "__getitem__"):
        return {"kind": describe_return(generator)["kind"], "batches": []}
    pairs = _batches(generator, limit)
    pictures = [np.asarray(x) for x, _ in pairs]
    answers = [None if y is None else np.asarray(y) for _, y in pairs]
    thumbnails = [batch[:, ::every, ::every] if batch.ndim == 4 else batch for batch in pictures]
    return {
        "kind": "generator",
        "batches": [list(batch.shape) for batch in pictures],
        "low": min((float(batch.min()) for batch in pictures if batch.size), default=0.0),
        "high": max((float(batch.max()) for batch in pictures if batch.size), default=0.0),
        "thumbnails": _joined(thumbnails),
        "labels": _joined(answers) if all(each is not None for each in answers) else None,
    }


def _batches(generator: Any, limit: int) -> list[tuple[Any, Any]]:
    """Return one round of batches as (pictures, labels) pairs; labels are None where there are none."""
    try:
        count = min(len(generator), MAX_BATCHES)
    except TypeError:  # an endless dataset does not say how long it is
        count = MAX_BATCHES
    found: list[tuple[Any, Any]] = []
    seen = 0
    batches = iter(generator)
    while len(found) < count and seen < limit:
        batch = next(batches, None)
        if batch is None:
            break
        x, y = (batch[0], batch[1]) if isinstance(batch, tuple | list) and len(batch) >= 2 else (batch, None)
        found.append((x, y))
        seen += len(found[-1][0])
    return found


def _joined(arrays: list[Any]) -> Any:
    """Return arrays one after another, or None if they do not fit together."""
    if not arrays or len({each.shape[1:] for each in arrays}) > 1:
        return None
    return np.concatenate(arrays)


def describe_model(model: Any, picture: Any) -> dict[str, Any]:
    """Show a model that a learner's function built one picture, shape (1, height, width, channels).

    Returns:
        ``returned``: kind of what was built. If it is a model: ``compiled``; ``metrics``: as they were given to
        compile, as text; ``refused``: why it cannot take the picture, or empty; ``model``: configuration and first
        weights, or None if it refused.
    """
    if not isinstance(model, keras.Model):
        return {"returned": describe_return(model)}
    refused = ""
    try:
        model(picture)
    except Exception as error:  # the judge says in its own words what the model refuses
        refused = str(error)[:600]
    config = model.get_compile_config() if model.compiled else None
    return {
        "returned": describe_return(model),
        "compiled": bool(model.compiled),
        "refused": refused,
        "metrics": str(config.get("metrics"))[:300] if isinstance(config, dict) else "",
        "model": None if refused else model_as_data(model),
    }


def model_as_data(model: Any) -> dict[str, Any] | None:
    """Return a model's configuration and weights, as the judge's ``read_model`` takes them; None if it is none."""
    if not isinstance(model, keras.Model):
        return None
    config: Any = {}
    with contextlib.suppress(NotImplementedError):  # a class of the learner's own; its name says enough
        config = model.get_config()
    shape = model.output_shape if model.built else None
    parameters = int(model.count_params()) if model.built else 0
    return {
        "config": json.dumps({"class_name": type(model).__name__, "config": config}),
        "weights": [_compact(each) for each in model.get_weights()] if parameters <= MAX_PARAMETERS else [],
        "parameters": parameters,
        "output_shape": [size and int(size) for size in shape] if isinstance(shape, tuple) else None,
    }


def _compact(weights: Any) -> Any:
    """Return weights with half the bytes where they are many, so that a wide layer fits into an answer."""
    array = np.asarray(weights)
    if array.size < _LARGE or not (np.abs(array) < _LARGEST_FLOAT16).all():
        return array
    return array.astype(np.float16)
