"""One batch of pictures as Keras' two loaders give it: what to ask a worker, and what comes back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays
from dashboard.experiments.scenes import SCENES, SIZES

BATCH_SIZES = (8, 16, 32, 128)
# Keras names the same three forms of labels in two ways: class_mode of the generator, label_mode of the data set.
MODES = {"binary": "binary", "categorical": "categorical", "sparse": "int"}
SHOWN = 8  # pictures of the batch that are kept to be looked at
_PREFIX = "batch-"
_KEPT = 40


@dataclass(frozen=True)
class BatchRequest:
    """The settings that both loaders share.

    Args:
        dataset: one of ``SCENES``; its training folder is read.
        size: height and width that pictures are brought to, one of ``SIZES``.
        batch_size: pictures in the batch, one of ``BATCH_SIZES``.
        mode: form of the labels as ``class_mode`` names it, a key of ``MODES``.

    Raises:
        ArtifactError: if one of them is something else.
    """

    dataset: str = "horse_or_human"
    size: int = 48
    batch_size: int = 16
    mode: str = "binary"

    def __post_init__(self) -> None:
        allowed = {"dataset": SCENES, "size": SIZES, "batch_size": BATCH_SIZES, "mode": tuple(MODES)}
        for name, values in allowed.items():
            received = getattr(self, name)
            if not any(type(received) is type(value) and received == value for value in values):
                raise ArtifactError(
                    f"Expected {name} to be one of {', '.join(map(str, values))}; "
                    f"received {str(received)[:40]!r}."
                )


@dataclass(frozen=True)
class Batch:
    """What one loader gave.

    Args:
        images: the first ``SHOWN`` pictures, float32, exactly as they came.
        labels: their labels, exactly as they came.
        shape: shape of the whole batch of pictures.
        labels_shape: shape of all its labels.
        kind: the class of what came, for example ``numpy.ndarray``.
        low: the smallest number of the batch.
        high: the largest.
        said: what the loader printed.
        names: the classes by label.
    """

    images: NDArray[Any]
    labels: NDArray[Any]
    shape: tuple[int, ...]
    labels_shape: tuple[int, ...]
    kind: str
    low: float
    high: float
    said: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class BothBatches:
    """The same folder through both loaders.

    Args:
        generator: what ``ImageDataGenerator(rescale=1/255).flow_from_directory`` gave.
        dataset: what ``image_dataset_from_directory`` gave.
    """

    generator: Batch
    dataset: Batch


def batch_question(request: BatchRequest, slot: str) -> dict[str, Any]:
    """Return what to ask a worker; a newer question of the same learner and slot replaces one that waits."""
    return {"what": "batch", **asdict(request), "slot": slot}


def requested(question: Mapping[str, Any]) -> BatchRequest:
    """Return the request in a question.

    Raises:
        ArtifactError: if a setting is missing or not on offer.
    """
    return BatchRequest(**{name: question.get(name) for name in asdict(BatchRequest())})  # type: ignore[arg-type]


def batch_name(request: BatchRequest) -> str:
    """Return the name of an answer's file: other settings make another name."""
    text = json.dumps(asdict(request), sort_keys=True)
    return f"{_PREFIX}{hashlib.sha256(text.encode()).hexdigest()[:16]}.npz"


def write_batches(folder: Path, request: BatchRequest, both: BothBatches) -> str:
    """Keep an answer, and forget the oldest beyond a few dozen; return the name of its file.

    Raises:
        OSError: if the file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = batch_name(request)
    arrays: dict[str, NDArray[Any]] = {}
    for loader in ("generator", "dataset"):
        members = {field: getattr(getattr(both, loader), field) for field in Batch.__dataclass_fields__}
        for field in ("images", "labels"):
            arrays[f"{loader}-{field}"] = members.pop(field)
        arrays[f"{loader}-facts"] = np.array(json.dumps(members))
    draft = folder / f"{name}.{os.getpid()}.part"  # two workers may answer the same question at once
    with draft.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    draft.replace(folder / name)
    found = sorted(folder.glob(f"{_PREFIX}*.npz"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in found[_KEPT:]:
        path.unlink(missing_ok=True)
    return name


def read_batches(path: Path) -> BothBatches:
    """Return an answer.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    arrays = read_arrays(path)
    try:
        return BothBatches(_batch(arrays, "generator"), _batch(arrays, "dataset"))
    except (KeyError, TypeError, ValueError) as error:
        raise ArtifactError(
            f"The file {path.name} is damaged: choose other settings and try again."
        ) from error


def _batch(arrays: Mapping[str, NDArray[Any]], loader: str) -> Batch:
    facts = json.loads(str(arrays[f"{loader}-facts"]))
    for name in ("shape", "labels_shape", "names"):
        facts[name] = tuple(facts[name])
    return Batch(arrays[f"{loader}-images"], arrays[f"{loader}-labels"], **facts)
