"""A class list that Canvas or Moodle exported, read so that it can be written back with grades in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MAX_BYTES = 20_000_000
_DELIMITERS = ",;\t"
_MOODLE_COLUMNS = ("Identifier", "Username", "ID number", "Email address")
POINTS_POSSIBLE = "Points Possible"


class RosterError(Exception):
    """The file is no class list that can be used; the message is one sentence."""


class Kind(StrEnum):
    """Where a class list comes from."""

    CANVAS = "canvas"
    MOODLE = "moodle"


@dataclass(frozen=True)
class Roster:
    """A class list as it was exported.

    Args:
        kind: the system that it is from.
        header: names of the columns, as they are.
        rows: every further row, each as long as the header; of Canvas' also those that are no person's.
        delimiter: between cells.
        marked: whether the file began with a byte order mark.
    """

    kind: Kind
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    marked: bool = False

    def column(self, *names: str) -> int | None:
        """Return the first column of one of these names, upper or lower case, or None."""
        for name in names:
            for position, title in enumerate(self.header):
                if title.strip().casefold() == name.casefold():
                    return position
        return None

    def cell(self, row: Sequence[str], *names: str) -> str:
        """Return a row's cell in the first column of one of these names, or an empty string."""
        column = self.column(*names)
        return row[column].strip() if column is not None else ""

    def is_person(self, row: Sequence[str]) -> bool:
        """Whether a row is somebody's: not Canvas' points possible, notes on posting, or its test student."""
        if self.kind is Kind.MOODLE:
            return any(self.cell(row, name) for name in _MOODLE_COLUMNS)
        name = self.cell(row, "Student") or self.cell(row, "LastName")
        return (
            bool(self.cell(row, "ID") or name) and name != "Student, Test" and POINTS_POSSIBLE not in row[0]
        )

    def name(self, row: Sequence[str]) -> str:
        """Return what a person calls the person of a row."""
        parts = [
            self.cell(row, "First name", "FirstName"),
            self.cell(row, "Last name", "Surname", "LastName"),
        ]
        whole = self.cell(row, "Student") or self.cell(row, "Full name") or " ".join(filter(None, parts))
        fallback = (
            self.cell(row, column) for column in ("Email address", "Username", "ID", *_MOODLE_COLUMNS)
        )
        return whole or next(filter(None, fallback), "")


def read_roster(path: Path) -> Roster:
    """Read a CSV file that Canvas (Gradebook, Export) or Moodle (Grades, Export) wrote.

    Moodle's list of participants and its grading worksheet of an assignment are read as well.

    Raises:
        RosterError: in one sentence, if the file cannot be read or is none of these.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RosterError(
                f"Expected a class list of at most {MAX_BYTES // 1_000_000} MB, but {path} is larger."
            )
        data = path.read_bytes()
    except OSError as error:
        raise RosterError(f"The class list {path} cannot be read: {error.strerror or error}.") from error
    text = _decoded(data)
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    try:
        rows = [
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        ]
    except csv.Error as error:
        raise RosterError(f"The class list {path} is no CSV file: {error}.") from error
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    return _roster(path, rows, delimiter, data.startswith(b"\xef\xbb\xbf"))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # saved again by a spreadsheet


def _roster(path: Path, rows: Sequence[tuple[str, ...]], delimiter: str, marked: bool) -> Roster:
    header = rows[0] if rows else ()
    kind = _kind(header)
    if kind is None:
        raise RosterError(
            f"{path} is no class list of Canvas or Moodle: expected a first row with Student, ID and Section, "
            f"or with one of {', '.join(_MOODLE_COLUMNS)}. Export it in English."
        )
    # Canvas' own rows on posting and on points may be longer or shorter than the first.
    fitted = tuple((*row, *[""] * len(header))[: len(header)] for row in rows[1:])
    roster = Roster(kind, header, fitted, delimiter, marked)
    for number, (row, whole) in enumerate(zip(rows[1:], fitted, strict=True), start=2):
        if roster.is_person(whole) and (len(row) < len(header) or any(row[len(header) :])):
            raise RosterError(
                f"Row {number} of {path} has {len(row)} cells, but the first row has {len(header)}: "
                "export the class list again."
            )
    if not any(roster.is_person(row) for row in roster.rows):
        raise RosterError(f"{path} lists nobody: export the class list again.")
    return roster


def _kind(header: Sequence[str]) -> Kind | None:
    titles = [title.strip() for title in header]
    if titles[:1] in (["Student"], ["LastName"]) and {"ID", "Section"} <= set(titles):
        return Kind.CANVAS
    known = {title.casefold() for title in _MOODLE_COLUMNS}
    return Kind.MOODLE if any(title.casefold() in known for title in titles) else None


def plain(text: str) -> str:
    """Return a title's letters and digits in lower case, by which columns and exercises are compared."""
    return re.sub(r"[\W_]+", "", text.casefold())
