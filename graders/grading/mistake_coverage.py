"""Which known mistakes are answered in their own words, and which only by a general message.

``python -m graders.grading.mistakes`` prints it for whoever writes exercises.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graders.grading.diagnosis import DIAGNOSES
from graders.grading.exercise import Exercise, list_exercises
from graders.grading.mistakes import Mistake, read_mistakes
from graders.grading.results import Status

_COURSE_MISTAKES = Path(__file__).with_name("course_mistakes.toml")
# These verdicts say by themselves what is the matter.
_SELF_EXPLAINING = frozenset({Status.NOT_ATTEMPTED, Status.TIMED_OUT, Status.OUT_OF_MEMORY})


@dataclass(frozen=True)
class Answer:
    """How one file of ``mistakes/`` is answered.

    Args:
        exercise: the exercise's id.
        name: the file's name without ``.py``.
        about: what is wrong in it.
        mistake: id of the finding that has words of its own for it; empty if the message is a general one.
    """

    exercise: str
    name: str
    about: str
    mistake: str


@dataclass(frozen=True)
class CourseMistake:
    """A mistake that learners of the course are known to make.

    Args:
        about: what they do.
        answered_by: exercises whose ``mistakes/`` meet it, and ``exceptions`` if its exception is recognised.
    """

    about: str
    answered_by: tuple[str, ...]


def answers(exercise: Exercise) -> tuple[Answer, ...]:
    """Return how each file of an exercise's ``mistakes/`` is answered, by its expectations."""
    return tuple(
        Answer(exercise.id, mistake.path.stem, mistake.about, _own_words(mistake))
        for mistake in read_mistakes(exercise)
    )


def _own_words(mistake: Mistake) -> str:
    first = mistake.expectations[0]
    return first.mistake or (first.status.value if first.status in _SELF_EXPLAINING else "")


def course_mistakes(answered: Sequence[Answer]) -> tuple[CourseMistake, ...]:
    """Return each mistake of the course with what answers it.

    Args:
        answered: of all exercises.
    """
    known = {diagnosis.id for diagnosis in DIAGNOSES}
    data = tomllib.loads(_COURSE_MISTAKES.read_text(encoding="utf-8"))
    found = []
    for entry in data["mistakes"]:
        ids = set(entry["ids"])
        exercises = sorted({answer.exercise for answer in answered if answer.mistake in ids})
        found.append(CourseMistake(entry["about"], (*exercises, *(["exceptions"] if ids & known else []))))
    return tuple(found)


def _lines(answered: Sequence[Answer]) -> Iterator[str]:
    for exercise in sorted({answer.exercise for answer in answered}):
        mine = [answer for answer in answered if answer.exercise == exercise]
        own = sum(bool(answer.mistake) for answer in mine)
        yield f"{exercise}: {len(mine)} known mistakes, {own} answered in their own words"
        width = max(len(answer.name) for answer in mine)
        for answer in mine:
            yield f"  {answer.name:<{width}}  {answer.mistake or '(general message)'}"
        yield ""
    yield "Mistakes of the course, and what answers them:"
    for mistake in course_mistakes(answered):
        told = ", ".join(mistake.answered_by) or "nothing yet"
        yield f"  {'✓' if mistake.answered_by else '–'} {mistake.about}: {told}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the coverage of known mistakes.

    Args:
        arguments: without the program's name; ``sys.argv[1:]`` by default.
    """
    parser = argparse.ArgumentParser(
        prog="python -m graders.grading.mistakes", description="Show how known mistakes are answered."
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    answered = [answer for exercise in list_exercises() for answer in answers(exercise)]
    if options.json:
        found = {
            "exercises": [asdict(answer) for answer in answered],
            "course": [asdict(mistake) for mistake in course_mistakes(answered)],
        }
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return
    print("\n".join(_lines(answered)))
