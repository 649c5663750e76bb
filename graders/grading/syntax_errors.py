"""A file that is no Python, said with the line, a caret and what usually causes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_MAX_TEXT = 300
_MAX_CARET = 160
# What Python says, to what usually is the cause. The first that matches counts.
_CAUSES = tuple(
    (re.compile(pattern), cause)
    for pattern, cause in (
        (
            r"invalid character '[“”„‘’‚«»]'",
            "These are typographic quotes, as word processors make them. Type straight quotes: ' or \".",
        ),
        (
            r"invalid (non-printable )?character",
            "Such a character often comes with text copied from a web page. Delete it and type it anew.",
        ),
        (r"was never closed", "Look for the closing bracket, in this line or a later one."),
        (r"does not match opening|unmatched", "Count the brackets in this line and the one above."),
        (
            r"unterminated .*string literal",
            "A string begins here and does not end: look for the missing quote.",
        ),
        (
            r"expected an indented block",
            "Under a line that ends with a colon something must stand, moved to the right: at least pass.",
        ),
        (
            r"unexpected indent|unindent does not match",
            "This line does not begin in the same column as its neighbours. Use four spaces for each step.",
        ),
        (
            r"inconsistent use of tabs",
            "Tabs and spaces are mixed at the beginning of lines. Use spaces only.",
        ),
        (r"expected ':'", "A line that begins with if, for, while, def or class ends with a colon."),
        (
            r"cannot assign to .* Maybe you meant '=='",
            "= gives a name a value; == compares.",
        ),
        (
            r"invalid syntax",
            "Look at this line and the one above for a missing value, comma, quote or bracket.",
        ),
    )
)


def syntax_message(filename: str, error: Mapping[str, Any]) -> str:
    """Return the message for a learner.

    Args:
        filename: the file's name.
        error: ``{"message", "line", "column", "text"}`` as the sandbox reports it; nothing in it is trusted.
    """
    line, column = error.get("line"), error.get("column")
    what = str(error.get("message"))[:_MAX_TEXT]
    where = f" Line {line}:" if isinstance(line, int) else ""
    parts = [f"{filename} is not valid Python.{where} {what}"]
    text = str(error.get("text") or "").strip("\n")[:_MAX_TEXT]
    if text.strip():
        parts += _with_caret(text, column if isinstance(column, int) else 1)
    cause = next((cause for pattern, cause in _CAUSES if pattern.search(what)), "")
    return "\n".join([*parts, cause] if cause else parts)


def _with_caret(text: str, column: int) -> list[str]:
    """Return a line, and under it a caret at its 1-based ``column``."""
    indent = len(text) - len(text.lstrip())
    before = text.strip()[: max(0, column - 1 - indent)]
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
    # A tab keeps its width, whatever it is where this is shown.
    blank = "".join("\t" if char == "\t" else " " for char in before) if "\t" in before else " " * width
    return [f"    {text.strip()}", f"    {blank[:_MAX_CARET]}^"]
