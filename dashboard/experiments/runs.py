"""Runs on disk: a folder each, bounded in number and bytes.

A folder holds ``config.json`` (settings and the process that owns the run), ``events.jsonl`` (appended as they
come) and the files the worker leaves at the end. Any process can answer for any run from its folder.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from dashboard.experiments import events
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.datasets import PROJECT_ROOT
from dashboard.experiments.run import Run, broken_off, replay

MAX_BYTES = 1024**3
MAX_RUNS = 300
INTERRUPTED = "The app was restarted while this run was training: press Train to run it again."
HOME_VARIABLE = "TENSORFLOW_BY_DOING_HOME"
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{16}")
_CONFIG = "config.json"
_EVENTS = "events.jsonl"


class RunStoreError(RuntimeError):
    """The run folder cannot be read or written; the message is for a person."""


class RunNotFoundError(RunStoreError):
    """No run has this id, or it was removed to make room."""


class RunStore:
    """The runs under one folder.

    Args:
        root: the folder, made when first needed; :func:`default_root` by default.
        max_bytes: the oldest finished runs are removed beyond this size.
        max_runs: and beyond this number.
    """

    def __init__(
        self, root: Path | None = None, *, max_bytes: int = MAX_BYTES, max_runs: int = MAX_RUNS
    ) -> None:
        self.root = root or default_root()
        self._max_bytes = max_bytes
        self._max_runs = max_runs
        # To make room and a run is one step: another thread would take the half made run for a dead one's.
        self._making = threading.Lock()

    def create(self, config: TrainingConfig) -> Run:
        """Make a folder for a new run, and room for it.

        Raises:
            RunStoreError: if the disk is full or the folder cannot be written.
        """
        run_id = secrets.token_urlsafe(12)
        folder = self.root / run_id
        with self._making:
            self.prune()
            try:
                folder.mkdir(parents=True)
                _write_record(folder, config)
            except OSError as error:
                raise RunStoreError(disk_problem(error, self.root)) from error
        return Run(run_id, config)

    def reopen(self, run: Run, event: events.Resumed) -> Run:
        """Let a run that was over go on, owned by this process.

        Returns:
            The run after the event.

        Raises:
            RunNotFoundError: if the run is gone.
            RunStoreError: if the disk is full or the folder cannot be written; the run stays as it was.
        """
        try:
            _write_record(self.folder(run.id), run.config)
        except OSError as error:
            raise RunStoreError(disk_problem(error, self.root)) from error
        self.append(run.id, event)
        return run.after(event)

    def append(self, run_id: str, event: events.Event) -> None:
        """Add one event to the run's log; ``Progress`` is not kept.

        Raises:
            RunNotFoundError: if the run is gone.
            RunStoreError: if the disk is full or the folder cannot be written.
        """
        if isinstance(event, events.Progress):
            return
        line = json.dumps(events.to_json(event), allow_nan=False) + "\n"
        folder = self.folder(run_id)
        try:
            with (folder / _EVENTS).open("a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            raise RunStoreError(disk_problem(error, self.root)) from error

    def read(self, run_id: str) -> Run:
        """Return the run as its files tell it.

        A run whose process ended before it was done is ``failed``, and says so; if nothing was trained since its
        files were written, it is ``stopped`` and can go on.

        Raises:
            RunNotFoundError: if there is no such run.
        """
        folder = self.folder(run_id)
        record = _read_record(folder)
        if record is None:
            raise RunNotFoundError(_gone(run_id))
        config, owner = record
        run = replay(run_id, config, _read_events(folder / _EVENTS))
        if not run.state.final and not _alive(owner):
            run = run.after(broken_off(run, INTERRUPTED))
        return run

    def artifacts(self, run_id: str) -> Artifacts:
        """Return the files the worker left at the end of the run.

        Raises:
            RunNotFoundError: if there is no such run.
        """
        return Artifacts(self.folder(run_id))

    def folder(self, run_id: str) -> Path:
        """Return the run's folder.

        Raises:
            RunNotFoundError: if there is none; an id that is not one of ours never reaches the disk.
        """
        if _RUN_ID.fullmatch(run_id) is None or not (self.root / run_id / _CONFIG).is_file():
            raise RunNotFoundError(_gone(run_id))
        return self.root / run_id

    def run_ids(self) -> tuple[str, ...]:
        """Return the ids of all runs, the newest first."""
        return tuple(folder.name for _, folder in sorted(self._folders(), reverse=True))

    def delete(self, run_id: str) -> None:
        """Remove a run and its files; one that is gone already is no error."""
        try:
            folder = self.folder(run_id)
        except RunNotFoundError:
            return
        shutil.rmtree(folder, ignore_errors=True)

    def prune(self) -> None:
        """Remove the oldest finished runs until the rest, and one more, fit."""
        folders = sorted(self._folders())
        sizes = {folder: _size(folder) for _, folder in folders}
        total = sum(sizes.values())
        count = len(folders)
        for _, folder in folders:
            if total <= self._max_bytes and count < self._max_runs:
                return
            if self._unfinished(folder):
                continue
            shutil.rmtree(folder, ignore_errors=True)
            total -= sizes[folder]
            count -= 1

    def _unfinished(self, folder: Path) -> bool:
        try:
            return not self.read(folder.name).state.final
        except RunNotFoundError:
            return False

    def _folders(self) -> Iterator[tuple[float, Path]]:
        """Yield every run folder with the time its config was written."""
        try:
            folders = list(self.root.iterdir())
        except OSError:
            return
        for folder in folders:
            if _RUN_ID.fullmatch(folder.name) is not None:
                try:
                    written = (folder / _CONFIG).stat().st_mtime
                except OSError:
                    written = 0.0  # half made by a process that died: the first to go
                yield written, folder


def default_root() -> Path:
    """Return where runs are kept: ``$TENSORFLOW_BY_DOING_HOME/runs``, else ``var/runs`` in the project."""
    home = os.environ.get(HOME_VARIABLE)
    return (Path(home) if home else PROJECT_ROOT / "var") / "runs"


def answers_folder() -> Path:
    """Return where answers to questions without a run are kept: beside the runs, in the learner's data folder."""
    return default_root().parent / "cache"


def disk_problem(error: OSError, folder: Path) -> str:
    """Return one sentence for a write that failed in the folder."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk that holds {folder} is full: free some space, then press Train again."
    return (
        f"The folder {folder} cannot be written ({error.strerror or error}): "
        f"make it writable, or set {HOME_VARIABLE} to a folder that is."
    )


def _owner(pid: int) -> dict[str, float]:
    """Identify a living process; its start time tells it from a later one with the same number."""
    try:
        return {"pid": pid, "started": psutil.Process(pid).create_time()}
    except (psutil.Error, ValueError):
        return {}


def _alive(owner: dict[str, Any]) -> bool:
    return bool(owner) and owner == _owner(owner.get("pid", 0))


def _write_record(folder: Path, config: TrainingConfig) -> None:
    # Written aside and renamed: a run without a whole config.json does not exist.
    draft = folder / f"{_CONFIG}.part"
    record = {"config": config.to_json(), "owner": _owner(os.getpid())}
    draft.write_text(json.dumps(record), encoding="utf-8")
    draft.replace(folder / _CONFIG)


def _read_record(folder: Path) -> tuple[TrainingConfig, dict[str, Any]] | None:
    try:
        data = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        return TrainingConfig.from_json(data["config"]), dict(data["owner"])
    except (OSError, ValueError, KeyError, TypeError, ConfigError):
        return None


def _read_events(path: Path) -> Iterator[events.Event]:
    """Yield the events of a log; a line cut short by a crash is passed over."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            yield events.from_json(json.loads(line))
        except ValueError:
            continue


def _size(folder: Path) -> int:
    total = 0
    # Another thread may be removing the folder: what is gone takes no room.
    with contextlib.suppress(OSError):
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
    return total


def _gone(run_id: str) -> str:
    return (
        f"There is no run {run_id[:32]!r}: it was removed to make room, or the address was changed. "
        "Press Train to start a new one."
    )
