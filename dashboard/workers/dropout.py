"""What dropout does, by Keras' own layer: in a network of a few neurons, and to one picture in a trained model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.dropout_steps import (
    DropoutRequest,
    DropoutSteps,
    read_steps,
    requested,
    write_steps,
)
from dashboard.experiments.passes import PASSES, Passes
from dashboard.workers.measuring import as_inputs


def answer_steps(folder: Path, question: Mapping[str, Any]) -> str:
    """Run the small network that a question asks for, unless its answer is kept.

    Args:
        folder: where the answer is kept; made if it is not there.
        question: see ``DropoutRequest.question``.

    Returns:
        The name of the file in the folder that holds the answer.

    Raises:
        ArtifactError: if the question makes no sense.
        OSError: if the answer cannot be written.
    """
    request = requested(question)
    try:
        read_steps(folder / request.file)
    except ArtifactError:
        return write_steps(folder, request, run_steps(request))
    return request.file


def run_steps(request: DropoutRequest) -> DropoutSteps:
    """Run the program that the page shows; it is ours, with two checked numbers in it."""
    scope: dict[str, Any] = {}
    exec(compile(request.program, "program.py", "exec"), scope)  # a program of the course
    return DropoutSteps(
        values=_row(scope["values"]),
        steps=np.concatenate([keras.ops.convert_to_numpy(each) for each in scope["steps"]]),
        answers=np.concatenate([keras.ops.convert_to_numpy(each) for each in scope["answers"]]),
        at_rest=_row(scope["at_rest"]),
        answer_at_rest=_row(scope["answer_at_rest"]),
    )


def several_passes(model: keras.Model, picture: NDArray[Any], seed: int) -> Passes:
    """Return the answers to one picture, several times with ``training=False`` and several times with True.

    The model's own Dropout layers are made for compiled training and count their random numbers; Keras' own take their
    place here, so that the model stays as its run left it.

    Args:
        model: a trained stack of layers that ends in one probability a class.
        picture: one example as the program takes it: uint8 pixels, or floats.
        seed: start of the random numbers of dropout.
    """
    layers = [
        keras.layers.Dropout(layer.rate, seed=seed) if isinstance(layer, keras.layers.Dropout) else layer
        for layer in model.layers
    ]
    return Passes(*(_through(layers, picture, training) for training in (False, True)))


def _through(layers: list[Any], picture: NDArray[Any], training: bool) -> NDArray[np.float32]:
    answers = []
    for _ in range(PASSES):
        values = as_inputs(picture[None])
        for layer in layers:
            values = layer(values, training=training)
        answers.append(_row(values))
    return np.stack(answers)


def _row(values: Any) -> NDArray[np.float32]:
    row: NDArray[np.float32] = np.asarray(keras.ops.convert_to_numpy(values)[0], np.float32)
    return row
