"""Two similar submissions side by side: lines in blocks, each plain or a numbered passage that both have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from graders.reports.paths import safe_names
from graders.reports.text import clean
from graders.similarity.compare import Pair, Similarity, Source
from graders.similarity.passages import Lines

FOLDER = "similar"
_MOST_LINES = 5_000
_LINE_LIMIT = 300


@dataclass(frozen=True)
class Line:
    """A line of code, cleaned.

    Args:
        number: from 1.
        text: at most 300 characters.
    """

    number: int
    text: str


@dataclass(frozen=True)
class Block:
    """Lines that follow each other.

    Args:
        passage: number of the passage that they are, from 1; 0 for lines that are in none.
        begins: whether a passage begins here; on the right-hand side another may interrupt it.
        lines: the lines.
    """

    passage: int
    begins: bool
    lines: tuple[Line, ...]


def pair_paths(similar: Sequence[Similarity]) -> dict[tuple[str, int], PurePosixPath]:
    """Return where the page of each pair goes in the report folder, by exercise and position from 0, without suffix."""
    names = safe_names(one.exercise for one in similar)
    return {
        (one.exercise, position): PurePosixPath(FOLDER, f"{names[one.exercise]}-{position + 1:03}")
        for one in similar
        for position in range(len(one.pairs))
    }


def sides_of(pair: Pair) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks of the first and of the second submission."""
    return (
        _blocks(pair.first, [passage.first for passage in pair.passages]),
        _blocks(pair.second, [passage.second for passage in pair.passages]),
    )


def _blocks(source: Source, passages: Sequence[Lines]) -> tuple[Block, ...]:
    lines = [
        Line(number, _shown(text))
        for number, text in enumerate(source.text.split("\n")[:_MOST_LINES], start=1)
    ]
    owner: dict[int, int] = {}
    for number, passage in enumerate(passages, start=1):
        for line in range(passage.first, passage.last + 1):
            owner.setdefault(line, number)
    blocks: list[Block] = []
    for number, group in groupby(lines, key=lambda line: owner.get(line.number, 0)):
        begins = number > 0 and all(block.passage != number for block in blocks)
        blocks.append(Block(number, begins, tuple(group)))
    return tuple(blocks)


def _shown(text: str) -> str:
    line = clean(text.expandtabs(4)).replace("\n", " ").rstrip()
    return line if len(line) <= _LINE_LIMIT else f"{line[: _LINE_LIMIT - 1]}…"
