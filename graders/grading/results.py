"""What grading produces: frozen results, and their JSON form.

Everything downstream (terminal, reports, the dashboard) is a function of a
:class:`SubmissionResult`; nothing else crosses from grading to reporting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graders.layers import missing_layers

SCHEMA = 1


class Status(StrEnum):
    """The verdict of one check, and of a whole submission.

    ``grader_error`` is a fault of ours: it is never a learner's zero, and asks for a person.
    """

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not_attempted"
    SKIPPED = "skipped"
    ERRORED = "errored"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    GRADER_ERROR = "grader_error"


@dataclass(frozen=True)
class CheckResult:
    """The verdict of one check.

    Args:
        name: the check's id, unique in its exercise (a Python identifier).
        description: one sentence for the learner: what was checked.
        status: the verdict.
        points: points earned, between 0 and ``max_points``.
        max_points: points this check is worth.
        message: plain text for the learner; may span lines; empty when passed.
        hint: the first staged hint; empty when passed or none exists.
        expected: what was expected, readable, or empty.
        received: what came, readable, or empty.
        seconds: wall time of the check.
        hints: every staged hint in order; the first equals ``hint``.
        mistake: id of the recognised mistake, for class statistics, or empty.
    """

    name: str
    description: str
    status: Status
    points: float
    max_points: float
    message: str = ""
    hint: str = ""
    expected: str = ""
    received: str = ""
    seconds: float = 0.0
    hints: tuple[str, ...] = ()
    mistake: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the fixed JSON object of a check, with ``hints`` and ``mistake`` added."""
        return {
            "name": self.name,
            "description": self.description,
            "status": self.status.value,
            "points": self.points,
            "max_points": self.max_points,
            "message": self.message,
            "hint": self.hint,
            "expected": self.expected,
            "received": self.received,
            "seconds": round(self.seconds, 3),
            "hints": list(self.hints),
            "mistake": self.mistake,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CheckResult:
        """Read what :meth:`to_json` wrote.

        Raises:
            KeyError, ValueError: if a field is missing or a status is unknown.
        """
        return cls(
            name=data["name"],
            description=data["description"],
            status=Status(data["status"]),
            points=data["points"],
            max_points=data["max_points"],
            message=data["message"],
            hint=data["hint"],
            expected=data["expected"],
            received=data["received"],
            seconds=data["seconds"],
            hints=tuple(data.get("hints", ())),
            mistake=data.get("mistake", ""),
        )


@dataclass(frozen=True)
class SubmissionResult:
    """The grade of one file for one exercise.

    Args:
        learner: who handed it in; empty for a file checked alone.
        exercise: the exercise's id.
        checks: one result a check, in the order of the suite.
        seconds: wall time of the whole grading.
        confinement: the confinement layers that held, e.g. ``("user", "pid", "landlock")``; empty means unconfined.
        seed: the seed of the randomised questions.
        stdout: what the learner's code printed, bounded.
        stderr: the same for standard error.
        notes: remarks for the learner that cost nothing, e.g. a module-level statement that failed.
        source: path of the file within the graded folder, for people.
        problem: why the file could not be read at all, one sentence, or empty.
        cpu_seconds: computing time of the confined children.
    """

    learner: str
    exercise: str
    checks: tuple[CheckResult, ...]
    seconds: float = 0.0
    confinement: tuple[str, ...] = ()
    seed: int = 0
    stdout: str = ""
    stderr: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    problem: str = ""
    cpu_seconds: float = 0.0

    @property
    def unconfined(self) -> bool:
        """Whether learner code ran with no layer of confinement; a file that could not be read ran nothing."""
        return not self.confinement and self.cpu_seconds > 0

    @property
    def lacking(self) -> tuple[str, ...]:
        """Layers whose lack leaves this confinement too little for files of strangers; none where nothing ran."""
        return missing_layers(self.confinement) if self.confinement else ()

    @property
    def score(self) -> float:
        """Points earned."""
        return round(sum(check.points for check in self.checks), 6)

    @property
    def max_score(self) -> float:
        """Points that could be earned."""
        return round(sum(check.max_points for check in self.checks), 6)

    @property
    def status(self) -> Status:
        """The submission in one word: a grader error outranks all, then full marks, then nothing attempted."""
        statuses = {check.status for check in self.checks}
        if not statuses or Status.GRADER_ERROR in statuses:
            return Status.GRADER_ERROR
        if statuses == {Status.PASSED}:
            return Status.PASSED
        if statuses <= {Status.NOT_ATTEMPTED, Status.SKIPPED}:
            return Status.NOT_ATTEMPTED
        return Status.FAILED

    def to_json(self) -> dict[str, Any]:
        """Return the fixed JSON object (``schema`` 1), with four fields added at its end."""
        return {
            "schema": SCHEMA,
            "learner": self.learner,
            "exercise": self.exercise,
            "status": self.status.value,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 3),
            "confinement": list(self.confinement),
            "seed": self.seed,
            "checks": [check.to_json() for check in self.checks],
            "stdout": self.stdout,
            "stderr": self.stderr,
            "notes": list(self.notes),
            "source": self.source,
            "problem": self.problem,
            "cpu_seconds": round(self.cpu_seconds, 3),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SubmissionResult:
        """Read what :meth:`to_json` wrote.

        Raises:
            KeyError, ValueError: if a field is missing, a status is unknown, or the schema is another.
        """
        if data["schema"] != SCHEMA:
            raise ValueError(f"expected schema {SCHEMA}, received {data['schema']!r}")
        return cls(
            learner=data["learner"],
            exercise=data["exercise"],
            checks=tuple(CheckResult.from_json(check) for check in data["checks"]),
            seconds=data["seconds"],
            confinement=tuple(data["confinement"]),
            seed=data["seed"],
            stdout=data["stdout"],
            stderr=data["stderr"],
            notes=tuple(data.get("notes", ())),
            source=data.get("source", ""),
            problem=data.get("problem", ""),
            cpu_seconds=data.get("cpu_seconds", 0.0),
        )
