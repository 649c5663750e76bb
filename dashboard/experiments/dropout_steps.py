"""Dropout in a network of a few neurons, step by step: the program, what to ask a worker, and what comes back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays
from dashboard.experiments.choices import DROPOUT, SEED

STEPS = 12
HIDDEN = 8
INPUTS = (0.9, 0.1, 0.6, 0.3)
OUTPUTS = 3
STANDARD_RATE = 0.5

_PROGRAM = """import keras
import numpy as np

keras.utils.set_random_seed({seed})
hidden = keras.layers.Dense({hidden}, activation="sigmoid")
dropout = keras.layers.Dropout({rate!r})
output = keras.layers.Dense({outputs}, activation="softmax")

x = np.array([{inputs}])
values = hidden(x)  # one number a neuron, between 0 and 1
steps = [dropout(values, training=True) for step in range({steps})]
answers = [output(kept) for kept in steps]
at_rest = dropout(values, training=False)
answer_at_rest = output(at_rest)
"""


@dataclass(frozen=True)
class DropoutRequest:
    """What is asked.

    Args:
        rate: of the Dropout layer, 0 to 0.9.
        seed: start of all randomness: of the weights and of which neurons are dropped.

    Raises:
        ArtifactError: if one is out of range.
    """

    rate: float = STANDARD_RATE
    seed: int = 42

    def __post_init__(self) -> None:
        if type(self.rate) not in (int, float) or self.rate not in DROPOUT:
            raise ArtifactError(f"Expected a rate from {DROPOUT}; received {str(self.rate)[:40]}.")
        if type(self.seed) is not int or self.seed not in SEED:
            raise ArtifactError(
                f"Expected a whole number from {SEED} as seed; received {str(self.seed)[:40]}."
            )

    @property
    def program(self) -> str:
        """The Keras program that the worker runs."""
        return _PROGRAM.format(
            seed=self.seed,
            rate=float(self.rate),
            hidden=HIDDEN,
            outputs=OUTPUTS,
            inputs=list(INPUTS),
            steps=STEPS,
        )

    @property
    def file(self) -> str:
        """The name of the file that holds the answer."""
        return f"dropout-{self.rate:g}-{self.seed}.npz"

    def question(self, slot: str) -> dict[str, Any]:
        """Return what to ask a worker.

        Args:
            slot: a newer question of the same learner and slot takes the place of one that still waits.
        """
        return {"what": "dropout", "rate": self.rate, "seed": self.seed, "slot": slot}


@dataclass(frozen=True)
class DropoutSteps:
    """What the layers gave.

    Args:
        values: of the hidden layer, shape (``HIDDEN``,).
        steps: of the Dropout layer in each training step, shape (``STEPS``, ``HIDDEN``): 0 where a neuron is dropped.
        answers: of the output layer in each step, shape (``STEPS``, ``OUTPUTS``).
        at_rest: of the Dropout layer outside of training, shape (``HIDDEN``,).
        answer_at_rest: of the output layer outside of training, shape (``OUTPUTS``,).
    """

    values: NDArray[np.float32]
    steps: NDArray[np.float32]
    answers: NDArray[np.float32]
    at_rest: NDArray[np.float32]
    answer_at_rest: NDArray[np.float32]

    @property
    def dropped(self) -> NDArray[np.bool_]:
        """Whether a neuron is dropped, by step and neuron."""
        return np.asarray(self.steps == 0)


def requested(question: Mapping[str, Any]) -> DropoutRequest:
    """Return what a question asks for.

    Raises:
        ArtifactError: if it makes no sense.
    """
    return DropoutRequest(question.get("rate", ""), question.get("seed", ""))


def write_steps(folder: Path, request: DropoutRequest, found: DropoutSteps) -> str:
    """Keep an answer; return the name of its file.

    Raises:
        OSError: if the file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{request.file}.{os.getpid()}.part"
    with draft.open("wb") as file:
        np.savez_compressed(file, **vars(found))
    draft.replace(folder / request.file)
    return request.file


def read_steps(path: Path) -> DropoutSteps:
    """Return an answer that was kept.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    arrays = read_arrays(path)
    shapes = {
        "values": (HIDDEN,),
        "steps": (STEPS, HIDDEN),
        "answers": (STEPS, OUTPUTS),
        "at_rest": (HIDDEN,),
        "answer_at_rest": (OUTPUTS,),
    }
    if {name: array.shape for name, array in arrays.items()} != shapes:
        raise ArtifactError(f"The file {path.name} is damaged: choose another seed, or ask again.")
    return DropoutSteps(**arrays)


def summary(request: DropoutRequest, found: DropoutSteps) -> str:
    """Return in a few sentences what happened over all steps."""
    counts = found.dropped.sum(axis=1)
    lowest, highest = int(counts.min()), int(counts.max())
    often = f"{lowest}" if lowest == highest else f"{lowest} to {highest}"
    drops = int(counts.sum())
    scaled = (
        f"The others were multiplied by 1 / (1 − {request.rate:g}) = {1 / (1 - request.rate):.4g}. "
        if request.rate
        else "With a rate of 0 nothing is dropped and nothing is scaled. "
    )
    return (
        f"Over {STEPS} steps, {often} of {HIDDEN} neurons were dropped at a time: {drops} of {found.dropped.size} "
        f"draws, a share of {drops / found.dropped.size:.2f} at a rate of {request.rate:g}. {scaled}"
        f"The sum of the layer is {found.at_rest.sum():.2f} outside of training; in the {STEPS} steps it was "
        f"{found.steps.sum(axis=1).mean():.2f} on average, from {found.steps.sum(axis=1).min():.2f} to "
        f"{found.steps.sum(axis=1).max():.2f}."
    )
