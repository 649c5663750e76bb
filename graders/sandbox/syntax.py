"""From a learner's text to a syntax tree, also where the text needs some leniency."""

from __future__ import annotations

import ast
import itertools
import re
from typing import Any

# Where a cell of an exported notebook begins: "# In[3]:", "#%%", "# %% title", "# <codecell>".
CELL_MARK = re.compile(r"#\s*(%%|In\s?\[|<codecell>)")
_DEFINES = re.compile(r"\s*(async\s+def|def|class)\s", re.MULTILINE)
_TAB_SIZES = (4, 8)  # as editors show them today, and as Python 2 read them
_MAX_ESCAPES = 50
_ESCAPE = re.compile(r"(\\+)([UuNx])")


class SourceError(Exception):
    """A file that is not Python.

    Args:
        message: what the parser says.
        line: 1-based, or None if unknown.
        column: 1-based, or None if unknown.
        text: the line itself, or empty.
    """

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, text: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.text = text

    def to_json(self) -> dict[str, Any]:
        """Return the problem as a bounded JSON object."""
        return {
            "line": self.line,
            "column": self.column,
            "text": self.text[:300],
            "message": self.message[:300],
        }


def parse(source: str, filename: str = "<submission>") -> ast.Module:
    """Parse a learner's file.

    Raises:
        SourceError: if it is not Python, for whatever reason.
    """
    try:
        return ast.parse(source.removeprefix("\ufeff"), filename)
    except SyntaxError as error:
        raise SourceError(error.msg, error.lineno, error.offset, error.text or "") from None
    except ValueError as error:  # NUL bytes, lone surrogates
        raise SourceError(str(error)) from None
    except (RecursionError, MemoryError):
        raise SourceError("the code is nested too deep") from None


def parse_leniently(source: str, filename: str = "<submission>") -> tuple[ast.Module, list[str]]:
    r"""Parse a file that :func:`parse` refuses, where what is wrong leaves no doubt about what was meant.

    Tabs mixed with spaces are read as four columns, or as eight; a Windows path such as ``'C:\Users'`` as if it were
    written ``r'C:\Users'``; a cell of an exported notebook that defines nothing is left out.

    Returns:
        The tree, and a sentence for each thing that was read leniently.

    Raises:
        SourceError: for anything else that is no Python; what the original text has wrong.
    """
    source = source.removeprefix("\ufeff")
    source, notes = _doubled_escapes(source, filename)
    try:
        return parse(source, filename), notes
    except SourceError as error:
        original = error
    for text, note in (*_with_tabs_expanded(source), _without_broken_cells(source)):
        if text != source:
            try:
                return parse(text, filename), [*notes, note]
            except SourceError:
                continue
    raise original


def _doubled_escapes(source: str, filename: str) -> tuple[str, list[str]]:
    lines, notes = source.split("\n"), []
    for _ in range(_MAX_ESCAPES):
        try:
            parse("\n".join(lines), filename)
            break
        except SourceError as error:
            number = error.line or 0
            if "unicode error" not in error.message or not 1 <= number <= len(lines):
                break
        doubled = _ESCAPE.sub(_double, lines[number - 1])
        if doubled == lines[number - 1]:
            break
        notes.append(
            f"Line {number}: in a string, a backslash before U, u, N or x begins a code for a character. It was read "
            f"as a plain backslash; write r'...' with an r in front, or use / in paths."
        )
        lines[number - 1] = doubled
    return "\n".join(lines), notes


def _double(match: re.Match[str]) -> str:
    slashes, letter = match.groups()
    return slashes + ("\\" if len(slashes) % 2 else "") + letter


def _with_tabs_expanded(source: str) -> list[tuple[str, str]]:
    return [
        (
            "\n".join(_expand(line, size) for line in source.split("\n")),
            f"Tabs and spaces are mixed in the indentation. A tab was read as {size} spaces; use spaces only.",
        )
        for size in _TAB_SIZES
    ]


def _expand(line: str, size: int) -> str:
    code = line.lstrip(" \t")
    return line[: len(line) - len(code)].expandtabs(size) + code


def _without_broken_cells(source: str) -> tuple[str, str]:
    """Return the source with every cell that is no Python, and defines nothing, made a comment."""
    lines = source.split("\n")
    starts = [number for number, line in enumerate(lines) if CELL_MARK.match(line)]
    left_out = []
    for start, end in itertools.pairwise([*starts, len(lines)]):
        cell = "\n".join(lines[start:end])
        try:
            parse(cell)
        except SourceError as error:
            if _DEFINES.search(cell):
                continue
            left_out.append(f"line {start + (error.line or 1)} ({error.message})")
            lines[start:end] = [f"# {line}" for line in lines[start:end]]
    where = ", ".join(left_out[:5])
    return "\n".join(lines), f"A cell that is no Python, and defines nothing, was left out: {where}."
