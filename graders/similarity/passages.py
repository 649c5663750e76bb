"""Where two submissions agree: pairs of line ranges, for a person to look at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graders.similarity.tokens import Token, tokens_of
from graders.similarity.winnowing import PASSAGE_TOKENS, Fingerprint, fingerprints_of

# Tokens between two agreements that are shown as one passage: a change here and there, or a line of the stub.
GAP_TOKENS = PASSAGE_TOKENS


@dataclass(frozen=True)
class Lines:
    """A range of lines, both ends included, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Passage:
    """Lines of two submissions that agree but for names, literals, comments and layout."""

    first: Lines
    second: Lines


@dataclass
class _Run:
    """Agreeing stretches of tokens: where both begin, and where both end so far."""

    first: int
    second: int
    first_end: int
    second_end: int

    def takes(self, first: int, second: int) -> bool:
        """Whether a fingerprint at these positions goes on with both stretches, after a short gap at most."""
        return first <= self.first_end + GAP_TOKENS and self.second <= second <= self.second_end + GAP_TOKENS

    def drift(self, first: int, second: int) -> int:
        """By how many tokens these positions are off those of a copy without a change."""
        return abs((second - self.second) - (first - self.first))

    def take(self, first: int, second: int) -> None:
        self.first_end = max(self.first_end, first + PASSAGE_TOKENS)
        self.second_end = max(self.second_end, second + PASSAGE_TOKENS)


def passages_of(first: str, second: str, shared: Collection[int]) -> tuple[Passage, ...]:
    """Return where two submissions hold the shared fingerprints, in the order of the first; no line twice.

    Args:
        first: code of the one.
        second: code of the other.
        shared: hashes of the fingerprints to show.
    """
    left, right = tokens_of(first), tokens_of(second)
    elsewhere: dict[int, list[int]] = {}
    for one in _chosen(right, shared):
        elsewhere.setdefault(one.hash, []).append(one.position)
    runs: list[_Run] = []
    for one in _chosen(left, shared):
        _place(runs, one.position, elsewhere[one.hash])
    return _as_lines(runs, (first, left), (second, right))


def _chosen(tokens: Sequence[Token], shared: Collection[int]) -> list[Fingerprint]:
    return [one for one in fingerprints_of([token.text for token in tokens]) if one.hash in shared]


def _place(runs: list[_Run], position: int, candidates: Sequence[int]) -> None:
    """Let a fingerprint go on with the last run where one of its places does, or begin a run at its first place."""
    last = runs[-1] if runs else None
    fitting = [candidate for candidate in candidates if last and last.takes(position, candidate)]
    if last and fitting:
        last.take(position, min(fitting, key=lambda candidate: last.drift(position, candidate)))
        return
    start = candidates[0]
    runs.append(_Run(position, start, position + PASSAGE_TOKENS, start + PASSAGE_TOKENS))


def _as_lines(
    runs: Sequence[_Run], first: tuple[str, Sequence[Token]], second: tuple[str, Sequence[Token]]
) -> tuple[Passage, ...]:
    """Turn runs of tokens into lines; a line that two runs touch belongs to the one before."""
    starts = [_line_starts(text) for text, _ in (first, second)]
    passages: list[Passage] = []
    for run in runs:
        left = _lines(first[1][run.first : run.first_end], starts[0])
        right = _lines(second[1][run.second : run.second_end], starts[1])
        if passages and left.first <= passages[-1].first.last:
            left = Lines(passages[-1].first.last + 1, left.last)
        if left.first <= left.last:
            passages.append(Passage(left, right))
    return tuple(passages)


def _line_starts(text: str) -> list[int]:
    return [0, *(position + 1 for position, character in enumerate(text) if character == "\n")]


def _lines(tokens: Sequence[Token], starts: Sequence[int]) -> Lines:
    return Lines(bisect_right(starts, tokens[0].start), bisect_right(starts, max(tokens[-1].end - 1, 0)))
