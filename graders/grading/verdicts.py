"""How a check says what it found, and how anything that goes wrong becomes a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from graders.grading.diagnosis import Diagnosis, diagnose
from graders.grading.readable import readable
from graders.grading.results import CheckResult, Status
from graders.sandbox import ChildDied, ChildFailure, LearnerError, OutOfMemory, TimedOut

NOTHING_RETURNED = "None, which is what a function gives that ends without return"
# Of these the proxy knows more than the exception says, and adds it as a note.
_SAID_BY_NOTES = frozenset({"name_not_defined", "wrong_number_of_arguments"})
# A hint helps with a check that was tried; where it could not run, the hint belongs to another one.
_WITHOUT_HINTS = frozenset({Status.PASSED, Status.SKIPPED, Status.GRADER_ERROR})


class Wrong(Exception):
    """A check's finding that the submission is wrong.

    Args:
        message: the likely cause and what to try, in plain sentences.
        expected: what was expected; any value, shown readably.
        received: what came; any value, shown readably. None is said to be what a missing return gives.
        mistake: id of the known mistake, for class statistics; empty if it is not a known one.
    """

    def __init__(self, message: str, *, expected: Any = "", received: Any = "", mistake: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.expected = readable(expected)
        self.received = NOTHING_RETURNED if received is None else readable(received)
        self.mistake = mistake


class NotAttempted(Exception):
    """The definition that a check examines is still the stub's."""


class NeedsFailed(Exception):
    """A check that this one depends on did not pass.

    Args:
        names: descriptions of those checks.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True)
class Verdict:
    """A check's outcome before points are counted."""

    status: Status
    message: str = ""
    expected: str = ""
    received: str = ""
    mistake: str = ""


def printable(text: str) -> str:
    """Return ``text`` with control characters and lone surrogates made visible.

    What a learner's code puts into an exception must neither steer an instructor's terminal nor stop it.
    """
    return "".join(
        char if char.isprintable() or char in "\n\t" else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def _describe_learner_error(error: LearnerError) -> str:
    lines = [f"Your code raised {error.type_name}: {readable(error.message)}".rstrip(": ")]
    for frame in error.frames[-6:]:
        lines.append(f"  {frame.filename}, line {frame.line}, in {frame.function}")
        if frame.text:
            lines.append(f"    {frame.text.strip()}")
    return "\n".join([*lines, *map(readable, error.notes)])


def _diagnose(error: LearnerError) -> Diagnosis | None:
    """Return the likely cause; where a note says more than the exception, that of the note, if it has one."""
    line = error.frames[-1].text if error.frames else ""
    found = diagnose(error.type_name, error.message, line)
    if found is None or found.id not in _SAID_BY_NOTES or not error.notes:
        return found
    earlier = re.search(r"Line \d+: (\w+): (.*)", error.notes[-1], re.DOTALL)
    return diagnose(earlier[1], earlier[2]) if earlier else replace(found, explanation="")


def _from_child_failure(error: ChildFailure) -> Verdict:
    match error:
        case LearnerError():
            diagnosis = _diagnose(error)
            message = _describe_learner_error(error)
            if diagnosis is not None:
                message = f"{message}\n{diagnosis.explanation}".rstrip()
            return Verdict(Status.ERRORED, message, mistake=diagnosis.id if diagnosis else "")
        case TimedOut():
            kind = "of computing" if error.which == "cpu" else "in all"
            return Verdict(
                Status.TIMED_OUT,
                f"Your code was stopped after {error.seconds:g} seconds {kind}. "
                "Look for a loop that never ends, or training on far more data or epochs than asked.",
            )
        case OutOfMemory():
            return Verdict(
                Status.OUT_OF_MEMORY,
                f"Your code was stopped because it used more memory than allowed ({error.limit / 2**30:.1f} GiB). "
                "Look for arrays or lists that grow without bound.",
            )
        case ChildDied():
            return Verdict(
                Status.ERRORED,
                f"Your code ended the whole Python process ({error}). "
                "Look for exit(), quit(), sys.exit() or os._exit() and remove it.",
                mistake="ends_python",
            )
    return Verdict(Status.ERRORED, f"Your code's answer could not be read: {error}")


def verdict_of(error: BaseException | None) -> Verdict:
    """Return the verdict that an exception from a check stands for; None means that it passed.

    Anything not foreseen is a grader error: a fault of ours, never a learner's zero.
    """
    match error:
        case None:
            return Verdict(Status.PASSED)
        case Wrong():
            return Verdict(Status.FAILED, error.message, error.expected, error.received, error.mistake)
        case NotAttempted():
            return Verdict(
                Status.NOT_ATTEMPTED, f"{error} is still as it was given: write it to earn these points."
            )
        case NeedsFailed():
            needed = " and ".join(f"“{name}”" for name in error.names)
            return Verdict(Status.SKIPPED, f"Skipped, because this needs to pass first: {needed}")
        case ChildFailure():
            return _from_child_failure(error)
    return Verdict(
        Status.GRADER_ERROR,
        f"The grader itself failed ({type(error).__name__}: {readable(str(error))}).",
    )


def score(check: Verdict, max_points: float) -> float:
    """Return the points of a verdict: all for a pass, none for anything else."""
    return max_points if check.status is Status.PASSED else 0.0


def check_result(
    verdict: Verdict,
    *,
    name: str,
    description: str,
    max_points: float,
    hints: tuple[str, ...],
    seconds: float,
) -> CheckResult:
    """Join a verdict with what ``exercise.toml`` and the check's docstring say of it."""
    shown = () if verdict.status in _WITHOUT_HINTS else hints
    return CheckResult(
        name=name,
        description=description,
        status=verdict.status,
        points=score(verdict, max_points),
        max_points=max_points,
        message=printable(verdict.message),
        hint=shown[0] if shown else "",
        expected=printable(verdict.expected),
        received=printable(verdict.received),
        seconds=seconds,
        hints=shown,
        mistake=verdict.mistake,
    )
