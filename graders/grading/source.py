"""Turn the bytes that learners hand in into Python source: encodings and notebooks.

Nothing here parses or runs the source: that happens in the sandbox.
"""

from __future__ import annotations

import codecs
import json
import tokenize
from io import BytesIO
from typing import Any

from graders.grading.magics import comment_magics

MAX_PY_BYTES = 1_000_000
MAX_NOTEBOOK_BYTES = 20_000_000


# What a coding line can name besides encodings of text. Reading a megabyte of Punycode takes minutes.
_NO_TEXT_ENCODINGS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})


class UnreadableSource(Exception):
    """The file cannot be taken for Python; the message is one sentence for the learner."""


def _decode(content: bytes) -> str:
    if b"\x00" in content:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16", errors="replace")
        raise UnreadableSource(
            "Expected a Python file, but this file holds binary data: hand in the .py or .ipynb file itself."
        )
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
        if codecs.lookup(encoding).name in _NO_TEXT_ENCODINGS:
            raise LookupError(encoding)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        # A file saved by an old Windows editor, or one whose coding line is wrong.
        text = content.decode("cp1252", errors="replace")
    return text.removeprefix("\ufeff")


def _cell_text(cell: Any) -> str:
    source = cell.get("source", "") if isinstance(cell, dict) else ""
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _notebook_cells(text: str) -> list[Any]:
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(
            "Expected a Jupyter notebook, but the file is not valid JSON: save the notebook again."
        ) from error
    if isinstance(notebook, dict):
        sheets = notebook.get("worksheets")  # notebooks before format 4
        parts = [notebook, *(sheets if isinstance(sheets, list) else [])]
        lists = [part["cells"] for part in parts if isinstance(part, dict) and "cells" in part]
        if lists and all(isinstance(cells, list) for cells in lists):
            return [cell for cells in lists for cell in cells]
    raise UnreadableSource(
        "Expected a Jupyter notebook, but the file has no list of cells: save the notebook again."
    )


def _looks_like_a_notebook(text: str) -> bool:
    """Whether a file that is not called so is a notebook: renamed, not exported."""
    if not text.lstrip().startswith("{") or '"cells"' not in text:
        return False
    try:
        _notebook_cells(text)
    except UnreadableSource:
        return False
    return True


def _notebook_source(text: str) -> str:
    bodies = {}
    for number, cell in enumerate(_notebook_cells(text), start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            body = _cell_text(cell) or _cell_text({"source": cell.get("input", "")})
            bodies[number] = _plain_line_ends(body)
    if not bodies:
        raise UnreadableSource("The notebook has no code cell: put your solution into a code cell.")
    if sum(map(len, bodies.values())) > MAX_PY_BYTES:
        raise UnreadableSource(
            f"Expected at most {MAX_PY_BYTES / 1e6:g} MB of code, but the notebook has more."
        )
    return "\n\n".join(f"# In[{number}]:\n{comment_magics(body)}" for number, body in bodies.items()) + "\n"


def _plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_source(content: bytes, filename: str) -> str:
    """Return the Python source in ``content``.

    Args:
        content: the file's bytes, with or without a byte-order mark, in UTF-8, UTF-16 or cp1252.
        filename: decides what it is: ``.ipynb`` is a notebook, everything else a Python file, unless it is plainly
            a notebook that was only renamed.

    Raises:
        UnreadableSource: if the file is empty, too large, binary, or a broken notebook.
    """
    is_notebook = filename.lower().endswith(".ipynb")
    limit = MAX_NOTEBOOK_BYTES if is_notebook else MAX_PY_BYTES
    if len(content) > limit:
        raise UnreadableSource(
            f"Expected at most {limit / 1e6:g} MB, but the file has {len(content) / 1e6:.1f} MB: "
            "hand in the source only."
        )
    if not content.strip():
        raise UnreadableSource("The file is empty: hand in the file with your solution.")
    text = _plain_line_ends(_decode(content))
    source = _notebook_source(text) if is_notebook or _looks_like_a_notebook(text) else text
    # Lone surrogates cannot be encoded for the sandbox; they only come from broken escapes in notebooks.
    return source.encode("utf-8", errors="replace").decode("utf-8")
