"""What a frozen base makes of the pictures, computed once and kept on disk: it never changes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.pretrained import pretrained_weights
from dashboard.experiments.runs import answers_folder
from dashboard.experiments.scenes import SPLITS, scenes
from dashboard.experiments.transfer import A_CLASS, BATCH
from dashboard.workers.transfer_models import Network, part_below

# One array for each of train, same_artist and new_artist.
Features = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
_PREFIX = "features-"
_KEPT = 16  # files, of 3 to 9 MB


def pictures(dataset: str) -> Features:
    """Return the pictures of the three sets, as float32 from 0 to 255, ``A_CLASS`` of each class.

    Raises:
        DatasetError: if a data file is missing or damaged.
    """
    train, same, new = (
        scenes(dataset, split).images[_chosen(dataset, split)].astype(np.float32) for split in SPLITS
    )
    return train, same, new


def labels(dataset: str) -> Features:
    """Return the labels of :func:`pictures`, 0 or 1 as float32."""
    train, same, new = (
        scenes(dataset, split).labels[_chosen(dataset, split)].astype(np.float32) for split in SPLITS
    )
    return train, same, new


def _chosen(dataset: str, split: str) -> NDArray[np.intp]:
    """Return the places of the first pictures of each class."""
    found = scenes(dataset, split).labels
    return np.concatenate([np.flatnonzero(found == label)[:A_CLASS] for label in (0, 1)])


def features(
    config: TrainingConfig,
    network: Network,
    upto: str,
    asked: keras.callbacks.Callback,
    on_progress: Callable[[float], None],
) -> tuple[Features, bool]:
    """Return what the frozen part of the base gives for the pictures, from disk or computed.

    Args:
        config: data set, base and, for a random base, the seed decide.
        network: has a base that nothing has trained yet.
        upto: as ``transfer_models.part_below`` takes it.
        asked: a callback that ends the computing when the learner stops the run.
        on_progress: told the share of the pictures that are done.

    Returns:
        The features, and whether they were kept from an earlier run.

    Raises:
        DatasetError: if a data file is missing or damaged.
        OSError: if they cannot be kept.
    """
    path = answers_folder() / _file_name(config, upto)
    kept = _read(path)
    if kept is not None:
        return kept, True
    assert network.base is not None
    part = part_below(network.base, upto)
    sets = pictures(config.dataset)
    progress = _Progress(sum(map(len, sets)), on_progress)
    train, same, new = (
        np.asarray(
            part.predict(images / 127.5 - 1, batch_size=BATCH, verbose=0, callbacks=[asked, progress]),
            np.float32,
        )
        for images in sets
    )
    _write(path, (train, same, new))
    return (train, same, new), False


class _Progress(keras.callbacks.Callback):
    def __init__(self, total: int, tell: Callable[[float], None]) -> None:
        super().__init__()
        self._total, self._tell, self._done = total, tell, 0

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 - Keras' signature
        self._done = min(self._done + BATCH, self._total)
        self._tell(self._done / self._total)


def _file_name(config: TrainingConfig, upto: str) -> str:
    """Return a name for base, data set and layer: another base or other weights make another name."""
    start = f"seed {config.seed}"
    if config.base == "pretrained":
        stat = pretrained_weights().stat()
        start = f"{stat.st_size} {stat.st_mtime_ns}"
    text = f"{config.base} {start} {config.dataset} {upto} {A_CLASS} {keras.__version__}"
    return f"{_PREFIX}{hashlib.sha256(text.encode()).hexdigest()[:16]}.npz"


def _read(path: Path) -> Features | None:
    """Return kept features; None if there are none, or the file is damaged and to be written anew."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return file["train"], file["same_artist"], file["new_artist"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(path: Path, found: Features) -> None:
    """Keep features, and forget the oldest beyond a few."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.{os.getpid()}.part.npz")
    np.savez(draft, train=found[0], same_artist=found[1], new_artist=found[2])
    draft.replace(path)
    kept = sorted(path.parent.glob(f"{_PREFIX}*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
