"""Programs that change one thing of a network, what to expect of each, and what came of it.

A worker runs a program when a learner asks; what it says is TensorFlow's own. Here are those of the first network;
``mismatches`` has those about labels, last layer and loss.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from dashboard.experiments.artifacts import ArtifactError

EXPECTATIONS = ("It trains as before or better", "It trains, but worse", "It stops with an error")
AS_IT_WAS = "as-it-was"

_HEAD = """import keras

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train, y_train = x_train[:2000], y_train[:2000]
"""
_BODY = """keras.utils.set_random_seed(42)
{scaling}
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
{flatten}        keras.layers.Dense({units}, activation="relu"),
        keras.layers.Dense({classes}, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(x_train, y_train, epochs=5, validation_split=0.2, verbose=0)
"""


@dataclass(frozen=True)
class Program:
    """A program with one change; a subclass says which, and writes it.

    Args:
        id: its name in questions to a worker and in the address; no two programs share it.
        title: the change, a few words.
        answer: the place of what happens among what a learner may expect.
        why: an explanation in plain words.
        key_phrase: the part of the error that the explanation is about; empty if it trains.
    """

    id: str
    title: str
    answer: int
    why: str
    key_phrase: str = ""
    dataset: ClassVar[str]  # the pictures it is run on

    @property
    def program(self) -> str:
        """The whole program, as a learner would run it."""
        return f"{self.head}{self.body}"

    @property
    def head(self) -> str:
        """The lines that say where the pictures come from; a worker puts its own in their place."""
        raise NotImplementedError

    @property
    def body(self) -> str:
        """The program after ``head``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Trial(Program):
    """A program that changes one thing of the first network.

    Args:
        units: neurons of the hidden layer.
        classes: neurons of the last layer.
        flatten: whether there is a Flatten layer.
        normalised: whether pixels are divided by 255.
        own: a program of its own after the pictures are loaded, in place of the network above.
    """

    units: int = 128
    classes: int = 10
    flatten: bool = True
    normalised: bool = True
    own: str = ""
    dataset: ClassVar[str] = "fashion_mnist"

    @property
    def head(self) -> str:
        """The lines that load the pictures into ``x_train`` and ``y_train``."""
        return _HEAD

    @property
    def body(self) -> str:
        """The program after the pictures are loaded."""
        if self.own:
            return self.own
        return _BODY.format(
            scaling="x_train = x_train / 255\n" if self.normalised else "",
            flatten="        keras.layers.Flatten(),\n" if self.flatten else "",
            units=self.units,
            classes=self.classes,
        )


TRIALS = {
    trial.id: trial
    for trial in (
        Trial(
            AS_IT_WAS,
            "Nothing: 128 neurons",
            0,
            "This is the network to compare with. Its curve stays in the chart while you try the others.",
        ),
        Trial(
            "512",
            "512 neurons",
            0,
            "More neurons find more patterns, so each epoch brings more. There are four times as many weights to "
            "learn, and each epoch computes four times as much. On few pictures the gain is small.",
            units=512,
        ),
        Trial(
            "1024",
            "1,024 neurons",
            0,
            "Eight times the weights of the first network, and hardly better than 512. Past some size it is the "
            "pictures that are missing, not the neurons; what grows is the time, and the gap.",
            units=1024,
        ),
        Trial(
            "five",
            "A last layer of 5",
            2,
            "Five neurons have places for the labels 0 to 4, `[0, 5)`. The loss looks up the probability of the right "
            "class, meets a picture labelled 5 or more and finds no place for it. The model is built without "
            "complaint: the error comes with the first batch. The remedy is one neuron for each class: 10.",
            classes=5,
            key_phrase="which is outside the valid range of [0, 5)",
        ),
        Trial(
            "unflattened",
            "No Flatten",
            2,
            "A Dense layer works on the last axis only. Without Flatten it takes each of the 28 rows as an example of "
            "its own, and each picture gets 28 × 10 numbers: `output.shape=(32, 28, 10)`, for a batch of 32. The "
            "labels are one a picture: `target.shape=(32,)`. The two do not fit. Put Flatten first.",
            flatten=False,
            key_phrase="target.shape=(32,), output.shape=(32, 28, 10)",
        ),
        Trial(
            "raw",
            "No dividing by 255",
            1,
            "It trains, so nothing warns you. But inputs up to 255 make sums 255 times as large: the first "
            "loss is huge, softmax is sure of nonsense, and the steps that suit small numbers no longer do. "
            "It ends less accurate after the same epochs.",
            normalised=False,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class TrialOutcome:
    """What came of a program.

    Args:
        history: values by Keras' names, one an epoch; empty after an error.
        error: the error's class and what it says, without places in files; empty if it trained.
        seconds: how long it took.
        answer: what the model said of one picture, where the program asks it.
        warned: what Keras warned of while the program went on.
    """

    history: Mapping[str, list[float]] = field(default_factory=dict)
    error: str = ""
    seconds: float = 0.0
    answer: tuple[float, ...] = ()
    warned: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "history": dict(self.history),
            "error": self.error,
            "seconds": self.seconds,
            "answer": list(self.answer),
            "warned": list(self.warned),
        }


def as_foreseen(program: Program, outcome: TrialOutcome) -> int:
    """Return what happened: an error if there was one, else what the program's author measured."""
    return 2 if outcome.error else program.answer


@dataclass(frozen=True)
class TrialSet:
    """The programs of a page.

    Args:
        parameter: name of the choice in the address; unique in the app.
        programs: them, by id; the first is the one to compare with.
        expectations: what a learner may expect; the third is an error.
        happened: tells which of the expectations an outcome meets.
        asks: what the program asks its model at the end, in words; empty if nothing.
    """

    parameter: str
    programs: Mapping[str, Program]
    expectations: tuple[str, str, str]
    happened: Callable[[Program, TrialOutcome], int] = as_foreseen
    asks: str = ""


FIRST_NETWORK = TrialSet("trial", TRIALS, EXPECTATIONS)


def trial_question(trial: str, slot: str) -> dict[str, Any]:
    """Return what to ask a worker to run a program.

    Args:
        trial: the id of a program.
        slot: a newer question of the same learner and slot takes the place of one that still waits.
    """
    return {"what": "trial", "trial": trial, "slot": slot}


def trial_file(trial: str) -> str:
    """Return the name of the file that holds a trial's outcome."""
    return f"trial-{trial}.json"


def read_outcome(path: Path) -> TrialOutcome:
    """Return the outcome that a worker wrote.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        history = {str(name): [float(value) for value in values] for name, values in data["history"].items()}
        answer = tuple(float(value) for value in data.get("answer", ()))
        warned = tuple(str(text) for text in data.get("warned", ()))
        return TrialOutcome(history, str(data["error"]), float(data["seconds"]), answer, warned)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(f"The file {path.name} is missing or damaged: run it again.") from error
