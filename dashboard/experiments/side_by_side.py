"""Two versions of a text, line beside line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_ALIKE = 0.5  # the share of two lines that must be the same for one to stand for the other
_MOST_COMPARED = 2_500  # pairs of lines in one changed part; a larger one is put side by side in order


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
        number = first
        for line, today in _paired(before[first:last], after[start:end]):
            number += line is not None
            pairs.append(LinePair(None if line is None else number, line, today))
    return tuple(pairs)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield the lines of a changed part in pairs that are as alike as can be."""
    if len(old) == len(new) or not old or not new or len(old) * len(new) > _MOST_COMPARED:
        yield from zip_longest(old, new)
        return
    alike = [[_likeness(line, today) for today in new] for line in old]
    # best[i][j]: how alike old[i:] and new[j:] can be paired.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    i = j = 0
    while i < len(old) or j < len(new):
        if j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        elif i == len(old) or best[i][j] == best[i][j + 1]:
            yield None, new[j]
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1


def _likeness(old: str, new: str) -> float:
    share = SequenceMatcher(None, old.strip(), new.strip(), autojunk=False).ratio()
    return share if share >= _ALIKE else 0.0
