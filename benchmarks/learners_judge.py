"""What must hold however many learn at once, judged from the logs of the runs on disk."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.experiments import events
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, replay

LOOK_SECONDS = 0.05


@dataclass
class Logged:
    """A run as its log tells it, with the times at which its lines were seen.

    Args:
        run: folded from its events.
        queued: ``time.monotonic()`` when the run was first seen, None before.
        started: when a worker began it.
        ended: when it became final.
    """

    run: Run
    queued: float | None = None
    started: float | None = None
    ended: float | None = None


@dataclass(frozen=True)
class Turn:
    """One learner's wait for a worker.

    Args:
        learner: who waited.
        queued: when the run was asked for.
        started: when it began, or was given up; None if it never began.
    """

    learner: str
    queued: float
    started: float | None


@dataclass
class RunLogs:
    """Follows the event logs of all runs of a dashboard; they carry no clock, so it looks often.

    Args:
        root: the folder of the runs.
    """

    root: Path
    runs: dict[str, Logged] = field(default_factory=dict)
    largest_gap: float = 0.0
    _read: dict[str, int] = field(default_factory=dict)

    async def follow(self) -> None:
        """Look at the logs until cancelled."""
        last = time.monotonic()
        while True:
            self.look()
            now = time.monotonic()
            self.largest_gap, last = max(self.largest_gap, now - last), now
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Read what is new in every log that may still grow."""
        with contextlib.suppress(OSError):
            for folder in self.root.iterdir():
                if folder.name not in self.runs:
                    self._find(folder)
        now = time.monotonic()
        for run_id, logged in self.runs.items():
            # A run that a person stopped is final before its worker has written its files.
            if logged.ended is None or not logged.run.artifacts:
                self._read_on(run_id, logged, now)

    @property
    def active(self) -> int:
        """How many runs are waiting or training now."""
        return sum(logged.ended is None for logged in self.runs.values())

    def _find(self, folder: Path) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            record = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            run = Run(folder.name, TrainingConfig.from_json(record["config"]))
            self.runs[folder.name] = Logged(run, queued=time.monotonic())

    def _read_on(self, run_id: str, logged: Logged, now: float) -> None:
        try:
            with (self.root / run_id / "events.jsonl").open("rb") as log:
                log.seek(self._read.get(run_id, 0))
                new = log.read()
        except OSError:
            return
        whole = new[: new.rfind(b"\n") + 1]
        self._read[run_id] = self._read.get(run_id, 0) + len(whole)
        found = [events.from_json(json.loads(line)) for line in whole.splitlines()]
        for event in found:
            if isinstance(event, events.Started) and logged.started is None:
                logged.started = now
        logged.run = _folded(logged.run, found)
        if logged.run.state.final and logged.ended is None:
            logged.ended = now


def _folded(run: Run, found: Iterable[events.Event]) -> Run:
    for event in found:
        run = run.after(event)
    return run


def read_log(root: Path, run_id: str) -> Run:
    """Return a run as its files tell it now.

    Raises:
        OSError: if they are gone.
    """
    record = json.loads((root / run_id / "config.json").read_text(encoding="utf-8"))
    lines = (root / run_id / "events.jsonl").read_text(encoding="utf-8").splitlines()
    told = (events.from_json(json.loads(line)) for line in lines)
    return replay(run_id, TrainingConfig.from_json(record["config"]), told)


def wrong_chart(
    seen: Mapping[str, Sequence[Any]], chosen: TrainingConfig, logged: Run, *, whole: bool
) -> str:
    """Return how a chart differs from its run, or an empty text.

    Args:
        seen: the figures the page drew, by Keras' names.
        chosen: the settings when Train was clicked.
        logged: the run as its log tells it.
        whole: the run was over when the page drew it, so that every point must be there.
    """
    if logged.config != chosen:
        return f"the run has {logged.config.to_query()}, the click asked for {chosen.to_query()}"
    for name, values in seen.items():
        kept = [as_shown(value) for value in logged.history.get(name, [])]
        drawn = [as_shown(value) for value in values]
        if drawn != (kept if whole else kept[: len(drawn)]):
            return f"{name} was drawn as {drawn}, the log has {kept}"
    missing = set(logged.history) - set(seen) if whole else set()
    return f"no curve of {', '.join(sorted(missing))} was drawn" if missing else ""


def as_shown(value: Any) -> str:
    """Return a figure with the six digits that a chart has; nan and infinities by name."""
    return f"{float(value):.6g}"


def unfair_turns(turns: Sequence[Turn], margin: float) -> list[str]:
    """Return who waited while another learner began two runs, both asked for or not.

    Args:
        turns: every run that was asked for.
        margin: seconds by which the times of the logs may be wrong.
    """
    found = []
    for mine in turns:
        until = mine.started
        if until is None:
            continue
        begun: dict[str, int] = {}
        for other in turns:
            inside = other.started is not None and mine.queued + margin < other.started < until - margin
            if inside and other.learner != mine.learner:
                begun[other.learner] = begun.get(other.learner, 0) + 1
        for learner, count in begun.items():
            if count > 1:
                found.append(
                    f"{learner} began {count} runs while {mine.learner} waited {until - mine.queued:.1f} s"
                )
    return found


def slope(values: Sequence[float], places: Sequence[float]) -> float:
    """Return the slope of the straight line through the points that misses them least; 0 for fewer than two."""
    count = len(values)
    if count < 2:
        return 0.0
    mean_x, mean_y = sum(places) / count, sum(values) / count
    spread = sum((x - mean_x) ** 2 for x in places)
    return (
        sum((x - mean_x) * (y - mean_y) for x, y in zip(places, values, strict=True)) / spread
        if spread
        else 0.0
    )
