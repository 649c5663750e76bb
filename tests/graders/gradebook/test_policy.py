"""Which attempt counts and what lateness costs, for any attempts and any rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.gradebook.policy import Counts, JudgedAttempt, LateRule, counted_attempt
from graders.grading.results import Status

DEADLINE = datetime(2026, 10, 24, 21, 59, tzinfo=UTC)  # 23:59 in Madrid, where the clocks go back that night
MADRID = LateRule(DEADLINE, "Europe/Madrid", timedelta(minutes=15), percent_per_day=20, cap_percent=50)

zones = st.sampled_from(
    ["UTC", "Europe/Madrid", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "+05:45"]
)
moments = st.datetimes(datetime(2011, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
rules = st.builds(
    LateRule,
    deadline=st.none() | moments,
    zone=zones,
    grace=st.timedeltas(timedelta(), timedelta(days=3)),
    percent_per_day=st.floats(0, 100),
    cap_percent=st.floats(0, 100),
)
attempts_lists = st.lists(
    st.tuples(
        moments, st.sampled_from([Status.PASSED, Status.FAILED, Status.GRADER_ERROR]), st.floats(0, 20)
    ),
    max_size=6,
).map(lambda rows: [JudgedAttempt(number, *row, 20) for number, row in enumerate(rows)])


@pytest.mark.parametrize(
    ("late_by", "days", "kept"),
    [
        (timedelta(hours=-1), 0, 10),
        (timedelta(), 0, 10),
        (timedelta(minutes=15), 0, 10),
        (timedelta(minutes=15, seconds=1), 1, 8),
        (timedelta(hours=25), 1, 8),  # the next day at 23:59 in Madrid: the clocks went back
        (timedelta(hours=25, seconds=1), 2, 6),
        (timedelta(days=4), 4, 5),  # at most half
    ],
)
def test_each_started_day_costs_up_to_the_cap_and_the_grace_forgives(late_by, days, kept):
    assert MADRID.days_late(DEADLINE + late_by) == days
    assert MADRID.after_penalty(10, days) == kept


def test_without_a_deadline_nothing_is_late():
    assert LateRule(percent_per_day=50).days_late(DEADLINE) == 0


@given(rules, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_handing_in_later_never_helps(rule, submitted, more):
    assert rule.days_late(submitted) <= rule.days_late(submitted + more)


@given(rules, moments)
@example(LateRule(datetime(2011, 12, 29, tzinfo=UTC), "Pacific/Apia"), datetime(2011, 12, 30, 12, tzinfo=UTC))
def test_days_late_are_the_fewest_that_reach_the_moment(rule, submitted):
    from graders.gradebook.clock import days_after

    days = rule.days_late(submitted)
    assert days >= 0
    if days:
        assert submitted > rule.deadline + rule.grace
        assert days_after(rule.deadline, days, rule.zone) >= submitted
        assert days == 1 or days_after(rule.deadline, days - 1, rule.zone) < submitted
    else:
        assert rule.deadline is None or submitted <= rule.deadline + rule.grace


@given(rules, st.integers(0, 400), st.floats(0, 1000))
def test_a_penalty_never_makes_points_negative_and_never_exceeds_the_cap(rule, days, points):
    kept = rule.after_penalty(points, days)
    assert 0 <= kept <= round(points, 6)
    assert kept >= round(points * (100 - rule.cap_percent) / 100, 6) - 1e-6
    assert rule.after_penalty(points, 0) == round(points, 6)


@given(attempts_lists, rules, st.sampled_from(Counts), st.randoms())
def test_the_order_in_which_attempts_are_known_does_not_matter(attempts, rule, counts, random):
    shuffled = random.sample(attempts, len(attempts))
    assert counted_attempt(shuffled, counts, rule) == counted_attempt(attempts, counts, rule)


@given(attempts_lists, rules)
def test_no_attempt_is_worth_more_than_the_best(attempts, rule):
    best = counted_attempt(attempts, Counts.BEST, rule)
    if not attempts:
        assert best is None
        return
    worths = [
        rule.after_penalty(one.points, rule.days_late(one.submitted_at))
        for one in attempts
        if not one.needs_person
    ]
    assert best.points == (max(worths) if worths else None)


@given(attempts_lists.filter(bool), rules)
def test_first_and_latest_are_the_earliest_and_the_last_handed_in(attempts, rule):
    order = sorted(attempts, key=lambda one: (one.submitted_at, one.id))
    assert counted_attempt(attempts, Counts.FIRST, rule).attempt == order[0]
    assert counted_attempt(attempts, Counts.LATEST, rule).attempt == order[-1]


@given(attempts_lists.filter(bool), rules, st.sampled_from(Counts))
def test_a_fault_of_the_grader_is_never_a_zero(attempts, rule, counts):
    counted = counted_attempt(attempts, counts, rule)
    assert (counted.points is None) == counted.attempt.needs_person
    assert counted.attempt in attempts


def test_a_late_attempt_with_more_points_may_still_be_the_best():
    rule = LateRule(DEADLINE, percent_per_day=10)
    early = JudgedAttempt(1, DEADLINE, Status.FAILED, 12, 20)
    late = JudgedAttempt(2, DEADLINE + timedelta(hours=30), Status.PASSED, 20, 20)
    too_late = JudgedAttempt(3, DEADLINE + timedelta(days=6), Status.PASSED, 20, 20)
    counted = counted_attempt([early, late, too_late], Counts.BEST, rule)
    assert (counted.attempt, counted.days_late, counted.points) == (late, 2, 16)
