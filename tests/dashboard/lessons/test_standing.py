"""How far a learner has come, and what comes next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.lessons import discover
from dashboard.lessons.standing import Step, next_step, standings

MODEL = discover()[0]
FIRST = replace(MODEL, number=1, slug="first", exercises=("one", "two"), questions=("q1", "q2"))
SECOND = replace(MODEL, number=2, slug="second", exercises=(), questions=("q3",))

SOLVED = {"one": 1.0, "two": 1.0}


def course(read=(), trained=(), answered=(), best=None):
    return standings([FIRST, SECOND], read=read, trained=trained, answered=answered, best=best or {})


def step(**done):
    found = next_step(course(**done))
    return found and (found[0], found[1].lesson.slug)


def test_a_new_learner_begins_with_the_first_lesson():
    assert step() == (Step.OPEN, "first")
    assert not any(standing.begun for standing in course())


@pytest.mark.parametrize("best", [{}, {"one": 0.5}, {"one": 1.0, "two": 0.9}, {"two": 1.0}])
def test_a_lesson_that_was_read_is_practised_next(best):
    assert step(read={"first"}, best=best) == (Step.PRACTISE, "first")


def test_its_exercises_are_taken_in_their_order():
    assert course()[0].to_practise == ("one", "two")
    assert course(best={"one": 1.0, "two": 0.5})[0].to_practise == ("two",)
    assert course(best=SOLVED)[0].to_practise == ()


def test_solved_exercises_lead_to_the_next_lesson():
    assert step(read={"first"}, best=SOLVED) == (Step.OPEN, "second")


def test_solved_exercises_of_a_lesson_that_was_not_read_leave_the_lesson_open():
    assert step(best=SOLVED) == (Step.OPEN, "first")


def test_at_the_end_nothing_is_left():
    assert step(read={"first", "second"}, best=SOLVED) is None
    assert all(standing.done for standing in course(read={"first", "second"}, best=SOLVED))


def test_only_a_lessons_own_questions_count_for_it():
    first, second = course(answered={"q1", "q3", "another"})

    assert (first.answered, second.answered) == (1, 1)
    assert first.begun
    assert second.begun


def test_a_run_begins_a_lesson():
    assert course(trained={"second"})[1].begun
