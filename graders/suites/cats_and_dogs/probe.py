"""Runs beside the submission, in the sandbox: reads its generators, looks at its model, and trains it.

Holds questions only. Whatever it reports is data from the learner's process; ``test_cats_and_dogs.py`` judges it.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
from training_probe import describe_return, model_as_data, read_pictures

MAX_PICTURES = 80
_home = Path.cwd()


def read_generators(
    training: dict[str, Any], validation: dict[str, Any], folders: list[str], slash: bool, every: int
) -> dict[str, Any]:
    """Lay out pictures in two folders and read what ``train_val_generators`` returns for them.

    Args:
        training, validation: bytes by path below the folder.
        folders: names of the two, below a new folder.
        slash: whether they are given with a slash at their end.
        every: of each picture only every so many-th row and column are reported.

    Returns:
        ``returned``: kind of the answer; ``generators``: what ``read_pictures`` tells of each value in it, of three at
        most.
    """
    base = Path(tempfile.mkdtemp()).resolve()
    try:
        for folder, files in zip(folders, (training, validation), strict=True):
            for name, content in files.items():
                path = base / folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.tobytes())
        paths = [str(base / folder) + ("/" if slash else "") for folder in folders]
        answer = submission.train_val_generators(*paths)
        values = list(answer[:3]) if isinstance(answer, tuple | list) else []
        return {"returned": _kind(answer), "generators": [_reported(value, every) for value in values]}
    finally:
        os.chdir(_home)
        with contextlib.suppress(OSError, RecursionError):
            shutil.rmtree(base, ignore_errors=True)


def _reported(value: Any, every: int) -> dict[str, Any]:
    if _kind(value) == "generator":
        return read_pictures(value, every, MAX_PICTURES)
    return {"kind": _kind(value), "batches": []}


def _kind(answer: Any) -> str:
    if isinstance(answer, tuple | list):
        return "values"
    is_read = hasattr(answer, "__iter__") or hasattr(answer, "__getitem__")
    if is_read and not isinstance(answer, dict | str | bytes | set):
        return "generator"
    return str(describe_return(answer)["kind"])


def describe_model(picture: Any) -> dict[str, Any]:
    """Build the model and show it one picture, shape (1, 150, 150, 3).

    Returns:
        ``returned``: kind of the answer; ``compiled``; ``refused``: why it cannot take the picture, or empty;
        ``takes``: the shape that it is built for; ``loss``: its name; ``from_logits``: whether it expects logits;
        ``metrics``: as they were given to compile, as text; ``model``: its configuration, without weights.
    """
    model = submission.create_model()
    if not isinstance(model, keras.Model):
        return {"returned": describe_return(model)["kind"]}
    refused = ""
    try:
        model(picture)
    except Exception as error:  # the judge says in its own words what the model refuses
        refused = str(error)[:600]
    described = None if refused else model_as_data(model)
    return {
        "returned": "model",
        "compiled": bool(model.compiled),
        "refused": refused,
        "takes": str(getattr(model, "input_shape", ""))[:100] if model.built else "",
        "loss": _loss_name(getattr(model, "loss", None)),
        "from_logits": bool(getattr(getattr(model, "loss", None), "from_logits", False)),
        "metrics": _metrics(model),
        "model": described and described | {"weights": []},
    }


def _loss_name(loss: Any) -> str:
    if isinstance(loss, str):  # short forms too: "bce" is the function binary_crossentropy
        with contextlib.suppress(ValueError):
            loss = keras.losses.get(loss)
    found = getattr(loss, "name", None) or getattr(loss, "__name__", None) or loss
    return str(found)[:100]


def _metrics(model: Any) -> str:
    config = model.get_compile_config() if model.compiled else None
    return str(config.get("metrics"))[:300] if isinstance(config, dict) else ""


def train_model(
    x: Any,
    y: Any,
    x_val: Any,
    y_val: Any,
    epochs: int,
    batch: int,
    enough: float,
    hopeless: list[float],
    attempt: int,
) -> dict[str, Any]:
    """Build the model and train it, until ``enough`` of the validation pictures are recognised or ``epochs`` end.

    Args:
        x, x_val: pictures as uint8, shape (n, 150, 150, 3).
        y, y_val: labels of the two, shape (n,); those of training (n, 2) if they are one-hot.
        epochs, batch, enough: of the training.
        hopeless: an epoch, and what must have been reached by then for the training to go on.
        attempt: each number trains in another order, and from other weights.

    Returns:
        ``accuracies``: on the validation pictures, by epoch; ``model``: what was trained.
    """
    model = submission.create_model()
    x, x_val = (np.asarray(pictures, np.float32) / 255 for pictures in (x, x_val))
    reached: list[float] = []
    order = np.random.default_rng(attempt)
    for _ in range(epochs):
        # Shuffled here: fit would make a pipeline for it, which takes as long as these few batches.
        rows = order.permutation(len(x))
        model.fit(x[rows], y[rows], batch_size=batch, epochs=1, shuffle=False, verbose=0)
        outputs = np.asarray(model(x_val)).reshape(len(x_val), -1)
        reached.append(float(np.mean(_answers(outputs) == y_val)))
        is_hopeless = len(reached) == hopeless[0] and max(reached) < hopeless[1]
        if reached[-1] >= enough or is_hopeless or not np.isfinite(outputs).all():
            break
    return {"accuracies": reached, "model": model_as_data(model)}


def _answers(outputs: Any) -> Any:
    """Return 0 or 1 for each row: only to stop in time, the judge has its own."""
    if outputs.shape[1] > 1:
        return outputs.argmax(axis=1)
    return outputs[:, 0] > (0.5 if outputs.min() >= 0 and outputs.max() <= 1 else 0.0)
