"""Pictures in folders as Keras loads them: one batch of each of its two loaders, on the real files."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from dashboard.experiments.batches import (
    MODES,
    SHOWN,
    Batch,
    BatchRequest,
    BothBatches,
    requested,
    write_batches,
)
from dashboard.experiments.data_folder import missing
from dashboard.experiments.scenes import scene_folder

_SEED = 42


def answer_batches(folder: Path, question: Mapping[str, Any]) -> str:
    """Load one batch with each loader; return the name of the file in the folder that holds both.

    Args:
        folder: where the answer is kept.
        question: see ``dashboard.experiments.batches.batch_question``.

    Raises:
        ArtifactError: if the question makes no sense.
        DatasetError: if the pictures are missing.
        OSError: if the answer cannot be written.
    """
    request = requested(question)
    return write_batches(folder, request, load_batches(request))


def load_batches(request: BatchRequest) -> BothBatches:
    """Return one batch of each loader, the first of its shuffled order.

    Raises:
        DatasetError: if the pictures are missing.
    """
    pictures = scene_folder(request.dataset, "train")
    if not pictures.is_dir():
        raise missing(pictures)
    return BothBatches(_from_generator(request, pictures), _from_dataset(request, pictures))


def _from_generator(request: BatchRequest, pictures: Path) -> Batch:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):  # what it prints belongs to the page
        flow = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255).flow_from_directory(
            pictures,
            target_size=(request.size, request.size),
            batch_size=request.batch_size,
            class_mode=request.mode,
            seed=_SEED,
        )
    images, labels = next(flow)
    return _noted(images, labels, said.getvalue(), tuple(flow.class_indices))


def _from_dataset(request: BatchRequest, pictures: Path) -> Batch:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        batches = keras.utils.image_dataset_from_directory(
            pictures,
            image_size=(request.size, request.size),
            batch_size=request.batch_size,
            label_mode=MODES[request.mode],
            seed=_SEED,
        )
    images, labels = next(iter(batches))
    return _noted(images, labels, said.getvalue(), tuple(batches.class_names))


def _noted(images: Any, labels: Any, said: str, names: tuple[str, ...]) -> Batch:
    """Keep what a batch is, and its first pictures."""
    kind = "numpy.ndarray" if isinstance(images, np.ndarray) else "tf.Tensor"
    pixels, classes = np.asarray(images), np.asarray(labels)
    return Batch(
        images=pixels[:SHOWN],
        labels=classes[:SHOWN],
        shape=pixels.shape,
        labels_shape=classes.shape,
        kind=kind,
        low=float(pixels.min()),
        high=float(pixels.max()),
        said=said.strip(),
        names=names,
    )
