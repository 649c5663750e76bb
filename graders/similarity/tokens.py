"""Python source as a sequence of tokens in which names that the author chose and literals no longer differ."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass

MAX_CHARACTERS = 200_000
MAX_TOKENS = 20_000

# One expression for the whole language, so that half-written files and the syntax of any version can be read. No
# repetition in it can give back what it took, so the time is linear whatever the file holds.
_TOKEN = re.compile(
    r"""
      (?P<space>\s++|\#[^\n]*+|\\\n)
    | (?P<string>[rRbBuUfFtT]{0,3}(?:
          '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)
        | \"{3}(?:[^"\\]|\\.|"(?!""))*+(?:\"{3}|\Z)
        | '(?:[^'\\\n]|\\.)*+(?:'|$)
        | "(?:[^"\\\n]|\\.)*+(?:"|$)))
    | (?P<number>(?:\d|\.\d)(?:[\w.]|(?<=[eE])[+-])*+)
    | (?P<name>\w++)
    | (?P<operator>->|:=|\.\.\.|\*\*=?|//=?|<<=?|>>=?|[-+*/%@&|^=!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_KEPT = frozenset(keyword.kwlist) | frozenset(name for name in dir(builtins) if not name.startswith("_"))
_SAYS_NOTHING = frozenset(";\\")
NAME, NUMBER, STRING = "name", "0", "''"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Args:
        text: what is compared: the token itself, or what stands for every name or literal of its kind.
        start: its first character in the source, from 0.
        end: the character after its last.
    """

    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Raw:
    """A token as it stands in the file.

    Args:
        kind: string, number, name or operator.
        text: its characters.
        start: its first character.
        begins: whether a statement may begin with it: a line does, and no bracket is open.
        in_call: whether it stands between the brackets of a call.
    """

    kind: str
    text: str
    start: int
    begins: bool
    in_call: bool


def tokens_of(source: str) -> list[Token]:
    """Return the tokens of ``source``, at most :data:`MAX_TOKENS`, whether or not it is valid Python.

    Comments, white space, indentation and docstrings are left out. A string becomes :data:`STRING`, a number
    :data:`NUMBER`, a name that the author could have chosen otherwise :data:`NAME`. Names that renaming cannot change
    stay: keywords, builtins, attributes of anything but ``self``, and the names of arguments in a call.
    """
    raw = _scan(source[:MAX_CHARACTERS])
    found: list[Token] = []
    for position, token in enumerate(raw):
        text = _compared(raw, position)
        if text:
            found.append(Token(text, token.start, token.start + len(token.text)))
    return found


def _scan(source: str) -> list[_Raw]:
    raw: list[_Raw] = []
    brackets: list[bool] = []  # of each open bracket, whether it is a call's
    begins = True
    for match in _TOKEN.finditer(source):
        kind, text = match.lastgroup or "", match.group()
        if kind == "space":
            begins = begins or ("\n" in text and not brackets and text != "\\\n")
            continue
        raw.append(_Raw(kind, text, match.start(), begins, bool(brackets) and brackets[-1]))
        begins = text == ";"
        if text in ("(", "[", "{"):
            brackets.append(text == "(" and not _is_signature(raw))
        elif text in (")", "]", "}") and brackets:
            brackets.pop()
        if len(raw) >= MAX_TOKENS:
            break
    return raw


def _is_signature(raw: list[_Raw]) -> bool:
    """Whether the bracket that ends ``raw`` opens the parameters of a definition: ``def name(``."""
    return len(raw) >= 3 and raw[-3].text == "def"


def _compared(raw: list[_Raw], position: int) -> str:
    """Return what stands for a token, or an empty string for one that is left out."""
    token = raw[position]
    after = raw[position + 1] if position + 1 < len(raw) else None
    match token.kind:
        case "string":
            alone = token.begins and (after is None or after.begins)
            return "" if alone else STRING
        case "number":
            return NUMBER
        case "name":
            return token.text if _is_kept(raw, position, after) else NAME
        case _:
            return "" if token.text in _SAYS_NOTHING else token.text


def _is_kept(raw: list[_Raw], position: int, after: _Raw | None) -> bool:
    token = raw[position]
    if position and raw[position - 1].text == ".":
        return position < 2 or raw[position - 2].text not in ("self", "cls")
    is_argument = token.in_call and after is not None and after.text == "="
    return is_argument or token.text in _KEPT
