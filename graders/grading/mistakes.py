"""The wrong submissions in a suite's ``mistakes/`` and what each must get.

A mistake is the reference solution with something done wrong. Its file holds only the definitions that differ; its
leading comments say what is wrong and what every check that does not pass must answer::

    # Stops at exactly 0.6, where the task says above.
    # expect keeps_training_below failed inclusive_comparison: use > and not >=

    class myCallback(tf.keras.callbacks.Callback):
        ...

After ``expect`` stand the check, its status, optionally the mistake's id, and after a colon optionally a phrase of
the message. Checks that are not named must pass. ``# without NAME`` takes a definition of the solution away;
``# whole file`` says that the file is the submission as it stands, for example because it cannot be parsed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from graders.grading.exercise import Exercise, ExerciseError
from graders.grading.results import CheckResult, Status, SubmissionResult

_WITHOUT = re.compile(r"# without (?P<name>\w+)$")
_WHOLE_FILE = "# whole file"
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
    """One wrong submission with its expected outcome.

    Args:
        path: the file in ``mistakes/``.
        about: what is wrong, one sentence.
        expectations: of each check that does not pass.
        source: the whole submission.
        changed: the top-level definitions that differ from the solution's; empty if the file stands alone.
    """

    path: Path
    about: str
    expectations: tuple[Expectation, ...]
    source: str
    changed: frozenset[str] = frozenset()

    def differences(self, result: SubmissionResult) -> list[str]:
        """Return how a result differs from the expected outcome, a line a check; empty if it does not."""
        expected = {one.check: one for one in self.expectations}
        return [
            line
            for check in result.checks
            if (line := expected.get(check.name, Expectation(check.name, Status.PASSED)).difference(check))
        ]


def _spans(source: str) -> dict[str, tuple[int, int]]:
    """Return the line span, from 0 and without its end, of each top-level definition."""
    return {
        node.name: (node.lineno - 1, node.end_lineno or node.lineno)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def with_changes(solution: str, changes: str, without: Collection[str] = ()) -> str:
    """Return ``solution`` with the definitions of ``changes`` in place of its own, or added, and some taken away.

    Args:
        solution: Python source of the reference solution.
        changes: Python source whose top-level functions and classes replace those of the same name.
        without: names of the solution's definitions to leave out.
    """
    lines, changed = solution.split("\n"), changes.split("\n")
    spans = _spans(solution)
    for name, (start, end) in sorted(_spans(changes).items(), key=lambda item: spans.get(item[0], (0, 0))):
        if name not in spans:
            lines += ["", "", *changed[start:end]]
        else:
            first, last = spans[name]
            # One item a line, so that the other spans stay true until everything is joined.
            lines[first:last] = ["\n".join(changed[start:end]), *[""] * (last - first - 1)]
    for name in without:
        first, last = spans[name]
        lines[first:last] = [""] * (last - first)
    return "\n".join(lines).rstrip("\n") + "\n"


def read_mistake(path: Path, exercise: Exercise) -> Mistake:
    """Read a file of ``mistakes/``.

    Raises:
        ExerciseError: if it says nothing of itself, expects nothing, or names no check of the exercise.
    """
    text = path.read_text(encoding="utf-8")
    comments = [line for line in text.partition("\n\n")[0].splitlines() if line.startswith("#")]
    expectations = [_expectation(match, exercise) for line in comments if (match := _EXPECT.match(line))]
    without = [match["name"] for line in comments if (match := _WITHOUT.match(line))]
    about = comments[0].removeprefix("#").strip() if comments else ""
    if not expectations or _EXPECT.match(comments[0]):
        raise ExerciseError(
            f"{path} must begin with a comment that says what is wrong, then lines '# expect CHECK STATUS …'."
        )
    if _WHOLE_FILE in comments:
        return Mistake(path, about, tuple(expectations), text)
    source = with_changes(exercise.solution_source, text, without)
    return Mistake(path, about, tuple(expectations), source, frozenset({*_spans(text), *without}))


def _expectation(match: re.Match[str], exercise: Exercise) -> Expectation:
    exercise.check(match["check"])
    return Expectation(match["check"], Status(match["status"]), match["mistake"] or "", match["phrase"] or "")


def read_mistakes(exercise: Exercise) -> tuple[Mistake, ...]:
    """Return every mistake of an exercise, by file name."""
    return tuple(read_mistake(path, exercise) for path in sorted(exercise.folder.glob("mistakes/*.py")))


if __name__ == "__main__":
    from graders.grading.mistake_coverage import main

    main()
