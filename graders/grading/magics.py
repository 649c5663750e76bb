"""IPython's ``!command`` and ``%magic`` lines, made into Python that keeps every line number.

They stand in notebooks, and in the ``.py`` files that notebooks are exported to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graders.sandbox.syntax import CELL_MARK

_LINE_MAGIC = re.compile(
    r"""\s*(
      !                                                  # !wget ...
    | %{1,2}[A-Za-z]                                     # %matplotlib inline, %%time
    | \?{1,2}\w                                          # ?print
    | [A-Za-z_][\w.]*\?{1,2}\s*$                         # print?
    | [A-Za-z_][\w, ]*=\s*(!|%[A-Za-z])                  # files = !ls
    | (pip3?|conda|wget|curl|unzip|cd|mkdir|rm|cp|mv|git|apt(-get)?)   # commands that IPython takes without a mark
      \s++(?!(?:and|or|in|is|if|not|for)\b)(?=[^\sA-Za-z/~.]*[A-Za-z/~.])[\w/~."'$-]++(?=\s|$)
    )""",
    re.VERBOSE,
)
_CELL_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)")
_OTHER_LANGUAGES = frozenset(
    (
        *("bash", "sh", "shell", "script", "cmd", "html", "HTML", "javascript", "js", "latex", "markdown"),
        *("svg", "SVG", "perl", "ruby", "R", "sql", "bigquery", "cython", "python2", "pypy", "file"),
    )
)


@dataclass
class _Scanner:
    """Knows, line by line, whether the next one begins a statement, without judging whether it is valid Python."""

    brackets: int = 0
    quote: str = ""
    continued: bool = False
    _token: re.Pattern[str] = field(
        default=re.compile(r"\\.|'''|\"\"\"|'|\"|\#|[\[({]|[\])}]", re.DOTALL), repr=False
    )

    @property
    def at_statement(self) -> bool:
        return not (self.brackets or self.quote or self.continued)

    def read(self, line: str) -> None:
        self.continued = False
        for match in self._token.finditer(line):
            token = match.group()
            if self.quote:
                self.quote = "" if token == self.quote else self.quote
            elif token == "#":
                return
            elif token[0] in "'\"":
                self.quote = token
            elif token in "[({":
                self.brackets += 1
            elif token in "])}":
                self.brackets = max(0, self.brackets - 1)
        self.continued = line.endswith("\\")
        if len(self.quote) == 1 and not self.continued:
            self.quote = ""  # an unfinished string ends with its line; Python will say so


def comment_magics(source: str) -> str:
    """Turn IPython's lines into ``pass`` with the line as a comment.

    ``pass`` keeps a block that holds nothing else valid; line numbers stay the same. Lines inside strings and
    brackets are left alone. A cell in another language (``%%bash``) becomes a comment as a whole, and one that
    writes a module (``%%writefile name.py``) writes it.
    """
    return "\n".join(line for cell in _cells(source) for line in _plain_cell(cell))


def _cells(source: str) -> Iterator[list[str]]:
    """Yield the lines of each cell; a file without marks is one cell."""
    cell: list[str] = []
    for line in source.split("\n"):
        if CELL_MARK.match(line) and cell:
            yield cell
            cell = []
        cell.append(line)
    yield cell


def _plain_cell(lines: list[str]) -> list[str]:
    # The first line that is code decides: "# In[3]:" and blank lines may stand above it.
    first = next(
        (number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), None
    )
    magic = _CELL_MAGIC.match(lines[first]) if first is not None else None
    if first is None or magic is None:
        return _plain_lines(lines)
    name, argument = magic.groups()
    body = lines[first + 1 :]
    if name in _OTHER_LANGUAGES or name == "writefile":
        return [*lines[:first], _written(name, argument, body), *(f"# {line}" for line in body)]
    return _plain_lines(lines)


def _written(name: str, argument: str, body: list[str]) -> str:
    """Return the statement that stands for a cell of another language, or that writes a module."""
    file = argument.split()[-1] if argument.split() else ""
    if name in ("writefile", "file") and re.fullmatch(r"[A-Za-z_]\w*\.py", file):
        return f"__import__('pathlib').Path({file!r}).write_text({chr(10).join([*body, ''])!r})"
    return f"pass  # %%{name} {argument}".rstrip()


def _plain_lines(lines: list[str]) -> list[str]:
    plain = []
    scanner = _Scanner()
    command_goes_on = False
    for line in lines:
        if command_goes_on:
            plain.append(f"# {line}")
            command_goes_on = line.rstrip().endswith("\\")
        elif scanner.at_statement and _LINE_MAGIC.match(line):
            indent = line[: len(line) - len(line.lstrip())]
            plain.append(f"{indent}pass  # {line.strip()}")
            command_goes_on = line.rstrip().endswith("\\")
        else:
            scanner.read(line)
            plain.append(line)
    return plain
