"""The courses that the lessons belong to: a lesson's number says which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.lessons import Lesson


@dataclass(frozen=True)
class Course:
    """One course of the notes.

    Args:
        number: its place, from 1.
        title: what it is about.
        first_lesson: number of its first lesson; it goes on to where the next course begins.
    """

    number: int
    title: str
    first_lesson: int

    @property
    def heading(self) -> str:
        """The heading over its lessons."""
        return f"Course {self.number}: {self.title}"


COURSES = (
    Course(1, "Introduction", first_lesson=1),
    Course(2, "Convolutional networks", first_lesson=10),
)


def course_of(lesson: Lesson) -> Course:
    """Return the course that a lesson belongs to."""
    return max(
        (course for course in COURSES if course.first_lesson <= lesson.number),
        key=lambda course: course.first_lesson,
    )


def by_course(lessons: Iterable[Lesson]) -> dict[Course, list[Lesson]]:
    """Return the lessons of each course that has any, in the order given."""
    grouped: dict[Course, list[Lesson]] = {}
    for lesson in lessons:
        grouped.setdefault(course_of(lesson), []).append(lesson)
    return grouped


def in_course_order(exercises: Iterable[str], lessons: Iterable[Lesson]) -> list[str]:
    """Return ids of exercises in the order in which the lessons name them; those that none names come last.

    Args:
        exercises: ids, in the order in which the last ones stay.
        lessons: in the order of the course.
    """
    named = [exercise for lesson in lessons for exercise in lesson.exercises]
    return sorted(exercises, key=lambda one: named.index(one) if one in named else len(named))
