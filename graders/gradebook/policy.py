"""Which attempt counts and what lateness costs: pure functions over plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from graders.gradebook.clock import days_after
from graders.grading.results import Status


class Counts(StrEnum):
    """Which of a learner's attempts at an exercise counts."""

    BEST = "best"
    LATEST = "latest"
    FIRST = "first"


@dataclass(frozen=True)
class LateRule:
    """What handing in late costs.

    Args:
        deadline: the last moment in time, or None for no deadline.
        zone: where the deadline's days are counted, so that a change of the clocks costs nobody a day.
        grace: how much later than the deadline is not late yet. It forgives; it does not move the deadline: what
            comes after it is late from the deadline on.
        percent_per_day: how much of the earned points each started day takes away, from 0 to 100.
        cap_percent: the most that lateness takes away, from 0 to 100.
    """

    deadline: datetime | None = None
    zone: str = "UTC"
    grace: timedelta = timedelta()
    percent_per_day: float = 0.0
    cap_percent: float = 100.0

    def days_late(self, submitted: datetime) -> int:
        """Return how many days after the deadline have begun: 0 for one in time or within the grace."""
        if self.deadline is None or submitted <= self.deadline + self.grace:
            return 0
        # The right number is within a day of elapsed time over 24 hours, whatever the clocks do.
        days = max((submitted - self.deadline) // timedelta(days=1) - 1, 1)
        while days_after(self.deadline, days, self.zone) < submitted:
            days += 1
        return days

    def penalty_percent(self, days_late: int) -> float:
        """Return what share of the earned points that many days take away, in per cent."""
        return min(days_late * self.percent_per_day, self.cap_percent)

    def after_penalty(self, points: float, days_late: int) -> float:
        """Return what remains of ``points``."""
        return round(points * (100 - self.penalty_percent(days_late)) / 100, 6)


@dataclass(frozen=True)
class ExercisePolicy:
    """How the attempts at one exercise make a grade.

    Args:
        counts: which attempt counts.
        late: what lateness costs.
    """

    counts: Counts = Counts.BEST
    late: LateRule = field(default_factory=LateRule)


@dataclass(frozen=True)
class JudgedAttempt:
    """One attempt with the result that stands for it.

    Args:
        id: of the attempt; later attempts have higher ids, which decides between two of the same moment.
        submitted_at: when it was handed in.
        status: the result's status.
        points: earned, before any penalty; meaningless for a grader error.
        max_points: what could be earned.
        time_known: False where the moment is that of the grading, because no other is known.
    """

    id: int
    submitted_at: datetime
    status: Status
    points: float
    max_points: float
    time_known: bool = True

    @property
    def needs_person(self) -> bool:
        """Whether there is no verdict, through a fault of ours."""
        return self.status is Status.GRADER_ERROR


@dataclass(frozen=True)
class Counted:
    """The attempt that counts, and what it is worth.

    Args:
        attempt: the attempt.
        days_late: started days after the deadline.
        points: after the penalty; None where the attempt has no verdict.
    """

    attempt: JudgedAttempt
    days_late: int
    points: float | None


def counted_attempt(attempts: Sequence[JudgedAttempt], counts: Counts, rule: LateRule) -> Counted | None:
    """Return the attempt that counts, or None if there is none.

    The best attempt is the one worth most after its penalty, of equals the earliest; an attempt without a verdict
    is the best only if no other exists. The first and the latest count whether they have a verdict or not: a
    fault of ours is never a zero, and never makes an earlier attempt count.
    """
    weighed = [_weighed(attempt, rule) for attempt in sorted(attempts, key=_moment)]
    if not weighed:
        return None
    match counts:
        case Counts.FIRST:
            return weighed[0]
        case Counts.LATEST:
            return weighed[-1]
        case Counts.BEST:
            return max(weighed, key=lambda one: -1.0 if one.points is None else one.points)


def _moment(attempt: JudgedAttempt) -> tuple[datetime, int]:
    return attempt.submitted_at, attempt.id


def _weighed(attempt: JudgedAttempt, rule: LateRule) -> Counted:
    days = rule.days_late(attempt.submitted_at)
    return Counted(attempt, days, None if attempt.needs_person else rule.after_penalty(attempt.points, days))
