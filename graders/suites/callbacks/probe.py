"""Runs beside the submission, in the sandbox: drives its callbacks and watches its training.

Holds questions only. Whatever it reports is data from the learner's process; ``test_callbacks.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

import contextlib
import inspect
import io
import logging
import warnings
from typing import Any

import keras
import numpy as np
from training_probe import ACCURACY_NAMES, Watch, as_list, describe_return, model_as_data

MAX_EPOCHS_RECORDED = 200


class Trainee:
    """Stands in for a model while a callback is driven by hand."""

    def __init__(self) -> None:
        self.stop_training = False


class _LogText(logging.Handler):
    """Keeps what is logged, because a logged warning is a warning too."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def describe_class(name: str) -> dict[str, Any]:
    """Return what the class ``name`` is: a Keras callback or not, and its own methods."""
    found = getattr(submission, name)
    methods = [key for key, value in vars(found).items() if callable(value)]
    overrides = (
        found.__mro__[: found.__mro__.index(keras.callbacks.Callback)]
        if issubclass_of_callback(found)
        else ()
    )
    return {
        "is_callback": issubclass_of_callback(found),
        "methods": methods,
        "has_on_epoch_end": any("on_epoch_end" in vars(one) for one in overrides),
    }


def issubclass_of_callback(found: Any) -> bool:
    """Return whether ``found`` is a class derived from keras.callbacks.Callback."""
    return isinstance(found, type) and issubclass(found, keras.callbacks.Callback)


def drive(
    name: str, arguments: list[Any], keywords: dict[str, Any], epochs: list[dict[str, float]]
) -> dict[str, Any]:
    """Make a callback and call it as Keras would, one epoch after another, until it stops or ``epochs`` end.

    Returns:
        ``stopped``: the epoch after which it stopped, or None; ``on_self``: whether it set ``stop_training`` on
        itself instead; ``text``: what it warned, logged or printed.
    """
    callback = getattr(submission, name)(*arguments, **keywords)
    trainee = Trainee()
    log = _LogText()
    printed = io.StringIO()
    logging.getLogger().addHandler(log)
    stopped = None
    try:
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
            warnings.simplefilter("always")
            callback.set_params({"epochs": len(epochs), "steps": 1, "verbose": 0})
            callback.set_model(trainee)
            callback.on_train_begin({})
            for epoch, logs in enumerate(epochs):
                callback.on_epoch_begin(epoch, {})
                callback.on_epoch_end(epoch, dict(logs))
                if trainee.stop_training:
                    stopped = epoch
                    break
            callback.on_train_end({})
    finally:
        logging.getLogger().removeHandler(log)
    return {
        "stopped": stopped,
        "on_self": bool(vars(callback).get("stop_training", False)),
        "text": "\n".join([*(str(one.message) for one in caught), *log.lines, printed.getvalue()])[:4000],
    }


def _stops_at(callback: Any, metric: str, value: float) -> bool:
    trainee = Trainee()
    callback.set_model(trainee)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        callback.on_epoch_end(0, {"loss": 0.5, "accuracy": value, metric: value})
    return bool(trainee.stop_training)


def _threshold_of(callback: Any, metric: str) -> float | None:
    """Find by bisection the value above which a callback stops; None if it stops at none or at all."""
    try:
        low, high = 0.0, 1.0
        if not _stops_at(callback, metric, high):
            high = 1000.0  # a threshold written in per cent
        if _stops_at(callback, metric, low) or not _stops_at(callback, metric, high):
            return None
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if _stops_at(callback, metric, middle) else (middle, high)
    except Exception:  # a callback that raises has no threshold; the checks meet its error themselves
        return None
    return round(high, 6)


def threshold(name: str, metric: str = "accuracy") -> float | None:
    """Return the value of ``metric`` above which a default-made callback stops, or None."""
    return _threshold_of(getattr(submission, name)(), metric)


class _ScriptedAccuracy(keras.metrics.Metric):
    """An accuracy that takes given values, one an epoch, so that a real ``fit`` shows them to callbacks."""

    def __init__(self) -> None:
        super().__init__(name="accuracy")
        self.value = self.add_variable(shape=(), initializer="zeros", name="value")

    def update_state(self, *_: Any, **__: Any) -> None:
        pass

    def reset_state(self) -> None:
        pass

    def result(self) -> Any:
        return self.value + 0.0


def train_with_callback(name: str, accuracies: list[float]) -> int:
    """Run a real ``model.fit`` in which accuracy takes ``accuracies``, with an instance of the callback ``name``.

    Returns:
        How many epochs were trained.
    """
    accuracy = _ScriptedAccuracy()
    tell = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, _: accuracy.value.assign(accuracies[epoch])
    )
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    # Few steps: tracing them into a graph takes longer than all of them do without.
    model.compile(optimizer="sgd", loss="mse", metrics=[accuracy], run_eagerly=True)
    callbacks = [tell, getattr(submission, name)()]
    history = model.fit(
        np.ones((4, 1)), np.ones((4, 1)), epochs=len(accuracies), verbose=0, callbacks=callbacks
    )
    return len(history.epoch)


class _Script(keras.callbacks.Callback):
    """Stands before the learner's callbacks and tells them given accuracies, one an epoch over all fits."""

    def __init__(self, accuracies: list[float]) -> None:
        super().__init__()
        self._left = list(accuracies)

    def on_epoch_end(self, _: int, logs: dict[str, Any] | None = None) -> None:
        value = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        for name in ACCURACY_NAMES:
            if logs is not None and name in logs:
                logs[name] = value

    def fit(self, original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        """Call ``model.fit`` with this callback before those of the call."""
        # Few steps: tracing them into a graph takes longer than all of them do without.
        if getattr(model, "steps_per_execution", 1) == 1:
            model.run_eagerly = True
        try:
            call = inspect.signature(original).bind(model, *args, **kwargs)
        except TypeError:
            return original(model, *args, **kwargs)  # raises in Keras' own words
        call.arguments["callbacks"] = [self, *as_list(call.arguments.get("callbacks"))]
        return original(*call.args, **call.kwargs)


def train(x: Any, y: Any, script: list[float] | None = None) -> dict[str, Any]:
    """Call ``train_mnist(x, y)`` and report what it did and returned.

    Args:
        x: pictures.
        y: labels.
        script: accuracies that its callbacks are told, one an epoch, instead of the real ones.

    Returns:
        ``returned``: kind of the answer; ``accuracies``: of each epoch, over all fits, or None if the metric is
        missing; ``metrics``: names in the history; ``model``: configuration and weights; ``thresholds``: of the
        callbacks that were passed.
    """
    with Watch(_Script(script).fit if script else None) as watch:
        answer = submission.train_mnist(x, y)
    metrics, name = watch.metrics, watch.accuracy_name
    thresholds = [_threshold_of(one, name or "accuracy") for one in watch.callbacks[:4]]
    return {
        "returned": describe_return(answer),
        "fits": watch.fits,
        "callbacks": len(watch.callbacks),
        "metrics": sorted(metrics),
        "accuracies": metrics[name][:MAX_EPOCHS_RECORDED] if name else None,
        "epochs": len(metrics.get("loss", [])),
        "thresholds": [one for one in thresholds if one is not None],
        "model": model_as_data(watch.models[-1] if watch.models else None),
    }
