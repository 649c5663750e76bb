"""Text that learners control, made fit to show to people and to strict parsers.

Every report passes names, messages and output through :func:`clean` or
:func:`clean_line`, so that no format has to know which characters are unsafe.
"""

from __future__ import annotations

import re

# Colours, cursor moves and window titles. Each repeat is bounded, so hostile input costs linear time.
_TERMINAL_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,2048}(?:\x07|\x1b\\)|[@-Z\\-_])"
)
_REPLACEMENT = "\ufffd"


def _replacements() -> dict[int, str]:
    """Map every code point that XML forbids, a terminal obeys or a reader is fooled by."""
    table = {code: _REPLACEMENT for code in (*range(0x20), 0x7F) if chr(code) not in "\n\t"}
    table |= dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT)  # C1 controls: some terminals act on them
    table |= dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)  # lone surrogates: UTF-8 cannot hold them
    table |= dict.fromkeys((0xFFFE, 0xFFFF), _REPLACEMENT)  # not XML characters
    # Direction overrides make "gpj.exe" out of "exe.jpg"; honest text in any script does without them.
    table |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), _REPLACEMENT)
    table |= dict.fromkeys((0x2028, 0x2029), "\n")
    return table


_REPLACEMENTS = _replacements()


def _settled(line: str) -> str:
    """Return what a terminal would still show of a line that a progress bar redrew many times."""
    parts = [part for part in line.replace("\b", "").split("\r") if part]
    return parts[-1] if parts else ""


def clean(text: str) -> str:
    r"""Return ``text`` without anything a terminal, a browser or an XML parser would act on.

    Terminal colours go, redrawn progress bars keep their last state, ``\r\n`` becomes ``\n``, and other
    control characters, lone surrogates and direction overrides become the replacement character.
    """
    text = _TERMINAL_ESCAPE.sub("", text.replace("\r\n", "\n"))
    if "\r" in text or "\b" in text:
        text = "\n".join(_settled(line) for line in text.split("\n"))
    return text.translate(_REPLACEMENTS)


def clean_line(text: str) -> str:
    """Return :func:`clean` text on one line, line ends and tabs shown as signs: for names and table cells."""
    return clean(text).replace("\n", "⏎").replace("\t", "⇥")


def bounded(text: str, limit: int) -> str:
    """Return ``text``, or its start and end and how much is left out if it is longer than ``limit``."""
    if len(text) <= limit:
        return text
    tail = limit // 3
    head = limit - tail
    left_out = len(text) - limit
    return f"{text[:head]}\n[... {left_out:,} characters left out ...]\n{text[len(text) - tail :]}"


def shown(text: str, limit: int) -> str:
    """Return ``text`` cleaned, without trailing white space, and bounded to about ``limit`` characters."""
    return bounded(clean(text).rstrip(), limit)


def shown_line(text: str, limit: int) -> str:
    """Return ``text`` cleaned to one line of at most ``limit`` characters."""
    line = clean_line(text.strip())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
