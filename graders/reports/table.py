"""``results.csv``: one row a submission, for spreadsheets and for the gradebooks of Canvas and Moodle."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.text import shown_line
from graders.reports.wording import percent

# Excel takes a CSV file without a byte order mark for the local code page and breaks every accented name;
# Canvas, Moodle, pandas and LibreOffice all accept the mark.
ENCODING = "utf-8-sig"

COLUMNS = (
    "learner",
    "exercise",
    "status",
    "score",
    "max_score",
    "percent",
    "seconds",
    "source",
    "problem",
)
_CELL_LIMIT = 1_000  # characters; Excel refuses more than 32,767
# What starts a formula in Excel, LibreOffice or Google Sheets, full-width forms included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_csv(results: Iterable[SubmissionResult]) -> str:
    """Return one row a submission, sorted by exercise, learner and source; write it in :data:`ENCODING`.

    After :data:`COLUMNS` comes one column a check, ``exercise: check``, holding its points: exercises in
    alphabetical order, checks in the order of their suite, so that the columns do not depend on who handed in
    what first. Where the grader itself failed, score, per cent and points stay empty, because a grader error
    is never a zero. Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    rows = sorted(results, key=lambda result: (result.exercise, result.learner, result.source))
    checks = _check_columns(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(cell(f"{exercise}: {name}") for exercise, name in checks)])
    for row in rows:
        points = {check.name: _points(check) for check in row.checks}
        writer.writerow(
            [
                *_fixed(row),
                *(points.get(name, "") if row.exercise == exercise else "" for exercise, name in checks),
            ]
        )
    return out.getvalue()


def _check_columns(results: Sequence[SubmissionResult]) -> list[tuple[str, str]]:
    """Return every (exercise, check) once; ``results`` are sorted by exercise."""
    return list(dict.fromkeys((result.exercise, check.name) for result in results for check in result.checks))


def _fixed(result: SubmissionResult) -> list[str | float]:
    graded = result.status is not Status.GRADER_ERROR
    return [
        cell(result.learner),
        cell(result.exercise),
        result.status.value,
        result.score if graded else "",
        result.max_score,
        percent(result) if graded else "",
        round(result.seconds, 3),
        cell(result.source),
        cell(result.problem),
    ]


def _points(check: CheckResult) -> str | float:
    return "" if check.status is Status.GRADER_ERROR else check.points


def cell(text: str) -> str:
    """Return untrusted text as one cell: a single bounded line that no spreadsheet runs as a formula."""
    line = shown_line(text, _CELL_LIMIT)
    return f"'{line}" if line.lstrip().startswith(_FORMULA_STARTS) else line
