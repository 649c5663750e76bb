"""What the reports of a class say beyond its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graders.reports.roster import Roster
from graders.similarity.compare import Similarity


@dataclass(frozen=True)
class ClassDetails:
    """What a class's reports need besides the results; nothing of it is needed.

    Args:
        titles: of the exercises, by id.
        roster: the class list, if there is one.
        similar: what comparing the submissions showed, one an exercise.
        leaderboard: whether Gradescope is to rank the learners.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    roster: Roster | None = None
    similar: tuple[Similarity, ...] = ()
    leaderboard: bool = False
