"""From pasted text to a syntax tree and back: notebook lines, limits, and what is no Python."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

import libcst as cst

from graders.grading.magics import comment_magics
from graders.grading.syntax_errors import syntax_message
from graders.old_names import WHY
from graders.sandbox.syntax import SourceError, parse
from graders.translation.result import Change, TranslationError

# LibCST takes seconds for more, and meanwhile nothing else of the process runs.
MOST_CHARACTERS = 30_000
MOST_LINES = 800
MOST_NODES = 20_000
MOST_DEPTH = 60  # levels of the syntax tree: real programs stay under 25
MOST_NESTING = 50_000  # the sum of the depths of all brackets: its parser's time grows with it

TOO_DEEP = "This code is nested too deep to be translated: paste a smaller part of it."
TOO_LONG = "This code is too long to be translated: paste a smaller part of it."

_INSTALL = re.compile(r"\s*[!%]?\s*(python3? -m )?pip3?\s+install\b")
_OLD_PACKAGE = re.compile(
    r"\b(tensorflow|keras)(-(cpu|gpu))?\s*(==\s*[012]\.|<=?\s*[0-3]|~=\s*[012]\.)|\btf-nightly-2\.0-preview\b|\btensorflow-gpu\b"
)
_VERSION_MAGIC = re.compile(r"\s*%tensorflow_version\b")
# Characters for private use: no program has them, so they name the lines that are put aside.
_MARK = "\ue10a"
LEFT_OUT = f"# {_MARK}-"  # beside a pass: the statement is left out, and what stands above it stays


@dataclass(frozen=True)
class Pasted:
    """Text that was read.

    Args:
        text: the old text, with plain line ends.
        module: its tree, in which a mark stands for each line that is not Python.
        aside: those lines, by their number in the mark.
        changes: what was found in those lines.
    """

    text: str
    module: cst.Module
    aside: tuple[str, ...]
    changes: tuple[Change, ...]

    def restored(self, code: str) -> str:
        """Return the code with the lines put back that had been put aside, and without those that are left out."""
        code = re.sub(rf"^pass{LEFT_OUT}\n?", "", code, flags=re.MULTILINE)
        return re.sub(rf"(pass  )?# {_MARK}(\d+)", lambda match: self.aside[int(match[2])], code)


def read(text: str) -> Pasted:
    """Parse what was pasted; nothing of it is run.

    Raises:
        TranslationError: if it is too long, nested too deep, or not Python.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_what_is_too_long(text)
    if re.match(r"(\s*\n)?[ \t]+\S", text):  # copied from the middle of something
        text = textwrap.dedent(text)
    plain, aside, changes = _without_notebook_lines(text)
    _check(plain)
    try:
        module = cst.parse_module(plain)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TranslationError(
            f"Python understands this code, but the library that reads it here does not ({reason[:120]})."
            " Try a smaller part of it."
        ) from None
    return Pasted(text, module, aside, changes)


def _refuse_what_is_too_long(text: str) -> None:
    lines = text.count("\n") + 1
    if len(text) > MOST_CHARACTERS or lines > MOST_LINES:
        raise TranslationError(
            f"Expected at most {MOST_LINES:,} lines and {MOST_CHARACTERS:,} characters, but this has {lines:,} lines "
            f"and {len(text):,} characters: paste one part after the other."
        )
    if text.lstrip().startswith("{") and '"cells"' in text:
        raise TranslationError("This is a whole notebook file: open it, and paste the code of its cells.")
    if _MARK in text:
        raise TranslationError("The code holds the character U+E10A, which is used here: delete it.")


def _without_notebook_lines(text: str) -> tuple[str, tuple[str, ...], tuple[Change, ...]]:
    """Return the text with a mark in place of each line that only a notebook understands, those lines, and changes."""
    old = text.split("\n")
    plain, aside, changes = comment_magics(text).split("\n"), list[str](), list[Change]()
    for number, (before, after) in enumerate(zip(old, plain, strict=True)):
        if before == after:
            continue
        indent = before[: len(before) - len(before.lstrip())]
        body = "# " if after.startswith("#") else f"{indent}pass  # "
        plain[number] = f"{body}{_MARK}{len(aside)}"
        kept = before.strip() if body != "# " else before
        if _is_old_install(before):
            changes.append(Change(number + 1, "old_install", WHY["old_install"]))
            kept = f"pass  # {kept}" if indent else f"# {kept}"
        aside.append(kept)
    return "\n".join(plain), tuple(aside), tuple(changes)


def _is_old_install(line: str) -> bool:
    return bool(_VERSION_MAGIC.match(line) or (_INSTALL.match(line) and _OLD_PACKAGE.search(line)))


def _check(source: str) -> None:
    """Let Python itself say whether this is Python, and refuse what no person writes.

    Raises:
        TranslationError: with the line and a caret.
    """
    try:
        tree = parse(source, "<pasted>")
    except SourceError as error:
        told = syntax_message("This", error.to_json()).split("\n")
        excerpt = [line for line in told[1:] if line.startswith("    ")]
        advice = [line for line in told[1:] if not line.startswith("    ")]
        message = told[0].rstrip(".") + "."
        raise TranslationError(message, "\n".join(line[4:] for line in excerpt), " ".join(advice)) from None
    if _nesting(source) > MOST_NESTING:
        raise TranslationError(TOO_DEEP)
    depth, nodes = 0, 0
    level: list[ast.AST] = [tree]
    while level:
        nodes += len(level)
        depth += 1
        if depth > MOST_DEPTH or nodes > MOST_NODES:
            raise TranslationError(TOO_DEEP if depth > MOST_DEPTH else TOO_LONG)
        level = [child for node in level for child in ast.iter_child_nodes(node)]


def _nesting(source: str) -> int:
    """Return the sum of the depths of all brackets; those in strings count too, since it is only a bound."""
    total = depth = 0
    for bracket in re.findall(r"[\[({]|[\])}]", source):
        depth = depth + 1 if bracket in "[({" else max(0, depth - 1)
        total += depth
    return total
