"""The hostile submissions in ``hostile/``: one file each, in a form like a suite's ``mistakes/``.

The leading comments say what the file tries and what must happen::

    # Ends the process in the middle of a question.
    # expect at most 0 points
    # expect of_numbers errored: ended the whole Python process

Where processes race, ``# expect of_numbers failed or errored`` allows either. A new attack is a new file. Its folder
is its class. ``# exercise callbacks`` tries it on that exercise instead of the small ``largest_gap``; ``# changes the
solution`` says that the file holds only what differs from the reference solution; ``# encode FORM`` names how its
bytes are made of its text; ``# prints PHRASE`` says what it must have printed, so that an attack which never ran is
noticed. A check that is not named may have any verdict but ``grader_error``.

In its text ``@HOME@``, ``@SECRET@``, ``@OTHER@``, ``@PROJECT@``, ``@TCP@``, ``@UDP@``, ``@ABSTRACT@`` and ``@JUDGE@``
stand for the places and names of this run's canaries, which a real attacker would have to guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graders.grading.exercise import Exercise, find_exercise, read_exercise
from graders.grading.mistakes import Expectation, with_changes
from graders.grading.results import Status, SubmissionResult

HERE = Path(__file__).parent
SMALL = read_exercise(HERE / "largest_gap", HERE / "stubs")

_EXERCISE = re.compile(r"# exercise (?P<id>\w+)$")
_CHANGES = "# changes the solution"
_POINTS = re.compile(r"# expect at most (?P<points>[\d.]+) points$")
_EXPECT = re.compile(r"# expect (?P<check>\w+) (?P<statuses>[a-z_]+(?: or [a-z_]+)*)(?:: (?P<phrase>.+))?$")
_ENCODE = re.compile(r"# encode (?P<form>[\w -]+)$")
_PRINTS = re.compile(r"# prints (?P<phrase>.+)$")

_FORMS: Mapping[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "bom crlf": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "half-utf-16": lambda text: text.encode("utf-16")[:-1],
    "cp1252": lambda text: text.encode("cp1252"),
    "nul": lambda text: text.encode() + bytes(100),
    "punycode": lambda text: b"# coding: punycode\n" + text.encode() + b"ab-" + b"9ab2k3" * 150_000,
    "undefined": lambda text: b"# coding: undefined\n" + text.encode(),
}


@dataclass(frozen=True)
class Attack:
    """One hostile submission and what must happen.

    Args:
        name: its folder and file, without the suffix.
        about: what it tries.
        exercise: what it is handed in for.
        points: the most that it may earn.
        expectations: of single checks; of each group one must come true.
        prints: phrases that its output must hold.
        text: its source, placeholders included.
        form: how its bytes are made of it.
    """

    name: str
    about: str
    exercise: Exercise
    points: float
    expectations: tuple[tuple[Expectation, ...], ...]
    prints: tuple[str, ...]
    text: str
    form: str

    def content(self, places: Mapping[str, str]) -> bytes:
        """Return the bytes of its file, with the placeholders filled."""
        text = self.text
        for name, value in places.items():
            text = text.replace(f"@{name}@", value)
        return _FORMS[self.form](text)

    def differences(self, result: SubmissionResult) -> list[str]:
        """Return how a result differs from what must happen, a line each."""
        checks = {check.name: check for check in result.checks}
        told = [[one.difference(checks[one.check]) for one in group] for group in self.expectations]
        lines = [" or ".join(group) for group in told if all(group)]
        if result.score > self.points:
            lines.append(f"earned {result.score:g} points, where {self.points:g} are the most")
        lines += [
            f"{name}: a grader error" for name, one in checks.items() if one.status == Status.GRADER_ERROR
        ]
        lines += [f"did not print “{phrase}”" for phrase in self.prints if phrase not in result.stdout]
        return lines


def read_attack(path: Path) -> Attack:
    """Read one file of ``hostile/``; what it lacks is a ``ValueError`` that says so."""
    text = path.read_text(encoding="utf-8")
    comments = text.partition("\n\n")[0].splitlines()
    about = comments[0].removeprefix("# ")
    points = [float(match["points"]) for line in comments if (match := _POINTS.match(line))]
    if not comments[0].startswith("# ") or len(points) != 1:
        raise ValueError(f"{path} must begin with what it tries and '# expect at most N points'.")
    named = [match["id"] for line in comments if (match := _EXERCISE.match(line))]
    exercise = find_exercise(named[0]) if named else SMALL
    expectations = [_alternatives(match) for line in comments if (match := _EXPECT.match(line))]
    for group in expectations:
        exercise.check(group[0].check)
    if points[0] < exercise.points and not expectations:
        raise ValueError(f"{path} must say with '# expect CHECK STATUS: PHRASE' how the learner is told.")
    return Attack(
        name=f"{path.parent.name}/{path.stem}",
        about=about,
        exercise=exercise,
        points=points[0],
        expectations=tuple(expectations),
        prints=tuple(match["phrase"] for line in comments if (match := _PRINTS.match(line))),
        text=with_changes(exercise.solution_source, text) if _CHANGES in comments else text,
        form=next((match["form"] for line in comments if (match := _ENCODE.match(line))), "utf-8"),
    )


def _alternatives(match: re.Match[str]) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(match["check"], Status(status), "", match["phrase"] or "")
        for status in match["statuses"].split(" or ")
    )


def read_attacks() -> tuple[Attack, ...]:
    """Return every attack, by name."""
    return tuple(read_attack(path) for path in sorted(HERE.glob("hostile/*/*.py")))
