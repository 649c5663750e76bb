"""``results.csv``: one row a submission, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.cells import text_cell
from graders.reports.wording import percent

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


def to_csv(results: Iterable[SubmissionResult]) -> str:
    """Return one row a submission, sorted by exercise, learner and source, for ``cells.ENCODING``.

    After :data:`COLUMNS` comes one column a check, ``exercise: check``, holding its points: exercises in
    alphabetical order, checks in the order of their suite, so that the columns do not depend on who handed in
    what first. Where the grader itself failed, score, per cent and points stay empty, because a grader error
    is never a zero. Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    rows = sorted(results, key=lambda result: (result.exercise, result.learner, result.source))
    checks = _check_columns(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(text_cell(f"{exercise}: {name}") for exercise, name in checks)])
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
        text_cell(result.learner),
        text_cell(result.exercise),
        result.status.value,
        result.score if graded else "",
        result.max_score,
        percent(result) if graded else "",
        round(result.seconds, 3),
        text_cell(result.source),
        text_cell(result.problem),
    ]


def _points(check: CheckResult) -> str | float:
    return "" if check.status is Status.GRADER_ERROR else check.points
