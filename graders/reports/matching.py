"""Who in a class list handed in which submission: by number, then by login or address, then by name.

A grade in the wrong row is worse than none: whoever fits two rows, or shares a row with somebody else, is left to a
person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graders.grading.results import SubmissionResult
from graders.reports.roster import Kind, Roster

# What Canvas makes of an upload: name, number of the user, number of the submission, the file's own name.
_CANVAS_FILE = re.compile(r"(?P<name>.+?)(?:_LATE)?_(?P<id>\d+)_\d+_.+", re.DOTALL)
# What Moodle calls the folder of a participant of an assignment.
_MOODLE_FOLDER = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_\w+", re.DOTALL)
_LOGINS = ("SIS User ID", "SIS Login ID", "Integration ID", "Username", "ID number", "Email address")


@dataclass(frozen=True)
class Identity:
    """What a submission's place says of its learner.

    Args:
        name: for people, and the last means of finding them.
        canvas_id: number of the user in Canvas, or empty.
        participant: number of the participant of Moodle's assignment, or empty.
        login: the folder's name, where no system has made it: a login, an address or a number.
    """

    name: str
    canvas_id: str = ""
    participant: str = ""
    login: str = ""


@dataclass(frozen=True)
class Attendance:
    """A class list and a class, laid side by side.

    Args:
        rows: by learner, the position of the row in the list.
        missing: people in the list from whom nothing came.
        unlisted: learners who are not in the list.
        unclear: learners who fit two rows, or of whom several fit one.
    """

    rows: Mapping[str, int]
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]
    unclear: tuple[str, ...]


def identity_of(result: SubmissionResult) -> Identity:
    """Return what the learner's folder and file are called by an LMS, or the learner's name alone."""
    file = result.source.replace("\\", "/").rsplit("/", 1)[-1]
    canvas = _CANVAS_FILE.fullmatch(file)
    if canvas and canvas["name"] == result.learner:
        return Identity(result.learner, canvas_id=canvas["id"])
    moodle = _MOODLE_FOLDER.fullmatch(result.learner)
    if moodle:
        return Identity(moodle["name"], participant=moodle["id"])
    return Identity(result.learner, login=result.learner)


def attendance(roster: Roster, results: Sequence[SubmissionResult]) -> Attendance:
    """Find each learner's row.

    Args:
        roster: the class list.
        results: the class's results.
    """
    indexes = _indexes(roster)
    found: dict[str, set[int]] = {}
    for result in results:
        found.setdefault(result.learner, set()).update(_rows_of(identity_of(result), indexes))
    sharing: dict[tuple[int, str], set[str]] = defaultdict(set)
    for result in results:
        for row in found[result.learner]:
            sharing[row, result.exercise].add(result.learner)
    shared = set().union(*(learners for learners in sharing.values() if len(learners) > 1))
    unclear = {learner for learner, rows in found.items() if len(rows) > 1} | shared
    rows = {learner: min(rows) for learner, rows in found.items() if rows and learner not in unclear}
    maybe = set().union(*found.values())  # of an unclear row nobody can say that nothing came
    return Attendance(
        rows=rows,
        missing=tuple(
            roster.name(row)
            for position, row in enumerate(roster.rows)
            if roster.is_person(row) and position not in maybe
        ),
        unlisted=tuple(sorted(learner for learner, rows in found.items() if not rows)),
        unclear=tuple(sorted(unclear)),
    )


def _rows_of(identity: Identity, indexes: Sequence[Mapping[str, set[int]]]) -> set[int]:
    """Return the rows that the strongest sign points to that points to any."""
    numbers, logins, accounts, names = indexes
    login = identity.login.strip().casefold()
    signs = (
        numbers.get(f"canvas {identity.canvas_id}"),
        numbers.get(f"participant {identity.participant}"),
        logins.get(login),
        accounts.get(login),
        names.get(_letters(identity.name)),
    )
    return next((rows for rows in signs if rows), set())


def _indexes(roster: Roster) -> tuple[Mapping[str, set[int]], ...]:
    """Return the rows by number, by login or address, by what stands before the @, and by name."""
    numbers, logins, accounts, names = (defaultdict(set) for _ in range(4))
    for position, row in enumerate(roster.rows):
        if not roster.is_person(row):
            continue
        for key in _numbers(roster, row):
            numbers[key].add(position)
        for column in _LOGINS:
            if login := roster.cell(row, column).casefold():
                logins[login].add(position)
                accounts[login.partition("@")[0]].add(position)
        for name in _names(roster, row):
            names[name].add(position)
    return numbers, logins, accounts, names


def _numbers(roster: Roster, row: Sequence[str]) -> Iterable[str]:
    if roster.kind is Kind.CANVAS and (number := roster.cell(row, "ID")):
        yield f"canvas {number}"
    digits = re.search(r"\d+$", roster.cell(row, "Identifier"))
    if roster.kind is Kind.MOODLE and digits:
        yield f"participant {digits.group()}"


def _names(roster: Roster, row: Sequence[str]) -> set[str]:
    """Return a person's name in the orders in which systems write it."""
    whole = roster.name(row)
    last, _, first = whole.partition(",")
    others, _, last_word = whole.rpartition(" ")
    parts = [
        roster.cell(row, "First name", "FirstName"),
        roster.cell(row, "Last name", "Surname", "LastName"),
    ]
    orders = {whole, f"{first} {last}", f"{last_word} {others}", " ".join(parts), " ".join(reversed(parts))}
    return {letters for order in orders if (letters := _letters(order))}


def _letters(name: str) -> str:
    """Return a name as Canvas writes it in file names, without accents: letters and digits in lower case."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in plain if character.isalnum())
