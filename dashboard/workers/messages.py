"""The lines of JSON between the pool and a worker process: commands go down, replies come up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from dashboard.experiments import events
from dashboard.experiments.config import TrainingConfig


@dataclass(frozen=True)
class Train:
    """Train a config and leave the files in a folder."""

    type: ClassVar[str] = "train"
    run: str
    folder: str
    config: TrainingConfig


@dataclass(frozen=True)
class Stop:
    """End a run as soon as can be; a run the worker does not know is no error."""

    type: ClassVar[str] = "stop"
    run: str


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
class Pong:
    """The answer to ``Ping``; ``rss`` is the worker's resident memory in bytes."""

    type: ClassVar[str] = "pong"
    rss: int


@dataclass(frozen=True)
class Broken:
    """The worker cannot train at all, for this reason (one sentence for a person), and ends."""

    type: ClassVar[str] = "broken"
    reason: str


Command = Train | Stop | Warm | Ping | Shutdown
Reply = Ready | RunEvent | Idle | Pong | Broken
Message = Command | Reply
_KINDS: dict[str, type[Message]] = {
    kind.type: kind for kind in (Train, Stop, Warm, Ping, Shutdown, Ready, RunEvent, Idle, Pong, Broken)
}


def encode(message: Message) -> str:
    """Return the message as one line of JSON, newline included."""
    data: dict[str, Any]
    match message:
        case RunEvent(run=run, event=event):
            data = {"run": run, "event": events.to_json(event)}
        case Train(run=run, folder=folder, config=config):
            data = {"run": run, "folder": folder, "config": config.to_json()}
        case Warm(config=config):
            data = {"config": config.to_json()}
        case _:
            data = asdict(message)
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
