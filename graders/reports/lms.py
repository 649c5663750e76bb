"""``canvas.csv`` and ``moodle.csv``: grades in the columns that the two systems import, one column an exercise.

With a class list (``--roster``) the file is that list, with its own columns, order and separator, and grades filled in;
everything else in it stays, so that importing it changes nothing else. Without one it holds whom the folders and
files name. A learner whom the grader failed has no grade in it: a grader error is never a zero.

Sources: Canvas, ``GradebookImporter`` (columns up to Section, then "Name (id)" of each assignment; a row "Points
Possible"); Moodle docs, "Grade import", and the columns of its plain-text export and of its grading worksheet.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graders.grading.results import Status, SubmissionResult
from graders.reports.cells import ENCODING, guarded, text_cell
from graders.reports.matching import Attendance, Identity, identity_of
from graders.reports.roster import POINTS_POSSIBLE, Kind, Roster, plain
from graders.reports.text import shown_line
from graders.reports.wording import CHECK_WORDS, number, score_line

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE_COLUMNS = ("Full name", "Username", "ID number", "Email address")

_FEEDBACK_LIMIT = 3_000
_CANVAS_TITLE = re.compile(r"(?P<title>.*?)\s*(\(\d+\))?\s*", re.DOTALL)
_MOODLE_TITLE = re.compile(
    r"(?P<kind>[^:]{1,60}:)?\s*(?P<title>.*?)\s*(\((?P<shows>Real|Feedback)\))?\s*", re.DOTALL
)


@dataclass(frozen=True)
class _Grade:
    """What is written of one submission."""

    score: float
    max_score: float
    feedback: str

    def out_of(self, points: float | None) -> str:
        """Return the score, in proportion where the LMS gives other points than the exercise."""
        if points is None or points <= 0 or not self.max_score:
            return number(self.score)
        return number(self.score * points / self.max_score)


def lms_csv(
    kind: Kind,
    results: Sequence[SubmissionResult],
    titles: Mapping[str, str],
    listed: tuple[Roster, Attendance] | None = None,
) -> bytes:
    """Return the CSV file that ``kind`` imports.

    Args:
        kind: the system that is to read it.
        results: the class's results.
        titles: of the exercises by id, by which a column of a class list is recognised, as by the id.
        listed: a class list with who is who in it; one of the other system is not used.
    """
    grades = {
        (result.learner, result.exercise): _grade(result)
        for result in results
        if result.status is not Status.GRADER_ERROR
    }
    exercises = sorted({result.exercise for result in results})
    if listed is not None and listed[0].kind is kind:
        filled = _FilledRoster(*listed, grades).table(exercises, titles)
        return _encoded(filled, listed[0].delimiter, "utf-8-sig" if listed[0].marked else "utf-8")
    people = {result.learner: identity_of(result) for result in results}
    possible = {
        exercise: max(one.max_score for one in results if one.exercise == exercise) for exercise in exercises
    }
    table = _canvas if kind is Kind.CANVAS else _moodle
    return _encoded(table(people, exercises, grades, possible), ",", ENCODING)


def _grade(result: SubmissionResult) -> _Grade:
    sentences = [score_line(result)]
    if result.problem:
        sentences.append(shown_line(result.problem, 300))
    sentences += [
        f"{CHECK_WORDS[check.status].capitalize()}: {shown_line(check.description or check.name, 300)}"
        for check in result.checks
        if check.status is not Status.PASSED
    ]
    # Moodle shows feedback as HTML.
    return _Grade(
        result.score, result.max_score, html.escape(" ".join(sentences), quote=False)[:_FEEDBACK_LIMIT]
    )


def _encoded(rows: Iterable[Sequence[str]], delimiter: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def _canvas(
    people: Mapping[str, Identity],
    exercises: Sequence[str],
    grades: Mapping[tuple[str, str], _Grade],
    possible: Mapping[str, float],
) -> Iterable[list[str]]:
    yield [*CANVAS_COLUMNS, *map(text_cell, exercises)]
    yield [f"    {POINTS_POSSIBLE}", "", "", "", "", *(number(possible[one]) for one in exercises)]
    for learner, person in sorted(people.items()):
        scores = [_score(grades.get((learner, exercise))) for exercise in exercises]
        yield [text_cell(person.name), person.canvas_id, "", text_cell(person.login), "", *scores]


def _moodle(
    people: Mapping[str, Identity],
    exercises: Sequence[str],
    grades: Mapping[tuple[str, str], _Grade],
    possible: Mapping[str, float],
) -> Iterable[list[str]]:
    del possible  # a grade item has its own
    columns = [column for exercise in exercises for column in (exercise, f"{exercise} (Feedback)")]
    yield [*MOODLE_COLUMNS, *map(text_cell, columns)]
    for learner, person in sorted(people.items()):
        login = person.login
        is_address, is_number = "@" in login, login.isdecimal()
        signs = (
            "" if is_address or is_number else login,
            login if is_number else "",
            login if is_address else "",
        )
        found = [grades.get((learner, exercise)) for exercise in exercises]
        cells = [
            cell for grade in found for cell in (_score(grade), text_cell(grade.feedback) if grade else "")
        ]
        yield [text_cell(person.name), *map(text_cell, signs), *cells]


def _score(grade: _Grade | None) -> str:
    return number(grade.score) if grade else ""


class _FilledRoster:
    """A class list with grades in it."""

    def __init__(
        self, roster: Roster, attendance: Attendance, grades: Mapping[tuple[str, str], _Grade]
    ) -> None:
        self._roster = roster
        self._grades = grades
        self._of_rows = {
            (attendance.rows[learner], exercise): grade
            for (learner, exercise), grade in grades.items()
            if learner in attendance.rows
        }

    def table(self, exercises: Sequence[str], titles: Mapping[str, str]) -> list[list[str]]:
        """Return all rows, the header first."""
        rows = [list(self._roster.header), *map(list, self._roster.rows)]
        for exercise in exercises:
            names = {plain(exercise), plain(titles.get(exercise, exercise))}
            score, feedback = self._columns(rows, names, exercise, alone=len(exercises) == 1)
            self._fill(rows, exercise, score, feedback)
        return [[guarded(cell) for cell in row] for row in rows]

    def _columns(
        self, rows: list[list[str]], names: set[str], exercise: str, *, alone: bool
    ) -> tuple[int, int | None]:
        """Return where the score and the feedback of an exercise go, adding columns where the list has none."""
        if self._roster.kind is Kind.CANVAS:
            return self._canvas_column(rows, names, exercise), None
        worksheet = self._roster.column("Grade") if self._roster.column("Identifier") is not None else None
        if worksheet is not None and alone:
            return worksheet, self._roster.column("Feedback comments")
        found = {True: -1, False: -1}
        for position, title in reversed(list(enumerate(rows[0]))):
            match = _MOODLE_TITLE.fullmatch(title)
            if match and plain(match["title"]) in names:
                found[match["shows"] == "Feedback" or match["kind"] == "Feedback:"] = position
        score = found[False] if found[False] >= 0 else _added(rows, exercise)
        return score, found[True] if found[True] >= 0 else _added(rows, f"{exercise} (Feedback)")

    def _canvas_column(self, rows: list[list[str]], names: set[str], exercise: str) -> int:
        after = (self._roster.column("Section") or 0) + 1
        for position, title in enumerate(rows[0]):
            match = _CANVAS_TITLE.fullmatch(title)
            if position >= after and match and plain(match["title"]) in names:
                return position
        added = _added(rows, exercise)
        most = max(
            (grade.max_score for (_, one), grade in self._grades.items() if one == exercise), default=0
        )
        for row in rows:
            if POINTS_POSSIBLE in row[0]:
                row[added] = number(most)
        return added

    def _fill(self, rows: list[list[str]], exercise: str, score: int, feedback: int | None) -> None:
        possible = next((_points(row[score]) for row in rows if POINTS_POSSIBLE in row[0]), None)
        maximum = self._roster.column("Maximum Grade")
        for position, row in enumerate(rows[1:]):
            grade = self._of_rows.get((position, exercise))
            if grade is None:
                continue
            row[score] = grade.out_of(_points(row[maximum]) if maximum is not None else possible)
            if feedback is not None:
                row[feedback] = text_cell(grade.feedback)


def _added(rows: list[list[str]], title: str) -> int:
    for number_, row in enumerate(rows):
        row.append("" if number_ else text_cell(title))
    return len(rows[0]) - 1


def _points(cell: str) -> float | None:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None
