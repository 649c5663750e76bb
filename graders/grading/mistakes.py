"""The wrong submissions in a suite's ``mistakes/`` and what each must get.

A mistake is a whole submission whose leading comments say what it is and what every check that does not pass
must answer::

    # Stops at exactly 0.6, where the task says above.
    # expect keeps_training_below failed inclusive_comparison: use > and not >=

After ``expect`` stand the check, its status, optionally the mistake's id, and after a colon optionally a phrase
of the message. Checks that are not named must pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graders.grading.exercise import Exercise, ExerciseError
from graders.grading.results import CheckResult, Status, SubmissionResult

_EXPECT = re.compile(r"# expect (?P<check>\w+) (?P<status>\w+)(?: (?P<mistake>\w+))?(?:: (?P<phrase>.+))?$")


@dataclass(frozen=True)
class Expectation:
    """What one check must answer.

    Args:
        check: the check's name.
        status: its verdict.
        mistake: id of the recognised mistake; empty if any will do.
        phrase: must occur in the message; empty if any message will do.
    """

    check: str
    status: Status
    mistake: str = ""
    phrase: str = ""

    def difference(self, result: CheckResult) -> str:
        """Return in one line how ``result`` differs from what is expected, or an empty string."""
        same = (
            result.status is self.status
            and self.mistake in ("", result.mistake)
            and self.phrase in " ".join(result.message.split())
        )
        if same:
            return ""
        return (
            f"{self.check}: expected {self.status} {self.mistake} “{self.phrase}”, "
            f"received {result.status} {result.mistake} “{result.message}” "
            f"(expected: {result.expected}; received: {result.received})"
        )


@dataclass(frozen=True)
class Mistake:
    """One wrong submission with its expected outcome."""

    path: Path
    about: str
    expectations: tuple[Expectation, ...]

    def differences(self, result: SubmissionResult) -> list[str]:
        """Return how a result differs from the expected outcome, a line a check; empty if it does not."""
        expected = {one.check: one for one in self.expectations}
        return [
            line
            for check in result.checks
            if (line := expected.get(check.name, Expectation(check.name, Status.PASSED)).difference(check))
        ]


def read_mistake(path: Path, exercise: Exercise) -> Mistake:
    """Read a file of ``mistakes/``.

    Raises:
        ExerciseError: if it says nothing of itself, expects nothing, or names no check of the exercise.
    """
    about, expectations = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        if match := _EXPECT.match(line):
            exercise.check(match["check"])
            expectation = Expectation(
                match["check"], Status(match["status"]), match["mistake"] or "", match["phrase"] or ""
            )
            expectations.append(expectation)
        elif not about:
            about = line.removeprefix("#").strip()
    if not about or not expectations:
        raise ExerciseError(
            f"{path} must begin with a comment that says what is wrong, then lines '# expect CHECK STATUS …'."
        )
    return Mistake(path, about, tuple(expectations))


def read_mistakes(exercise: Exercise) -> tuple[Mistake, ...]:
    """Return every mistake of an exercise, by file name."""
    return tuple(read_mistake(path, exercise) for path in sorted(exercise.folder.glob("mistakes/*.py")))
