"""Transfer learning as settings, and what a run of it reports: counts, hashes, and what each test set said.

A run of the recipe ``transfer`` learns from a few pictures with a base from scratch, a frozen random base or the frozen
pretrained one, and may then fine-tune the base from a block up, rightly or with one of the classic mistakes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.experiments.artifacts import ArtifactError

REPORT_FILE = "transfer.json"
A_CLASS = 100  # pictures of each class in each of the three sets
SIDE = 96  # pixels
BATCH = 32
HEAD_EPOCHS = 10  # epochs of the head alone, before fine-tuning
HEAD_RATE = 0.01
UNITS = 64  # neurons of the hidden layer of the network from scratch


@dataclass(frozen=True)
class Cut:
    """Where fine-tuning may begin: between two blocks of the base, where a single tensor passes.

    Args:
        title: the first block that learns, for people.
        first: the place in ``base.layers`` of the first layer that learns.
        below: the name of the last layer that stays frozen.
    """

    title: str
    first: int
    below: str


CUTS = {
    "Conv_1": Cut("Conv_1, the last convolution", 151, "block_16_project_BN"),
    "block_16": Cut("block 16", 143, "block_15_add"),
    "block_15": Cut("block 15", 134, "block_14_add"),
    "block_14": Cut("block 14", 125, "block_13_project_BN"),
    "block_13": Cut("block 13", 116, "block_12_add"),
}


def block_of(layer: str) -> str:
    """Return the block that a layer of the base belongs to, by its name: ``block_3_expand_BN`` is of ``block 3``."""
    parts = layer.split("_")
    if parts[0] == "block":
        return f"block {parts[1]}"
    if layer in {"Conv1", "bn_Conv1", "Conv1_relu"}:
        return "stem (Conv1)"
    if parts[0] == "expanded":
        return "block 0 (expanded_conv)"
    return "top (Conv_1)" if layer in {"Conv_1", "Conv_1_bn", "out_relu"} else "input"


@dataclass(frozen=True)
class BlockRow:
    """A block of the base.

    Args:
        block: its name.
        layers: how many layers it has.
        output: the shape of what it gives for one picture.
        weights: all numbers in it.
        trainable: those that training may change.
    """

    block: str
    layers: int
    output: str
    weights: int
    trainable: int


@dataclass(frozen=True)
class TransferReport:
    """What a run of the recipe found out beside its curve; all of it is measured.

    Args:
        train: share of right answers on the training pictures, 0 to 1.
        same_artist: on new scenes by the same artists.
        new_artist: on drawings by artists that took no part in training.
        trainable: numbers that training may change, as Keras counts them when the run ends.
        non_trainable: the other numbers, as Keras counts them.
        frozen_before: hash of the weights of the base that are meant to stay, before training; empty without a base.
        frozen_after: the same after training.
        blocks: the base block by block; empty without one.
        summary: what ``model.summary()`` prints.
        feature_seconds: time to send all pictures through the frozen part.
        cached: whether that was done by an earlier run.
        moved_statistics: by how much the mean of a BatchNormalization in the base moved at most.
    """

    train: float
    same_artist: float
    new_artist: float
    trainable: int
    non_trainable: int
    frozen_before: str
    frozen_after: str
    blocks: tuple[BlockRow, ...]
    summary: str
    feature_seconds: float
    cached: bool
    moved_statistics: float

    @property
    def unchanged(self) -> bool:
        """Whether what was meant to stay is the same to the last bit."""
        return self.frozen_before == self.frozen_after


def write_report(folder: Path, report: TransferReport) -> str:
    """Keep a report in a run's folder; return the name of the file.

    Raises:
        OSError: if it cannot be written.
    """
    (folder / REPORT_FILE).write_text(json.dumps(asdict(report)), encoding="utf-8")
    return REPORT_FILE


def read_report(folder: Path) -> TransferReport:
    """Read what :func:`write_report` wrote.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    try:
        data: Mapping[str, Any] = json.loads((folder / REPORT_FILE).read_text(encoding="utf-8"))
        blocks = tuple(BlockRow(**row) for row in data["blocks"])
        return TransferReport(**{**data, "blocks": blocks})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ArtifactError(
            f"The file {REPORT_FILE} of this run is missing or damaged: train it again."
        ) from error
