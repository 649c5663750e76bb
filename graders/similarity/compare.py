"""Which submissions share many passages that few others have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graders.similarity.passages import Passage, passages_of
from graders.similarity.tokens import tokens_of
from graders.similarity.winnowing import fingerprints_of

# A passage that more than this share of an exercise's submissions holds is common knowledge, e.g. from the notes...
COMMON_SHARE = 0.1
# ...but in a small class it takes more than so many submissions.
COMMON_AT_LEAST = 5
# A pair is shown from this share on of the shorter submission's own passages...
THRESHOLD = 0.5
# ...if it shares at least so many of them: a few lines are alike by chance, the more so in a short exercise.
MINIMUM_SHARED = 12
# A page is made for so many pairs of an exercise, the most similar ones.
MAX_PAIRS = 100
# Pairs of submissions looked at because a passage is in both, over a whole exercise; bounds time and memory.
MAX_MEETINGS = 3_000_000
# Characters read of an exercise's submissions: so many for each, of which the long ones get what the short ones leave.
AVERAGE_CHARACTERS = 8_000
# A small class may have long files.
LEAST_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class Source:
    """A submission as it is compared.

    Args:
        learner: who handed it in.
        path: of its file in the graded folder.
        text: its code, as text; it is never run.
    """

    learner: str
    path: str
    text: str


@dataclass(frozen=True)
class Pair:
    """Two submissions with much in common.

    Args:
        first: the one whose path comes first.
        second: the other.
        shared: fingerprints that both have and few others.
        first_share: the part of the first one's own fingerprints that they are, from 0 to 1.
        second_share: the same of the second.
        passages: where they agree, in the order of the first.
    """

    first: Source
    second: Source
    shared: int
    first_share: float
    second_share: float
    passages: tuple[Passage, ...]

    @property
    def share(self) -> float:
        """The larger share: of the one that has less of its own."""
        return max(self.first_share, self.second_share)


@dataclass(frozen=True)
class Similarity:
    """What comparing an exercise's submissions showed.

    Args:
        exercise: its id.
        compared: submissions with enough code of their own to compare.
        pairs: at most :data:`MAX_PAIRS`, the most similar first.
        more: further pairs above the threshold.
    """

    exercise: str
    compared: int
    pairs: tuple[Pair, ...]
    more: int = 0


def compare(exercise: str, sources: Sequence[Source], stub: str) -> Similarity:
    """Compare the submissions of one exercise with each other.

    Passages of the stub are left out, and those that more submissions have than :func:`common_limit` says. What is
    left is indexed by fingerprint, so that only submissions that share something meet.

    Args:
        exercise: its id.
        sources: its submissions.
        stub: the code that every learner was given.
    """
    sources = _bounded(sorted(sources, key=lambda source: (source.path, source.learner)))
    given = _prints(stub)
    found = [_prints(source.text) - given for source in sources]
    held_by = Counter(value for prints in found for value in prints)
    limit = common_limit(len(sources))
    own = [{value for value in prints if held_by[value] <= limit} for prints in found]
    flagged = sorted(_flagged(own), key=lambda pair: (-pair[1], -pair[0], pair[2:]))
    pairs = (_pair(sources, own, first, second) for _, _, first, second in flagged[:MAX_PAIRS])
    return Similarity(
        exercise,
        compared=sum(len(prints) >= MINIMUM_SHARED for prints in own),
        pairs=tuple(pairs),
        more=max(0, len(flagged) - MAX_PAIRS),
    )


def common_limit(submissions: int) -> int:
    """Return how many of an exercise's submissions may hold a passage before it counts as common to the class."""
    return max(COMMON_AT_LEAST, int(submissions * COMMON_SHARE))


def _bounded(sources: Sequence[Source]) -> list[Source]:
    """Cut the longest texts, so that reading all takes bounded time; who hands in a huge file cuts nobody else's."""
    left = max(LEAST_CHARACTERS, AVERAGE_CHARACTERS * len(sources))
    longest = 0
    lengths = sorted(len(source.text) for source in sources)
    for number, length in enumerate(lengths):
        longest = max(longest, left // (len(lengths) - number))
        left -= min(length, longest)
    return [replace(source, text=source.text[:longest]) for source in sources]


def _prints(text: str) -> set[int]:
    return {one.hash for one in fingerprints_of([token.text for token in tokens_of(text)])}


def _flagged(own: Sequence[set[int]]) -> Iterator[tuple[int, float, int, int]]:
    """Yield (shared, share, first, second) of each pair above the threshold."""
    for (first, second), shared in _meetings(own).items():
        share = shared / min(len(own[first]), len(own[second]))
        if shared >= MINIMUM_SHARED and share >= THRESHOLD:
            yield shared, share, first, second


def _meetings(own: Sequence[set[int]]) -> Mapping[tuple[int, int], int]:
    """Count the fingerprints that two submissions share, by pair.

    The rarest are counted first, and beyond :data:`MAX_MEETINGS` the others are not: what many have says little.
    """
    index: dict[int, list[int]] = {}
    for number, prints in enumerate(own):
        if len(prints) >= MINIMUM_SHARED:
            for value in prints:
                index.setdefault(value, []).append(number)
    meetings: Counter[tuple[int, int]] = Counter()
    left = MAX_MEETINGS
    for holders in _rarest_first(index.values()):
        left -= len(holders) * (len(holders) - 1) // 2
        if left < 0:
            break
        meetings.update(combinations(holders, 2))
    return meetings


def _rarest_first(postings: Iterable[list[int]]) -> list[list[int]]:
    return sorted(
        (holders for holders in postings if len(holders) > 1), key=lambda holders: (len(holders), holders)
    )


def _pair(sources: Sequence[Source], own: Sequence[set[int]], first: int, second: int) -> Pair:
    shared = own[first] & own[second]
    return Pair(
        sources[first],
        sources[second],
        len(shared),
        len(shared) / len(own[first]),
        len(shared) / len(own[second]),
        passages_of(sources[first].text, sources[second].text, shared),
    )
