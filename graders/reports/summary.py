"""What a class's results say taken together: counts, distributions, the hardest checks, frequent mistakes."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.text import shown_line
from graders.reports.wording import percent

# Questions are randomised, so the same mistake comes with other numbers for each learner.
_NUMBERS = re.compile(r"\d[\d.,]*")
_MESSAGE_LIMIT = 300  # characters of an example message
# Verdicts that say nothing about how hard a check is: nobody's code was judged by it.
_NOT_JUDGED = frozenset({Status.NOT_ATTEMPTED, Status.SKIPPED, Status.GRADER_ERROR})


@dataclass(frozen=True)
class Bin:
    """A bar of the score distribution.

    Args:
        label: the scores it covers, e.g. ``"10 to 19 %"``.
        count: submissions in it.
    """

    label: str
    count: int


@dataclass(frozen=True)
class HardCheck:
    """How a check went for those whose code it judged.

    Args:
        name: the check's id.
        description: its sentence for the learner.
        passed: submissions that passed it.
        judged: submissions it judged: not those that skipped it, left the stub or met a grader error.
    """

    name: str
    description: str
    passed: int
    judged: int


@dataclass(frozen=True)
class Mistake:
    """A mistake made by several submissions.

    Args:
        name: the id of a recognised mistake, or empty for messages that read alike.
        checks: the checks in which it was seen, in alphabetical order.
        message: one of the messages given, on one line.
        count: submissions that made it.
    """

    name: str
    checks: tuple[str, ...]
    message: str
    count: int


@dataclass(frozen=True)
class ExerciseSummary:
    """One exercise over the whole class.

    Args:
        exercise: its id.
        submissions: results for it, grader errors included.
        graded: results that have a grade.
        bins: the distribution of the graded scores in per cent, full marks apart.
        median: of the graded scores, in per cent; None without any.
        mean: the same.
        full_marks: how many reached full marks.
        hardest: checks that somebody failed, the lowest pass rate first, at most ten.
        mistakes: the most frequent first, at most ten.
    """

    exercise: str
    submissions: int
    graded: int
    bins: tuple[Bin, ...]
    median: float | None
    mean: float | None
    full_marks: int
    hardest: tuple[HardCheck, ...]
    mistakes: tuple[Mistake, ...]


def status_counts(results: Sequence[SubmissionResult]) -> dict[Status, int]:
    """Return how many submissions have each status that occurs, in the order of :class:`Status`."""
    counts = Counter(result.status for result in results)
    return {status: counts[status] for status in Status if counts[status]}


def summarise(results: Sequence[SubmissionResult]) -> tuple[ExerciseSummary, ...]:
    """Return one summary an exercise, in alphabetical order."""
    by_exercise: dict[str, list[SubmissionResult]] = {}
    for result in results:
        by_exercise.setdefault(result.exercise, []).append(result)
    return tuple(_summarise(exercise, by_exercise[exercise]) for exercise in sorted(by_exercise))


def _summarise(exercise: str, results: Sequence[SubmissionResult]) -> ExerciseSummary:
    graded = [result for result in results if result.status is not Status.GRADER_ERROR]
    scores = [percent(result) for result in graded]
    return ExerciseSummary(
        exercise=exercise,
        submissions=len(results),
        graded=len(graded),
        bins=_bins(scores),
        median=statistics.median(scores) if scores else None,
        mean=statistics.fmean(scores) if scores else None,
        full_marks=sum(result.status is Status.PASSED for result in graded),
        hardest=_hardest(results),
        mistakes=_mistakes(results),
    )


def _bins(scores: Sequence[int]) -> tuple[Bin, ...]:
    counts = Counter(min(score, 100) // 10 for score in scores)
    tens = [Bin(f"{10 * ten} to {10 * ten + 9} %", counts[ten]) for ten in range(10)]
    return (*tens, Bin("100 %", counts[10]))


def _hardest(results: Sequence[SubmissionResult]) -> tuple[HardCheck, ...]:
    judged: dict[str, list[CheckResult]] = {}
    for result in results:
        for check in result.checks:
            if check.status not in _NOT_JUDGED:
                judged.setdefault(check.name, []).append(check)
    checks = [
        HardCheck(
            name, outcomes[0].description, sum(c.status is Status.PASSED for c in outcomes), len(outcomes)
        )
        for name, outcomes in judged.items()
    ]
    failed = [check for check in checks if check.passed < check.judged]
    return tuple(
        sorted(failed, key=lambda check: (check.passed / check.judged, -check.judged, check.name))[:10]
    )


def _mistakes(results: Sequence[SubmissionResult]) -> tuple[Mistake, ...]:
    # By kind, the check of every submission that made it: one that breaks three checks still counts once.
    seen: dict[tuple[str, str], dict[int, CheckResult]] = {}
    checks: dict[tuple[str, str], set[str]] = {}
    for number, result in enumerate(results):
        for check in filter(_is_mistake, result.checks):
            seen.setdefault(_kind(check), {}).setdefault(number, check)
            checks.setdefault(_kind(check), set()).add(check.name)
    frequent = sorted(seen.items(), key=lambda item: (-len(item[1]), item[0]))[:10]
    return tuple(
        Mistake(
            name=next(iter(made.values())).mistake,
            checks=tuple(sorted(checks[kind])),
            message=shown_line(_first_line(next(iter(made.values())).message), _MESSAGE_LIMIT),
            count=len(made),
        )
        for kind, made in frequent
    )


def _is_mistake(check: CheckResult) -> bool:
    return check.status is not Status.PASSED and check.status not in _NOT_JUDGED


def _kind(check: CheckResult) -> tuple[str, str]:
    """Return what two checks have in common when they show the same mistake."""
    if check.mistake:
        return ("mistake", check.mistake)
    words = _NUMBERS.sub("#", _first_line(check.message)[:_MESSAGE_LIMIT])
    return (check.status.value, words)


def _first_line(message: str) -> str:
    lines = message.strip().splitlines()
    return lines[0] if lines else ""
