"""Turn the bytes that learners hand in into Python source: encodings, notebooks, magics.

Nothing here parses or runs the source: that happens in the sandbox.
"""

from __future__ import annotations

import codecs
import json
import re
import tokenize
from collections.abc import Sequence
from io import BytesIO
from typing import Any

MAX_PY_BYTES = 1_000_000
MAX_NOTEBOOK_BYTES = 20_000_000

_MAGIC = re.compile(r"^(\s*)(!|%{1,2}[A-Za-z]|\?|[A-Za-z_][\w, ]*=\s*(!|%[A-Za-z]))")
_WHOLE_CELL_MAGICS = (
    "%%bash",
    "%%sh",
    "%%html",
    "%%javascript",
    "%%js",
    "%%latex",
    "%%markdown",
    "%%svg",
    "%%writefile",
    "%%cmd",
    "%%perl",
    "%%ruby",
)


# What a coding line can name besides encodings of text. Reading a megabyte of Punycode takes minutes.
_NO_TEXT_ENCODINGS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})


class UnreadableSource(Exception):
    """The file cannot be taken for Python; the message is one sentence for the learner."""


def comment_magics(source: str) -> str:
    """Turn IPython's ``!command`` and ``%magic`` lines into ``pass`` with the line as a comment.

    ``pass`` keeps a block that holds nothing else valid; line numbers stay the same.
    """
    return "\n".join(
        f"{match.group(1)}pass  # {line.strip()}" if (match := _MAGIC.match(line)) else line
        for line in source.split("\n")
    )


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


def _cell_source(text: str) -> str:
    first_line = text.lstrip().split("\n", 1)[0]
    if first_line.startswith(_WHOLE_CELL_MAGICS):
        return "\n".join(f"# {line}" for line in text.split("\n"))
    return comment_magics(text)


def _notebook_cells(text: str) -> Sequence[Any]:
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(
            "Expected a Jupyter notebook, but the file is not valid JSON: save the notebook again."
        ) from error
    if isinstance(notebook, dict):
        sheets = notebook.get("worksheets")  # notebooks before format 4
        if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict):
            notebook = sheets[0]
        cells = notebook.get("cells")
        if isinstance(cells, list):
            return cells
    raise UnreadableSource(
        "Expected a Jupyter notebook, but the file has no list of cells: save the notebook again."
    )


def _notebook_source(text: str) -> str:
    parts = []
    for number, cell in enumerate(_notebook_cells(text), start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            body = _cell_text(cell) or _cell_text({"source": cell.get("input", "")})
            parts.append(f"# In[{number}]:\n{_cell_source(body)}")
    if not parts:
        raise UnreadableSource("The notebook has no code cell: put your solution into a code cell.")
    return "\n\n".join(parts) + "\n"


def read_source(content: bytes, filename: str) -> str:
    """Return the Python source in ``content``.

    Args:
        content: the file's bytes, with or without a byte-order mark, in UTF-8, UTF-16 or cp1252.
        filename: decides what it is: ``.ipynb`` is a notebook, everything else a Python file.

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
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    source = _notebook_source(text) if is_notebook else text
    # Lone surrogates cannot be encoded for the sandbox; they only come from broken escapes in notebooks.
    return source.encode("utf-8", errors="replace").decode("utf-8")
