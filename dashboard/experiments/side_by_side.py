"""Two versions of a text, line beside line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest


@dataclass(frozen=True)
class LinePair:
    """A line of the old text and the one that stands for it.

    Args:
        number: of the old line, from 1; None where there is none.
        old: the old line, or None.
        new: the new line, or None.
    """

    number: int | None
    old: str | None
    new: str | None

    @property
    def changed(self) -> bool:
        """Whether the lines differ."""
        return self.old != self.new


def side_by_side(old: str, new: str) -> tuple[LinePair, ...]:
    """Return the lines of both texts in pairs, in their order."""
    before, after = old.split("\n"), new.split("\n")
    pairs: list[LinePair] = []
    for _, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        numbered = list(enumerate(before[first:last], first + 1))
        for line, today in zip_longest(numbered, after[start:end]):
            number, text = line or (None, None)
            pairs.append(LinePair(number, text, today))
    return tuple(pairs)
