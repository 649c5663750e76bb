"""Search over the lessons' texts and the glossary: plain words, no index, fast enough for a course."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.lessons import Lesson
from dashboard.lessons.glossary import Term

MOST_HITS = 8
_SNIPPET = 140  # characters
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"```.*?```|[*`#|$]|\[([^\]]*)\]\([^)]*\)", re.DOTALL)
# What a word counts where it stands.
_TITLE, _SUMMARY, _PROSE = 12, 5, 1


@dataclass(frozen=True)
class Hit:
    """A lesson that holds every word of a query.

    Args:
        lesson: the lesson.
        snippet: a piece of its text around the first of the words.
    """

    lesson: Lesson
    snippet: str


def find_lessons(query: str, lessons: Iterable[Lesson]) -> tuple[Hit, ...]:
    """Return the lessons that hold every word of the query, or words that begin so, best first.

    Args:
        query: what a person typed; case and punctuation do not count.
        lessons: where to look.
    """
    wanted = _words(query)
    if not wanted:
        return ()
    scored = [(_score(lesson, wanted), lesson) for lesson in lessons]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].number))
    return tuple(Hit(lesson, _snippet(lesson, wanted)) for _, lesson in best[:MOST_HITS])


def find_terms(query: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the terms whose name, or else whose meaning, holds every word of the query."""
    wanted = _words(query)
    terms = tuple(terms)
    if not wanted:
        return ()
    named = [term for term in terms if _holds(" ".join(term.forms), wanted)]
    rest = [term for term in terms if term not in named and _holds(term.means, wanted)]
    return tuple((named + rest)[:MOST_HITS])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _holds(text: str, wanted: Sequence[str]) -> bool:
    return all(_count(text, word) for word in wanted)


def _count(text: str, word: str) -> int:
    return sum(found.startswith(word) for found in _words(text))


def _score(lesson: Lesson, wanted: Sequence[str]) -> int:
    prose = "\n".join(lesson.sections.values())
    about = " ".join((lesson.summary, *lesson.objectives, *lesson.remember, *lesson.heading))
    total = 0
    for word in wanted:
        points = (
            _TITLE * _count(lesson.title, word)
            + _SUMMARY * _count(about, word)
            + _PROSE * _count(prose, word)
        )
        if not points:
            return 0
        total += points
    return total


def _snippet(lesson: Lesson, wanted: Sequence[str]) -> str:
    text = " ".join(_MARKUP.sub(r"\1", "\n".join(lesson.sections.values())).split())
    match = next(
        (found for found in _WORD.finditer(text) if found.group().casefold().startswith(tuple(wanted))), None
    )
    if match is None:
        return lesson.summary
    start = max(0, match.start() - _SNIPPET // 2)
    piece = text[start : start + _SNIPPET]
    if start:
        piece = "… " + piece.partition(" ")[2]
    return piece.rpartition(" ")[0] + " …" if start + _SNIPPET < len(text) else piece
