"""How far a learner has come in the course, and what comes next; plain functions of what is kept of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.lessons import Lesson


class Step(StrEnum):
    """What can be done next in a lesson."""

    OPEN = "open"
    PRACTISE = "practise"


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in one lesson.

    Args:
        lesson: the lesson.
        read: whether they say they have read it.
        trained: whether they have trained a model in it.
        answered: how many of its questions they have answered.
        best: their best share of the points of each of its exercises, 0 to 1, by its id; without those never checked.
    """

    lesson: Lesson
    read: bool
    trained: bool
    answered: int
    best: Mapping[str, float]

    @property
    def begun(self) -> bool:
        """Whether they have done anything in it."""
        return self.read or self.trained or self.answered > 0 or bool(self.best)

    @property
    def done(self) -> bool:
        """Whether nothing is left: read, and its exercises solved."""
        return self.read and not self.to_practise

    @property
    def to_practise(self) -> tuple[str, ...]:
        """Its exercises that are still to be solved, in their order."""
        return tuple(one for one in self.lesson.exercises if self.best.get(one, 0.0) < 1.0)


def standings(
    lessons: Sequence[Lesson],
    *,
    read: Collection[str],
    trained: Collection[str],
    answered: Collection[str],
    best: Mapping[str, float],
) -> tuple[Standing, ...]:
    """Return where a learner stands in each lesson.

    Args:
        lessons: in the order of the course.
        read: slugs of the lessons read.
        trained: slugs of the lessons with a run.
        answered: keys of the questions answered.
        best: best share of the points of each exercise that was checked, by its id.
    """
    return tuple(
        Standing(
            lesson,
            lesson.slug in read,
            lesson.slug in trained,
            sum(question in answered for question in lesson.questions),
            {one: best[one] for one in lesson.exercises if one in best},
        )
        for lesson in lessons
    )


def next_step(course: Sequence[Standing]) -> tuple[Step, Standing] | None:
    """Return what to do next: the first lesson that is not done, or its exercises once it has been read."""
    for standing in course:
        if not standing.read:
            return Step.OPEN, standing
        if standing.to_practise:
            return Step.PRACTISE, standing
    return None
