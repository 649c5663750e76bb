"""``run.json`` in a report folder: what a resumed run must know of the one before."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graders.grading.exercise import list_exercises
from graders.grading.suite import suite_digest
from graders.reports.write import ReportError

SCHEMA = 1


@dataclass(frozen=True)
class Run:
    """One run of the grader over a class, however often it is resumed.

    Args:
        seed: from which each submission's questions are drawn.
        run: an id of the run; starting again with --force makes another.
        suites: the digest of each exercise's suite when the run began.
    """

    seed: int
    run: str
    suites: Mapping[str, str]


def present_suites(private: Path | None = None) -> dict[str, str]:
    """Return the digest of each exercise's suite as it is now.

    Args:
        private: the folder of an instructor's own suites, which are added.
    """
    return {exercise.id: suite_digest(exercise) for exercise in list_exercises(private=private)}


def begin_run(folder: Path, seed: int | None, *, resumed: bool, private: Path | None = None) -> Run:
    """Return the run that a report folder is of, and write down what is not yet in its ``run.json``.

    Args:
        folder: the report folder.
        seed: the seed asked for; by default that of the earlier run, else a new one.
        resumed: whether results of an earlier run stay.
        private: the folder of an instructor's own suites.

    Raises:
        ReportError: if the file cannot be written.
    """
    path = folder / "run.json"
    before = _read(path)
    if seed is None:
        seed = before.get("seed")
    if not isinstance(seed, int):
        seed = secrets.randbits(32)
    run, suites = before.get("run"), before.get("suites")
    if not resumed or not isinstance(run, str) or not isinstance(suites, dict):
        run, suites = secrets.token_hex(8), present_suites(private)
    begun = Run(seed, run, present_suites(private) | suites)
    try:
        path.write_text(json.dumps({"schema": SCHEMA, **asdict(begun)}) + "\n", encoding="utf-8")
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}.") from error
    return begun


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
