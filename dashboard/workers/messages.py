"""The lines of JSON between the pool and a worker process: commands go down, replies come up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from dashboard.experiments import events
from dashboard.experiments.config import TrainingConfig


@dataclass(frozen=True)
class Train:
    """Train a config and leave the files in a folder.

    Args:
        run: the run's id.
        folder: its folder.
        config: its settings; training ends with ``config.epochs``.
        first_epoch: whole epochs done before; above 0, or with ``resume``, it goes on from the folder's state.
        until: whole epochs after which it pauses; None for all of them.
        seconds: training time of the epochs done before.
        pace: slow motion, seconds an epoch takes at least; 0 for full speed.
        resume: whether to go on from the folder's state instead of from the seeded start.
    """

    type: ClassVar[str] = "train"
    run: str
    folder: str
    config: TrainingConfig
    first_epoch: int = 0
    until: int | None = None
    seconds: float = 0.0
    pace: float = 0.0
    resume: bool = False


@dataclass(frozen=True)
class Stop:
    """End a run as soon as can be; a run the worker does not know is no error."""

    type: ClassVar[str] = "stop"
    run: str


@dataclass(frozen=True)
class Pace:
    """Change how long each epoch of a run takes at least; a run the worker does not know is no error."""

    type: ClassVar[str] = "pace"
    run: str
    seconds: float


@dataclass(frozen=True)
class Ask:
    """Answer a question about a run's trained model, or about a data set, with a file in a folder.

    Args:
        id: of the question.
        run: the run's id; empty for a question about a data set.
        folder: the run's folder, or where the answer is kept.
        config: the run's settings; for a data set they do not count.
        question: what to answer, a JSON object.
    """

    type: ClassVar[str] = "ask"
    id: str
    run: str
    folder: str
    config: TrainingConfig
    question: Mapping[str, Any]


@dataclass(frozen=True)
class Warm:
    """Compile what a config needs."""

    type: ClassVar[str] = "warm"
    config: TrainingConfig


@dataclass(frozen=True)
class Ping:
    """Ask for a ``Pong``."""

    type: ClassVar[str] = "ping"


@dataclass(frozen=True)
class Shutdown:
    """End the process; the end of its input says the same."""

    type: ClassVar[str] = "shutdown"


@dataclass(frozen=True)
class Ready:
    """The worker can train; ``rss`` is its resident memory in bytes."""

    type: ClassVar[str] = "ready"
    rss: int


@dataclass(frozen=True)
class RunEvent:
    """Something happened to a run."""

    type: ClassVar[str] = "event"
    run: str
    event: events.Event


@dataclass(frozen=True)
class Idle:
    """The run is over and the worker free; ``rss`` is its resident memory in bytes."""

    type: ClassVar[str] = "idle"
    run: str
    rss: int


@dataclass(frozen=True)
class Answered:
    """A question is dealt with and the worker free.

    Args:
        id: of the question.
        file: name of the file in the run's folder that holds the answer; empty if there is none.
        problem: why there is none, in one sentence for a person; else empty.
        rss: the worker's resident memory in bytes.
    """

    type: ClassVar[str] = "answered"
    id: str
    file: str
    problem: str = ""
    rss: int = 0


@dataclass(frozen=True)
class Warmed:
    """The answer to ``Warm``: it is compiled, or cannot be."""

    type: ClassVar[str] = "warmed"


@dataclass(frozen=True)
class Pong:
    """The answer to ``Ping``; ``rss`` is the worker's resident memory in bytes."""

    type: ClassVar[str] = "pong"
    rss: int


@dataclass(frozen=True)
class Broken:
    """The worker cannot train at all, for this reason (one sentence for a person), and ends."""

    type: ClassVar[str] = "broken"
    reason: str


Command = Train | Stop | Pace | Ask | Warm | Ping | Shutdown
Reply = Ready | RunEvent | Idle | Answered | Warmed | Pong | Broken
Message = Command | Reply
_COMMANDS: tuple[type[Command], ...] = (Train, Stop, Pace, Ask, Warm, Ping, Shutdown)
_REPLIES: tuple[type[Reply], ...] = (Ready, RunEvent, Idle, Answered, Warmed, Pong, Broken)
_KINDS: dict[str, type[Message]] = {kind.type: kind for kind in (*_COMMANDS, *_REPLIES)}


def encode(message: Message) -> str:
    """Return the message as one line of JSON, newline included."""
    data: dict[str, Any] = {field.name: getattr(message, field.name) for field in fields(message)}
    if isinstance(message, RunEvent):
        data["event"] = events.to_json(message.event)
    if isinstance(message, Train | Ask | Warm):
        data["config"] = message.config.to_json()
    if isinstance(message, Ask):
        data["question"] = dict(message.question)
    return json.dumps({"type": message.type, **data}, allow_nan=False) + "\n"


def decode(line: str) -> Message:
    """Read one line.

    Raises:
        ValueError: if the line is no message.
    """
    data = json.loads(line)
    if not isinstance(data, Mapping):
        raise ValueError(f"Expected a message as a JSON object; received {line[:80]!r}.")
    members = dict(data)
    kind = _KINDS.get(members.pop("type", None))
    if kind is None:
        raise ValueError(f"Expected a message of type {', '.join(_KINDS)}; received {line[:80]!r}.")
    if "event" in members:
        members["event"] = events.from_json(members["event"])
    if "config" in members:
        members["config"] = TrainingConfig.from_json(members["config"])
    try:
        return kind(**members)
    except TypeError as error:
        raise ValueError(f"Expected the members of a {kind.type} message; received {line[:80]!r}.") from error
