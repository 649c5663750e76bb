"""The grades as CSV for spreadsheets, or everything but the files as JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from graders.gradebook import Grade, GradebookError, grades
from graders.gradebook.attempts import past_attempts
from graders.gradebook.decisions import policy_of
from graders.gradebook.history import history
from graders.gradebook.people import known_exercises
from graders.gradebook_commands.tables import plain
from graders.reports.cells import ENCODING, text_cell

SCHEMA = 1
COLUMNS = (
    "learner",
    "exercise",
    "points",
    "max_points",
    "status",
    "attempts",
    "late_days",
    "overridden",
    "reason",
    "submitted_at",
)


def exported(session: Session, form: str) -> bytes:
    """Return the bytes of an export.

    Args:
        session: of an open gradebook.
        form: ``csv`` or ``json``.
    """
    if form == "csv":
        return grades_csv(grades(session)).encode(ENCODING)
    everything = {
        "schema": SCHEMA,
        "grades": plain(grades(session)),
        "attempts": plain(past_attempts(session)),
        "policies": {name: plain(policy_of(session, name)) for name in known_exercises(session)},
        "history": plain(history(session)),
    }
    return (json.dumps(everything, indent=1) + "\n").encode("ascii")


def write(path: Path, data: bytes) -> None:
    """Write a file that was asked for.

    Raises:
        GradebookError: if it cannot be written there.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise GradebookError(f"{path} cannot be written: {error.strerror}.") from error


def grades_csv(found: Sequence[Grade]) -> str:
    """Return one row a grade; points are empty where only a person can say, because that is never a zero."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for grade in found:
        writer.writerow(
            [
                text_cell(grade.learner),
                text_cell(grade.exercise),
                "" if grade.points is None else grade.points,
                grade.max_points,
                grade.status,
                grade.attempts,
                grade.late_days,
                "yes" if grade.overridden else "no",
                text_cell(grade.reason),
                plain(grade.submitted_at) or "",
            ]
        )
    return out.getvalue()
