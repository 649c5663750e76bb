"""What happens to a run, as frozen events: the stream from a worker to the page, and the log on disk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Queued:
    """The run waits for a worker.

    Args:
        position: its place when it joined, 1 being next.
    """

    type: ClassVar[str] = "queued"
    position: int


@dataclass(frozen=True)
class Started:
    """A worker began the run."""

    type: ClassVar[str] = "started"


@dataclass(frozen=True)
class Compiled:
    """The model had to be compiled before the first epoch; the next run with the same layers is spared that.

    Args:
        seconds: time it took; no epoch's time counts it.
    """

    type: ClassVar[str] = "compiled"
    seconds: float


@dataclass(frozen=True)
class Progress:
    """Part of an epoch is done; sent for slow epochs only, never kept on disk.

    Args:
        epoch: the epoch under way, from 0.
        fraction: how much of its batches is done, 0 to 1.
    """

    type: ClassVar[str] = "progress"
    epoch: int
    fraction: float


@dataclass(frozen=True)
class EpochEnd:
    """An epoch ended, as in ``keras.callbacks.Callback.on_epoch_end``.

    Args:
        epoch: the epoch, from 0.
        logs: figures by Keras' names: loss, accuracy, val_loss, val_accuracy.
        seconds: training time of all epochs so far, without the pauses of slow motion.
        weights: the model's weights after the epoch, in the order of ``model.get_weights()``, where the run keeps
            them (see ``RecipeChoice.keeps_path``); else empty.
    """

    type: ClassVar[str] = "epoch_end"
    epoch: int
    logs: Mapping[str, float]
    seconds: float = 0.0
    weights: Sequence[float] = ()


@dataclass(frozen=True)
class Start:
    """The weights from which a run sets out, where it keeps them.

    Args:
        weights: as in :class:`EpochEnd`.
    """

    type: ClassVar[str] = "start"
    weights: Sequence[float]


@dataclass(frozen=True)
class Stopped:
    """Training ended before the last epoch.

    Args:
        epoch: whole epochs done.
        reason: one or two sentences for the learner; empty after a step, which needs no explanation.
        by: who stopped it: ``callback``, ``learner`` (the Stop button), ``lease`` (the page was left),
            ``step`` (it was asked to pause after this epoch) or ``app`` (a process ended, yet nothing was lost).
    """

    type: ClassVar[str] = "stopped"
    epoch: int
    reason: str
    by: str = "callback"


@dataclass(frozen=True)
class Resumed:
    """A run that was over goes on from its weights, once a worker is free.

    Args:
        epochs: the epochs it is to reach, those done before included; the setting ``epochs`` from now on.
        until: whole epochs after which it pauses again; None to go on to the last one.
    """

    type: ClassVar[str] = "resumed"
    epochs: int
    until: int | None = None


@dataclass(frozen=True)
class Finished:
    """The run ended and its files are written.

    Args:
        artifacts: file names in the run's folder by what they hold, for example ``{"summary": "summary.json"}``.
        seconds: training time of all epochs.
        note: one sentence for the learner if a file could not be kept; else empty.
    """

    type: ClassVar[str] = "finished"
    artifacts: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Failed:
    """The run broke.

    Args:
        reason: one or two sentences for the learner: what happened and what to try.
    """

    type: ClassVar[str] = "failed"
    reason: str


Event = Queued | Compiled | Started | Start | Progress | EpochEnd | Stopped | Resumed | Finished | Failed
_KINDS: dict[str, type[Event]] = {
    kind.type: kind
    for kind in (Queued, Compiled, Started, Start, Progress, EpochEnd, Stopped, Resumed, Finished, Failed)
}


def to_json(event: Event) -> dict[str, Any]:
    """Return the event as a JSON object with its ``type``; nan and inf become text, which JSON can carry."""
    data = {"type": event.type, **asdict(event)}
    if isinstance(event, EpochEnd):
        data["logs"] = {name: _figure_to_json(value) for name, value in event.logs.items()}
    if isinstance(event, EpochEnd | Start):
        data["weights"] = [_figure_to_json(value) for value in event.weights]
        if not event.weights:
            del data["weights"]
    return data


def from_json(data: Mapping[str, Any]) -> Event:
    """Read what :func:`to_json` wrote.

    Raises:
        ValueError: if the object is no event.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"Expected an event as a JSON object; received {data!r}.")
    members = dict(data)
    kind = _KINDS.get(members.pop("type", None))
    if kind is None:
        raise ValueError(f"Expected an event of type {', '.join(_KINDS)}; received {data.get('type')!r}.")
    try:
        if kind is EpochEnd:
            members["logs"] = {name: float(value) for name, value in members["logs"].items()}
        if "weights" in members:
            members["weights"] = tuple(float(value) for value in members["weights"])
        return kind(**members)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(f"Expected the members of the event {kind.type}; received {data!r}.") from error


def _figure_to_json(value: float) -> float | str:
    # float() reads these words back; the bare NaN that json.dumps writes is not JSON.
    return value if math.isfinite(value) else str(value)
