"""``results.jsonl``: one result a line, the record from which every other report can be rebuilt."""

from __future__ import annotations

import json
from dataclasses import dataclass

from graders.grading.results import SubmissionResult


@dataclass(frozen=True)
class Record:
    """One line of ``results.jsonl``.

    Args:
        key: the caller's name for the work done, opaque here; empty when none was given.
        result: what came of it.
    """

    key: str
    result: SubmissionResult


@dataclass(frozen=True)
class Contents:
    """What ``results.jsonl`` holds.

    Args:
        records: every whole record, in the order written.
        intact: bytes from the start that hold them; anything beyond is a line cut short by a crash.
    """

    records: tuple[Record, ...]
    intact: int


def to_line(result: SubmissionResult, key: str = "") -> str:
    """Return ``result`` as one line of JSON with its line end.

    The line is pure ASCII: lone surrogates in a file name survive as escapes, and no exotic line separator
    can cut it in two.

    Raises:
        ValueError: if a number is not finite, which JSON cannot hold.
    """
    return json.dumps({**result.to_json(), "key": key}, ensure_ascii=True, allow_nan=False) + "\n"


def read_lines(data: bytes) -> Contents:
    """Read ``results.jsonl``, leaving out a last line that a crash cut short.

    Args:
        data: the whole file.

    Raises:
        ValueError: if a complete line is not a result; the message names the line.
    """
    records = []
    intact = 0
    *lines, _cut = data.split(b"\n")
    for position, line in enumerate(lines, start=1):
        if line.strip():
            records.append(_read_record(line, position))
        intact += len(line) + 1
    return Contents(tuple(records), intact)


def _read_record(line: bytes, position: int) -> Record:
    try:
        data = json.loads(line)
        return Record(str(data.get("key", "")), SubmissionResult.from_json(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"line {position} is not a result ({reason})") from error
