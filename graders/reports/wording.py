"""The words and marks that every report for people shares.

A verdict is always a word and a mark, so that colour is never the only sign.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.matching import Attendance
from graders.reports.text import shown, shown_line

# One narrow character each, in the fonts that systems bring along.
MARKS: Mapping[Status, str] = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.NOT_ATTEMPTED: "○",
    Status.SKIPPED: "–",
    Status.ERRORED: "!",
    Status.TIMED_OUT: "…",
    Status.OUT_OF_MEMORY: "■",
    Status.GRADER_ERROR: "?",
}

CHECK_WORDS: Mapping[Status, str] = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.NOT_ATTEMPTED: "not attempted",
    Status.SKIPPED: "skipped",
    Status.ERRORED: "raised an error",
    Status.TIMED_OUT: "timed out",
    Status.OUT_OF_MEMORY: "out of memory",
    Status.GRADER_ERROR: "grader error",
}

# A whole submission is only ever passed, failed, not attempted or a grader error.
SUBMISSION_WORDS: Mapping[Status, str] = {
    **CHECK_WORDS,
    Status.PASSED: "full marks",
    Status.FAILED: "not yet full marks",
    Status.GRADER_ERROR: "needs a person",
}

GRADER_ERROR_NOTE = (
    "The grader itself failed here. This is not your mistake and not a zero: "
    "a person has to look, or the grader has to run again."
)


def number(value: float) -> str:
    """Return ``value`` with at most two decimals and none that say nothing: ``2``, ``2.5``, ``0.33``."""
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(result: SubmissionResult) -> int:
    """Return the score in whole per cent, rounded down so that only full marks read 100; 0 without checks."""
    if not result.max_score:
        return 0
    return math.floor(100 * result.score / result.max_score + 1e-9)


def points_of(earned: float, possible: float) -> str:
    """Return ``"2 of 3 points"``, or ``"0 of 1 point"`` when only one can be earned."""
    return f"{number(earned)} of {number(possible)} {'point' if possible == 1 else 'points'}"


def points(check: CheckResult) -> str:
    """Return a check's points in words; a grader's own fault is not a zero, so it has none yet."""
    if check.status is Status.GRADER_ERROR:
        return f"no points yet, worth {number(check.max_points)}"
    return points_of(check.points, check.max_points)


def score_line(result: SubmissionResult) -> str:
    """Return the score in one sentence, or why there is none yet."""
    if not result.checks:
        return "Score: none yet, because no check could run."
    earned = points_of(result.score, result.max_score)
    passed = sum(check.status is Status.PASSED for check in result.checks)
    checks = f"{passed} of {len(result.checks)} {'check' if len(result.checks) == 1 else 'checks'} passed"
    if result.status is Status.GRADER_ERROR:
        return f"Score: not final ({earned} so far, {checks})."
    return f"Score: {earned} ({percent(result)} %), {checks}."


def confinement_line(result: SubmissionResult) -> str:
    """Return which layers confined the learner's code, a plain warning that none did, or that nothing ran."""
    if result.confinement:
        confined = f"Confined by: {shown_line(', '.join(result.confinement), 300)}."
        if result.lacking:
            confined += f" That is too little for files of strangers: without {', '.join(result.lacking)}."
        return confined
    if result.unconfined:
        return "Not confined: this code ran with all the rights of whoever started the grader."
    return "None of this code was run."


def title(result: SubmissionResult) -> str:
    """Return ``"callbacks, handed in by Ana"``, or the exercise alone when no learner is named."""
    exercise = shown_line(result.exercise, 120) or "(no exercise)"
    learner = shown_line(result.learner, 120)
    return f"{exercise}, handed in by {learner}" if learner else exercise


def attendance_sentences(found: Attendance) -> tuple[str, ...]:
    """Return what a class list and a class do not have in common, a sentence a group; empty groups are left out."""
    groups = (
        ("in the class list handed nothing in", found.missing),
        ("are not in the class list", found.unlisted),
        ("could be several people of the class list", found.unclear),
    )
    return tuple(
        f"{len(names)} {what}: {', '.join(shown_line(name, 60) for name in names[:10])}"
        + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        for what, names in groups
        if names
    )


def explanation(check: CheckResult, limit: int) -> tuple[tuple[str, str], ...]:
    """Return what a learner needs to know about a check, as pairs of label and cleaned text.

    Args:
        check: the check; a passed one that says nothing gives no pairs.
        limit: most characters of each text.

    Returns:
        The message (its label is empty), then "Expected", "Received" and "Hint", without the empty ones.
    """
    message = check.message
    if check.status is Status.GRADER_ERROR:
        message = f"{GRADER_ERROR_NOTE}\n{message}".rstrip()
    pairs = (
        ("", message),
        ("Expected", check.expected),
        ("Received", check.received),
        ("Hint", "" if check.status is Status.PASSED else check.hint),
    )
    return tuple((label, shown(text, limit)) for label, text in pairs if text.strip())


def explained(check: CheckResult, limit: int) -> str:
    """Return :func:`explanation` as plain text, one paragraph under the other."""
    paragraphs = []
    for label, text in explanation(check, limit):
        separator = "\n" if "\n" in text else " "
        paragraphs.append(f"{label}:{separator}{text}" if label else text)
    return "\n".join(paragraphs)
