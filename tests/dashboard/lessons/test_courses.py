"""Which course a lesson belongs to."""

from __future__ import annotations

from dataclasses import replace

from dashboard.lessons import discover
from dashboard.lessons.courses import COURSES, by_course, course_of, in_course_order


def test_every_lesson_belongs_to_the_course_of_its_number():
    assert all(course_of(lesson).number == (1 if lesson.number < 10 else 2) for lesson in discover())


def test_courses_and_their_lessons_keep_their_order():
    grouped = by_course(discover())

    assert list(grouped) == list(COURSES)
    assert [lesson for lessons in grouped.values() for lesson in lessons] == list(discover())


def test_exercises_come_as_the_lessons_name_them_and_others_last():
    first, second = (
        replace(lesson, exercises=exercises)
        for lesson, exercises in zip(discover(), [("neuron",), ("split", "dogs")], strict=False)
    )

    order = in_course_order(["dogs", "extra", "more", "neuron", "split"], [first, second])

    assert order == ["neuron", "split", "dogs", "extra", "more"]
