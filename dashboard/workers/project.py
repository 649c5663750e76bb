"""Trains a learner's own project: a new head on the frozen pretrained base, and a whole model to take away."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays
from dashboard.experiments.pretrained import pretrained_weights
from dashboard.experiments.project import (
    ARRAYS_FILE,
    CHANGED,
    HISTORY,
    MODEL_FILE,
    OUTCOME_FILE,
    PICTURES_FILE,
    ProjectSettings,
    settings_of,
)
from dashboard.experiments.project_pictures import SIZE

_BATCH = 32
_DROPOUT = 0.2
_LEARNING_RATE = 0.003


def answer_project(folder: Path, question: Mapping[str, Any]) -> str:
    """Train on the pictures in the folder and write everything beside them.

    Args:
        folder: what ``dashboard.experiments.project.lay_out`` wrote.
        question: what it returned.

    Returns:
        The name of the file that is written last.

    Raises:
        ArtifactError: if the pictures are gone, or the question makes no sense.
        DatasetError: if the pretrained base is missing.
        OSError: if a file cannot be written.
    """
    settings = settings_of(question)
    classes = [str(name) for name in question.get("classes", ())]
    try:
        data = read_arrays(folder / PICTURES_FILE)
    except ArtifactError as error:
        raise ArtifactError("The pictures of this project are gone: train it again.") from error
    keras.utils.set_random_seed(settings.seed)
    try:
        told, arrays, model = _train(data, len(classes), settings)
        _write(folder, MODEL_FILE, model.save)
    finally:
        keras.backend.clear_session()
        gc.collect()
    _write(folder, ARRAYS_FILE, partial(_save_arrays, arrays))
    text = json.dumps({"classes": classes, "settings": asdict(settings), **told})
    _write(folder, OUTCOME_FILE, lambda path: path.write_text(text, encoding="utf-8"))
    return OUTCOME_FILE


def build(classes: int) -> tuple[keras.Model, keras.Model, keras.Model, keras.Model]:
    """Return the whole model and its parts: augmentation, frozen base with its input scaling, and the new head.

    Raises:
        DatasetError: if the pretrained base is missing.
    """
    augment = keras.Sequential(
        [
            keras.Input((SIZE, SIZE, 3)),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomRotation(0.08),
            keras.layers.RandomZoom(0.15),
            keras.layers.RandomContrast(0.2),
        ],
        name="augmentation",
    )
    stem = keras.applications.MobileNetV2(
        input_shape=(SIZE, SIZE, 3), include_top=False, weights=str(pretrained_weights())
    )
    stem.trainable = False
    base = keras.Sequential(
        [keras.Input((SIZE, SIZE, 3)), keras.layers.Rescaling(1 / 127.5, offset=-1), stem], name="base"
    )
    head = keras.Sequential(
        [
            keras.Input(base.output_shape[1:]),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dropout(_DROPOUT),
            keras.layers.Dense(classes, activation="softmax"),
        ],
        name="head",
    )
    inputs = keras.Input((SIZE, SIZE, 3))
    whole = keras.Model(inputs, head(base(augment(inputs), training=False)), name="my_model")
    return whole, augment, base, head


def _train(
    data: Mapping[str, NDArray[Any]], classes: int, settings: ProjectSettings
) -> tuple[dict[str, Any], dict[str, NDArray[Any]], keras.Model]:
    """Return what is told, the arrays that are kept, and the trained model."""
    model, augment, base, head = build(classes)
    began = time.monotonic()
    pictures = data["train"].astype(np.float32)
    # The base is frozen, so what it makes of a picture never changes: computed once, the head trains in a second.
    seen = [
        pictures,
        *(keras.ops.convert_to_numpy(augment(pictures, training=True)) for _ in range(settings.copies)),
    ]
    features = np.concatenate([base.predict(each, batch_size=_BATCH, verbose=0) for each in seen])
    aside = base.predict(data["validation"].astype(np.float32), batch_size=_BATCH, verbose=0)
    prepared = time.monotonic()
    head.compile(
        optimizer=keras.optimizers.Adam(_LEARNING_RATE),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = head.fit(
        features,
        np.tile(data["train_labels"], len(seen)),
        validation_data=(aside, data["validation_labels"]),
        epochs=settings.epochs,
        batch_size=_BATCH,
        verbose=0,
    ).history
    told = {
        "history": {name: [float(value) for value in history[name]] for name in HISTORY},
        "trained": len(pictures),
        "seconds": [round(prepared - began, 2), round(time.monotonic() - prepared, 2)],
    }
    probabilities = head.predict(aside, verbose=0)
    arrays = {
        "probabilities": probabilities,
        "maps": _maps(head, aside, probabilities),
        "changed": np.concatenate([each[:CHANGED] for each in seen[1:]] or [pictures[:0]])
        .clip(0, 255)
        .astype(np.uint8),
    }
    return told, arrays, model


def _maps(
    head: keras.Model, features: NDArray[np.float32], probabilities: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What each place adds to the logit of the chosen class: pooling averages places, so they simply add up."""
    kernel = head.layers[-1].get_weights()[0]
    chosen = kernel[:, probabilities.argmax(axis=1)].T
    return np.einsum("nrcf,nf->nrc", features, chosen) / np.prod(features.shape[1:3])


def _save_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _write(folder: Path, name: str, write: Callable[[Path], Any]) -> None:
    """Write a file beside its place and move it there, whole or not at all."""
    draft = folder / f"{os.getpid()}.part.{name}"
    write(draft)
    draft.replace(folder / name)
