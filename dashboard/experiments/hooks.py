"""The hooks that Keras called during a run, in order: as a file, condensed to marks on a timeline, and in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.experiments.artifacts import ArtifactError

HOOKS_FILE = "hooks.json"
LANES = ("training", "epoch", "train batches", "test", "test batches")
_LANES = {
    "train": "training",
    "epoch": "epoch",
    "train_batch": "train batches",
    "test": "test",
    "test_batch": "test batches",
}


@dataclass(frozen=True)
class HookCall:
    """One call of a hook.

    Args:
        hook: its name, for example ``on_epoch_end``.
        epoch: the epoch, from 0, in which it came; None outside of epochs.
        batch: the batch that Keras named, from 0; None for hooks without one.
        logs: what Keras handed over, keys and values.
        stops: whether ``model.stop_training`` was set in it.
    """

    hook: str
    epoch: int | None
    batch: int | None
    logs: Mapping[str, float]
    stops: bool = False

    @property
    def lane(self) -> str:
        """Which of :data:`LANES` it belongs to."""
        return _LANES[self.hook.removeprefix("on_").rpartition("_")[0]]


@dataclass(frozen=True)
class Mark:
    """One mark of the timeline: a call, or all calls of the batches of an epoch.

    Args:
        calls: the calls, in order; at least one.
    """

    calls: tuple[HookCall, ...]

    @property
    def lane(self) -> str:
        """Which of :data:`LANES` it belongs to."""
        return self.calls[0].lane

    @property
    def stops(self) -> bool:
        """Whether ``model.stop_training`` was set in one of its calls."""
        return any(call.stops for call in self.calls)

    @property
    def title(self) -> str:
        """What was called, in words."""
        first = self.calls[0]
        where = "" if first.epoch is None else f", epoch {first.epoch}"
        if first.batch is None:
            return f"{first.hook}{where}"
        batches = len({call.batch for call in self.calls})
        base = first.hook.rpartition("_")[0]
        return f"{base}_begin and _end{where}, {batches} {'batch' if batches == 1 else 'batches'}"


def condensed(calls: Sequence[HookCall]) -> tuple[Mark, ...]:
    """Return the marks of a run: neighbouring calls for batches become one."""
    marks: list[list[HookCall]] = []
    for call in calls:
        if marks and call.batch is not None and marks[-1][0].lane == call.lane:
            marks[-1].append(call)
        else:
            marks.append([call])
    return tuple(Mark(tuple(group)) for group in marks)


def log_rows(mark: Mark) -> list[dict[str, str]]:
    """Return a row a call: the hook, the number that it was given, and the logs."""
    names = list(dict.fromkeys(name for call in mark.calls for name in call.logs))
    rows = []
    for call in mark.calls:
        number = call.batch if call.batch is not None else call.epoch if mark.lane == "epoch" else None
        row = {"hook": call.hook, "number": "" if number is None else str(number)}
        row |= {name: f"{call.logs[name]:.4f}" if name in call.logs else "" for name in names}
        rows.append(row if names else row | {"logs": "{} (empty)"})
    return rows


def after_the_stop(calls: Sequence[HookCall]) -> str:
    """Say what still fired after ``stop_training`` was set; empty if it never was."""
    place = next((place for place, call in enumerate(calls) if call.stops), None)
    if place is None:
        return ""
    later = calls[place + 1 :]
    batches = sum(call.hook == "on_train_batch_end" for call in later)
    names = [name for name in dict.fromkeys(call.hook for call in later) if "batch" not in name]
    trained = (
        f"{batches} more {'batch was' if batches == 1 else 'batches were'} trained"
        if batches
        else "no more batch was trained"
    )
    return (
        f"stop_training was set in {calls[place].hook}. After that {trained}, and Keras still called "
        f"{', '.join(names)}."
    )


def write_hooks(folder: Path, calls: Sequence[HookCall]) -> str:
    """Keep the calls in a run's folder; return the name of the file.

    Raises:
        OSError: if it cannot be written.
    """
    (folder / HOOKS_FILE).write_text(json.dumps([asdict(call) for call in calls]), encoding="utf-8")
    return HOOKS_FILE


def read_hooks(folder: Path) -> tuple[HookCall, ...]:
    """Read what :func:`write_hooks` wrote.

    Raises:
        ArtifactError: if the file is missing or damaged.
    """
    try:
        return tuple(HookCall(**row) for row in json.loads((folder / HOOKS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ArtifactError(
            f"The file {HOOKS_FILE} of this run is missing or damaged: record it again."
        ) from error
