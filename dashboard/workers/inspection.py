"""A look inside a trained model, written as plain files that any process can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import (
    CHECKPOINT,
    HEALTH,
    PREDICTIONS,
    SUMMARY,
    WEIGHTS,
    LayerRow,
    ModelSummary,
    fingerprint,
)
from dashboard.experiments.look import forget_looks
from dashboard.workers.callbacks import CHECKPOINT_FILE
from dashboard.workers.engine import Examples
from dashboard.workers.measuring import activation_name, measure
from dashboard.workers.program import Program, of_each_class


def inspect(program: Program, test: Examples, folder: Path, train: Examples | None = None) -> dict[str, str]:
    """Evaluate a trained model on the test examples and write what the page shows of it.

    Args:
        program: the trained model.
        test: the official test examples.
        folder: the run's folder.
        train: the examples it learned from, the first of which tell its health; the test examples by default.

    Returns:
        File names in the folder by what they hold: ``summary``, ``predictions``, ``weights``, ``health``.

    Raises:
        OSError: if a file cannot be written.
    """
    # A learner who pressed Stop waits for this: the model runs once, for figures and pictures alike.
    outputs = program.predict(test.x[test.first : test.last])
    weights = {weight.path: weight.numpy() for weight in program.model.weights}
    summary = summarise(program, test, outputs, fingerprint(weights.values()))
    np.savez(folder / PREDICTIONS, **_predictions(program, test, outputs))  # type: ignore[arg-type]
    np.savez(folder / WEIGHTS, **weights)
    _write_json(folder / SUMMARY, summary.to_json())
    health = measure(program, test, "test") if train is None else measure(program, train)
    _write_json(folder / HEALTH, health.to_json())
    forget_looks(folder)  # of the weights before, when a run was resumed
    return {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS, "health": HEALTH}


def inspect_checkpoint(program: Program, test: Examples, folder: Path) -> dict[str, str]:
    """Evaluate the weights that ``ModelCheckpoint`` kept; the model itself stays as it is.

    Returns:
        The file name of their figures by ``checkpoint``; nothing if no weights were kept.

    Raises:
        OSError: if a file cannot be read or written.
    """
    kept = folder / CHECKPOINT_FILE
    if not kept.is_file():
        return {}
    last = program.snapshot()
    program.model.load_weights(kept)
    outputs = program.predict(test.x[test.first : test.last])
    mark = fingerprint(weight.numpy() for weight in program.model.weights)
    _write_json(folder / CHECKPOINT, summarise(program, test, outputs, mark).to_json())
    program.restore(last)
    return {"checkpoint": CHECKPOINT}


def summarise(program: Program, test: Examples, outputs: NDArray[np.float32], mark: str = "") -> ModelSummary:
    """Return a trained model in figures.

    Args:
        program: the trained model.
        test: the test examples.
        outputs: what the model gives for them.
        mark: the fingerprint of its weights.
    """
    model = program.model
    figures = program.judge(outputs, test.y[test.first : test.last]).logs(accuracy=program.reports_accuracy)
    return ModelSummary(
        test_loss=figures["loss"],
        test_accuracy=figures.get("accuracy"),
        total_params=model.count_params(),
        layers=layer_rows(model),
        non_trainable_params=_count(model.non_trainable_weights),
        optimizer_params=_count(model.optimizer.variables),
        fingerprint=mark,
    )


def layer_rows(model: keras.Model) -> tuple[LayerRow, ...]:
    """Return the rows of ``model.summary()``."""
    return tuple(
        LayerRow(
            layer.name,
            type(layer).__name__,
            str(tuple(layer.output.shape)),
            layer.count_params(),
            activation_name(layer),
        )
        for layer in model.layers
    )


def _predictions(program: Program, test: Examples, outputs: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    if program.reports_accuracy:
        # Half precision keeps three digits of a probability at a fifth of a megabyte a run.
        return {"probabilities": of_each_class(outputs).astype(np.float16)}
    chosen = slice(test.first, test.last)
    return {"inputs": np.asarray(test.x[chosen]), "targets": np.asarray(test.y[chosen]), "outputs": outputs}


def _count(variables: list[Any]) -> int:
    return sum(int(np.prod(variable.shape)) for variable in variables)


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, allow_nan=False), encoding="utf-8")
