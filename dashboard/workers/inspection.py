"""A look inside a trained model, written as plain files that any process can read."""

from __future__ import annotations

import json
from pathlib import Path

import keras
import numpy as np

from dashboard.experiments.artifacts import PREDICTIONS, SUMMARY, WEIGHTS, LayerRow, ModelSummary
from dashboard.workers.engine import Examples
from dashboard.workers.program import Program


def inspect(program: Program, test: Examples, folder: Path) -> dict[str, str]:
    """Evaluate a trained model on the test examples and write what the page shows of it.

    Args:
        program: the trained model.
        test: the official test examples.
        folder: the run's folder.

    Returns:
        File names in the folder by what they hold: ``summary``, ``predictions``, ``weights``.

    Raises:
        OSError: if a file cannot be written.
    """
    # A learner who pressed Stop waits for this: the model runs once, for figures and pictures alike.
    outputs = program.predict(test.x[test.first : test.last])
    figures = program.judge(outputs, test.y[test.first : test.last]).logs(accuracy=True)
    summary = ModelSummary(
        test_loss=figures["loss"],
        test_accuracy=figures["accuracy"],
        total_params=program.model.count_params(),
        layers=layer_rows(program.model),
    )
    # Half precision keeps three digits of a probability at a fifth of a megabyte a run.
    np.savez(folder / PREDICTIONS, probabilities=outputs.astype(np.float16))
    np.savez(folder / WEIGHTS, **{weight.path: weight.numpy() for weight in program.model.weights})
    (folder / SUMMARY).write_text(json.dumps(summary.to_json(), allow_nan=False), encoding="utf-8")
    return {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS}


def layer_rows(model: keras.Model) -> tuple[LayerRow, ...]:
    """Return the rows of ``model.summary()``."""
    return tuple(
        LayerRow(layer.name, type(layer).__name__, str(tuple(layer.output.shape)), layer.count_params())
        for layer in model.layers
    )
