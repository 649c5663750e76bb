"""The words of the course: what each means, and where a text uses one for the first time.

Imports no streamlit: a page draws what this module finds.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

GLOSSARY = Path(__file__).with_name("glossary.toml")
# Where a word is no word of the sentence: code, headings, links, formulas, HTML, icons, table rules.
_OTHER = re.compile(
    r"""```.*?```            # a block of code
    |^\#.*?$                 # a heading
    |^\|.*?$                 # a row of a table: a hint would be cut off by its cell
    |`[^`\n]+`               # code in a line
    |\[[^\]\n]*\]\([^)\n]*\) # a link
    |\$[^$\n]+\$             # a formula
    |<[^>\n]+>               # HTML
    |:material/\w+:          # an icon""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


class GlossaryError(ValueError):
    """The glossary is malformed; the message says what was expected."""


@dataclass(frozen=True)
class Term:
    """A word of the course.

    Args:
        term: as the glossary shows it.
        means: its meaning in one or two sentences.
        also: other forms that a text may use.
    """

    term: str
    means: str
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form, the term itself first."""
        return (self.term, *self.also)


@cache
def read_glossary(path: Path = GLOSSARY) -> tuple[Term, ...]:
    """Return the terms in alphabetical order.

    Raises:
        GlossaryError: if the file is malformed, or a form stands for two terms.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["terms"]
        terms = tuple(sorted((_term(entry) for entry in entries), key=lambda one: one.term.casefold()))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise GlossaryError(
            f"{path.name}: expected [[terms]] with term and means, received {error}."
        ) from error
    _by_form(terms)
    return terms


def mark(texts: Sequence[str], terms: Iterable[Term]) -> tuple[str, ...]:
    """Return texts in which the first use of each term carries its meaning, as HTML of the class ``term``.

    Code, headings, links, tables and formulas stay as they are.

    Args:
        texts: Markdown of ours, in the order in which it is read; it is not escaped.
        terms: what to look for.
    """
    known = _by_form(terms)
    if not known:
        return tuple(texts)
    alternatives = "|".join(re.escape(form) for form in sorted(known, key=len, reverse=True))
    word = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)
    seen: set[Term] = set()

    def explained(match: re.Match[str]) -> str:
        term = known[match.group().casefold()]
        if term in seen:
            return match.group()
        seen.add(term)
        means = html.escape(term.means)
        return (
            f'<span class="term" tabindex="0">{match.group()}'
            f'<span class="meaning" role="tooltip"><b>{html.escape(term.term)}</b> {means}</span></span>'
        )

    return tuple(_outside_of_other(text, lambda words: word.sub(explained, words)) for text in texts)


def _outside_of_other(markdown: str, change: Callable[[str], str]) -> str:
    """Change only what is plain words."""
    pieces, end = [], 0
    for other in _OTHER.finditer(markdown):
        pieces += [change(markdown[end : other.start()]), other.group()]
        end = other.end()
    return "".join([*pieces, change(markdown[end:])])


def _term(entry: Mapping[str, Any]) -> Term:
    return Term(str(entry["term"]), str(entry["means"]), tuple(map(str, entry.get("also", ()))))


def _by_form(terms: Iterable[Term]) -> dict[str, Term]:
    known: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            if known.setdefault(form.casefold(), term) is not term:
                raise GlossaryError(
                    f"glossary: {form.casefold()!r} stands for both {known[form.casefold()].term!r} and {term.term!r}."
                )
    return known
