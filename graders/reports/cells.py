"""Cells of spreadsheets: learners' text made harmless, numbers short."""

from __future__ import annotations

import re

from graders.reports.text import shown_line

# Excel takes a CSV file without a byte order mark for the local code page and breaks every accented name;
# Canvas, Moodle, pandas and LibreOffice all accept the mark.
ENCODING = "utf-8-sig"

_CELL_LIMIT = 1_000  # characters; Excel refuses more than 32,767
# What starts a formula in Excel, LibreOffice or Google Sheets, full-width forms included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A grade of -1.5, and the dash that Moodle writes for no grade.
_HARMLESS = re.compile(r"\s*(-|[-+]?[\d.,]+ ?%?)\s*")


def text_cell(text: str) -> str:
    """Return text that learners control on one line, bounded, and with an apostrophe where it would be a formula."""
    cell = shown_line(text, _CELL_LIMIT)
    return f"'{cell}" if _may_run(cell) else cell


def guarded(cell: str) -> str:
    """Return a cell of somebody else's table as it is, numbers too, but with an apostrophe before a formula."""
    return f"'{cell}" if _may_run(cell) and not _HARMLESS.fullmatch(cell) else cell


def _may_run(cell: str) -> bool:
    return cell.lstrip().startswith(_FORMULA_STARTS)
