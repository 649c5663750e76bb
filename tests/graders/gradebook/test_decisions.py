"""What people decide: overrides that no regrade touches, deadlines, extensions, and the history of it all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from graders.gradebook import GradebookError, grades
from graders.gradebook.clock import When, parse_when
from graders.gradebook.decisions import (
    Decider,
    extend,
    extension_of_days,
    override,
    policy_of,
    set_policy,
    withdraw_extension,
    withdraw_override,
)
from graders.gradebook.history import Kind, changes, history
from graders.gradebook.people import find_learner
from graders.gradebook.policy import Counts, ExercisePolicy, LateRule

GRACE = Decider("grace", "the check was wrong")
DEADLINE = parse_when("2026-10-24 23:59 Europe/Madrid")
LATE = LateRule(DEADLINE.at, DEADLINE.zone, timedelta(minutes=15), percent_per_day=10)


def learner(session, name="Ana"):
    return find_learner(session, name)


def grade_of(book, name="Ana"):
    with book.reading() as session:
        return next(grade for grade in grades(session) if grade.learner == name)


def decide(book, decision, *arguments, name="Ana"):
    with book.writing() as session:
        decision(session, learner(session, name), "callbacks", *arguments, GRACE)


def set_rules(book, **rules):
    with book.writing() as session:
        set_policy(session, "callbacks", replace(policy_of(session, "callbacks"), **rules), GRACE)


def test_an_override_counts_whatever_is_graded_later(book, add):
    add(points=(10, 0))
    decide(book, override, 17.5, 20)
    add(points=(10, 10), suite="suite-2", run="run-2")
    add(points=(0, 0), content=b"another", when="22 12:00")
    grade = grade_of(book)
    assert (grade.points, grade.max_points, grade.overridden) == (17.5, 20, True)
    assert grade.reason == "set by grace: the check was wrong"
    with book.reading() as session:
        assert [change.kind for change in changes(session)] == [Kind.OVERRIDE]


def test_a_withdrawn_override_lets_the_graded_points_count_again(book, add):
    add(points=(10, 0))
    decide(book, override, 17, 20)
    decide(book, override, 18, 20)
    decide(book, withdraw_override)
    assert (grade_of(book).points, grade_of(book).overridden) == (10, False)
    with pytest.raises(GradebookError, match="none to withdraw"):
        decide(book, withdraw_override)


def test_the_history_says_who_did_what_and_why(book, add):
    add(points=(10, 0))
    decide(book, override, 17, 20)
    decide(book, withdraw_override)
    with book.reading() as session:
        events = history(session)
    assert [(event.kind, event.who, event.points_before, event.points_after) for event in events] == [
        (Kind.ATTEMPT, "grace", None, 10),
        (Kind.OVERRIDE, "grace", 10, 17),
        (Kind.OVERRIDE_WITHDRAWN, "grace", 17, 10),
    ]
    assert events[1].why == "the check was wrong"


@pytest.mark.parametrize("points", [-1, float("nan"), float("inf")])
def test_points_that_are_none_are_refused(book, add, points):
    add()
    with pytest.raises(GradebookError, match="points of 0 or more"):
        decide(book, override, points, 20)


def test_lateness_counts_by_the_deadline_of_the_exercise(book, add):
    add(points=(10, 10), when="25 12:00")
    assert grade_of(book).points == 20
    set_rules(book, late=LATE)
    grade = grade_of(book)
    assert (grade.points, grade.late_days, grade.reason) == (18, 1, "1 day late, less 10 %")


def test_a_new_rule_is_written_down_once_and_for_each_grade_that_it_changes(book, add):
    add("Ana", when="25 12:00")
    add("Bo", when="24 12:00", content=b"y = 1")
    set_rules(book, late=LATE)
    with book.reading() as session:
        events = [event for event in history(session) if event.kind is Kind.POLICY]
    assert [event.learner for event in events] == [None, "Ana"]
    assert events[0].details["policy_after"]["deadline"] == "2026-10-24T21:59:00+00:00"
    assert (events[1].points_before, events[1].points_after) == (10, 9)


@pytest.mark.parametrize(("counts", "points"), [(Counts.BEST, 16), (Counts.LATEST, 5), (Counts.FIRST, 10)])
def test_the_attempt_that_counts_is_a_rule_of_the_exercise(book, add, counts, points):
    for day, earned in (("20", (10, 0)), ("21", (10, 6)), ("22", (5, 0))):
        add(points=earned, content=day.encode(), when=f"{day} 12:00")
    set_rules(book, counts=counts)
    grade = grade_of(book)
    assert (grade.points, grade.attempts, grade.reason) == (points, 3, f"{counts} of 3 attempts")


def test_an_extension_is_for_one_learner(book, add):
    add("Ana", points=(10, 10), when="26 12:00")
    add("Bo", points=(10, 10), when="26 12:00", content=b"y = 1")
    set_rules(book, late=LATE)
    with book.reading() as session:
        until = extension_of_days(policy_of(session, "callbacks"), 3)
    assert str(until) == "2026-10-27 23:59:00+0100 Europe/Madrid"  # the clocks went back in between
    decide(book, extend, until)
    assert (grade_of(book, "Ana").points, grade_of(book, "Bo").points) == (20, 16)
    decide(book, withdraw_extension)
    assert grade_of(book, "Ana").points == 16


def test_an_extension_must_be_later_than_the_deadline(book, add):
    add()
    set_rules(book, late=LATE)
    with pytest.raises(GradebookError, match="after the deadline 2026-10-24 23:59:00"):
        decide(book, extend, When(DEADLINE.at, "UTC"))


def test_a_deadline_moved_behind_an_extension_holds_for_everybody(book, add):
    add(points=(10, 10), when="28 12:00")
    set_rules(book, late=LATE)
    decide(book, extend, parse_when("2026-10-26 UTC"))
    assert grade_of(book).points == 16
    set_rules(book, late=replace(LATE, deadline=parse_when("2026-10-29 UTC").at))
    assert grade_of(book).points == 20


def test_days_cannot_extend_a_deadline_that_is_not_there():
    with pytest.raises(GradebookError, match="no deadline to extend"):
        extension_of_days(ExercisePolicy(), 3)


@pytest.mark.parametrize(
    "late", [LateRule(percent_per_day=101), LateRule(cap_percent=-1), LateRule(grace=-timedelta(1))]
)
def test_rules_that_make_no_sense_are_refused(book, late):
    with pytest.raises(GradebookError, match="Expected a"), book.writing() as session:
        set_policy(session, "callbacks", ExercisePolicy(late=late), GRACE)


def test_rules_may_be_set_before_anybody_hands_in(book):
    set_rules(book, counts=Counts.LATEST, late=LATE)
    with book.reading() as session:
        assert policy_of(session, "callbacks") == ExercisePolicy(Counts.LATEST, LATE)
        assert policy_of(session, "another") == ExercisePolicy()
        assert grades(session) == ()


def test_lateness_by_the_time_of_grading_says_so(book, add):
    from graders.gradebook.handed_in import KnownFrom

    add(when="26 12:00", known_from=KnownFrom.GRADED)
    set_rules(book, late=LATE)
    assert "counted from the time of grading" in grade_of(book).reason


def test_learners_are_found_by_name_or_number_and_similar_ones_are_named(book, add):
    add("Ana\x1b[31m")
    with book.reading() as session:
        known = learner(session, "#1")
        assert learner(session, "Ana\x1b[31m") is known
        with pytest.raises(GradebookError, match=r"did you mean 'Ana\\x1b\[31m'\?"):
            learner(session, "Ana[3m")
        with pytest.raises(GradebookError, match="no learner '#99'"):
            learner(session, "#99")
