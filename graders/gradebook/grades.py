"""Grades: for each learner and exercise what counts, computed from attempts, results, rules and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from graders.gradebook.handed_in import KnownFrom
from graders.gradebook.models import Attempt, Exercise, Extension, Learner, Override, Policy, Result
from graders.gradebook.policy import Counted, Counts, ExercisePolicy, JudgedAttempt, LateRule, counted_attempt
from graders.grading.results import Status

_Key = tuple[int, int]
_Row = TypeVar("_Row", Attempt, Extension, Override)
_Decided = TypeVar("_Decided", Extension, Override)


@dataclass(frozen=True)
class Grade:
    """What one learner has for one exercise.

    Args:
        learner: the name, untrusted text.
        exercise: the exercise's id.
        points: what counts, after lateness and override; None where only a person can say, through a fault of ours.
        max_points: what could be earned.
        status: of the attempt that counts (a :class:`~graders.grading.results.Status`), ``not_attempted`` if none.
        attempts: how many there are.
        late_days: started days after the deadline of the attempt that counts.
        overridden: whether a person set the points.
        reason: how the points came about, for people; untrusted text where a person gave it.
        submitted_at: when the attempt that counts was handed in, in UTC.
        attempt_id: of the attempt that counts.
        learner_id: of the learner.
    """

    learner: str
    exercise: str
    points: float | None
    max_points: float
    status: str
    attempts: int
    late_days: int
    overridden: bool
    reason: str
    submitted_at: datetime | None = None
    attempt_id: int | None = None
    learner_id: int = 0


def grades(
    session: Session, *, learner_id: int | None = None, exercise_id: int | None = None
) -> tuple[Grade, ...]:
    """Return the grade of everyone who has an attempt or an override, sorted by learner and exercise.

    Args:
        session: of an open gradebook.
        learner_id: only this learner's.
        exercise_id: only this exercise's.
    """
    scope = _Scope(session, learner_id, exercise_id)
    attempts, overrides = _attempts(scope), _standing(scope, Override)
    policies, extensions = policies_of(session), _standing(scope, Extension)
    names = select(Learner.id, Learner.name)
    if learner_id is not None:
        names = names.where(Learner.id == learner_id)
    learners = dict(session.execute(names).tuples().all())
    exercises = dict(session.execute(select(Exercise.id, Exercise.name)).tuples().all())
    found = []
    for key in attempts.keys() | overrides.keys():
        policy = policies.get(key[1], ExercisePolicy())
        rule = extended(policy.late, extensions.get(key))
        ours = attempts.get(key, [])
        counted = counted_attempt(ours, policy.counts, rule)
        grade = _grade(counted, len(ours), policy.counts, rule)
        if (override := overrides.get(key)) is not None:
            grade = _overridden(grade, override)
        found.append(replace(grade, learner=learners[key[0]], exercise=exercises[key[1]], learner_id=key[0]))
    return tuple(sorted(found, key=lambda grade: (grade.learner, grade.exercise)))


def policies_of(session: Session) -> dict[int, ExercisePolicy]:
    """Return the policy of each exercise that has one, by the exercise's id in the gradebook."""
    return {row.exercise_id: policy_from(row) for row in session.scalars(select(Policy))}


def policy_from(row: Policy | None) -> ExercisePolicy:
    """Return what a row says; the default without one."""
    if row is None:
        return ExercisePolicy()
    rule = LateRule(
        deadline=row.deadline,
        zone=row.zone,
        grace=timedelta(seconds=row.grace_seconds),
        percent_per_day=row.percent_per_day,
        cap_percent=row.cap_percent,
    )
    return ExercisePolicy(Counts(row.counts), rule)


def extended(rule: LateRule, extension: Extension | None) -> LateRule:
    """Return the rule for a learner with an extension: the later of the two deadlines holds."""
    if extension is None or rule.deadline is None or extension.deadline <= rule.deadline:
        return rule
    return replace(rule, deadline=extension.deadline, zone=extension.zone)


@dataclass(frozen=True)
class _Scope:
    """Which rows are wanted."""

    session: Session
    learner_id: int | None
    exercise_id: int | None

    def rows(self, table: type[_Row]) -> Sequence[_Row]:
        return self.session.scalars(self.narrowed(select(table), table).order_by(table.id)).all()

    def narrowed(self, query: Select[tuple[_Row]], table: type[_Row]) -> Select[tuple[_Row]]:
        if self.learner_id is not None:
            query = query.where(table.learner_id == self.learner_id)
        if self.exercise_id is not None:
            query = query.where(table.exercise_id == self.exercise_id)
        return query


def _standing(scope: _Scope, table: type[_Decided]) -> dict[_Key, _Decided]:
    """Return the newest decision that is not withdrawn for each learner and exercise."""
    return {(row.learner_id, row.exercise_id): row for row in scope.rows(table) if row.withdrawn_at is None}


def _attempts(scope: _Scope) -> Mapping[_Key, list[JudgedAttempt]]:
    rows = scope.rows(Attempt)
    verdicts = standing_verdicts(scope.session, None if _is_all(scope) else [row.id for row in rows])
    attempts: dict[_Key, list[JudgedAttempt]] = defaultdict(list)
    for row in rows:
        if row.id not in verdicts:  # it is being recorded just now, in this transaction
            continue
        status, points, max_points = verdicts[row.id]
        known = row.submitted_from != KnownFrom.GRADED
        attempts[row.learner_id, row.exercise_id].append(
            JudgedAttempt(row.id, row.submitted_at, status, points, max_points, known)
        )
    return attempts


def _is_all(scope: _Scope) -> bool:
    return scope.learner_id is None and scope.exercise_id is None


def standing_verdicts(
    session: Session, attempt_ids: Sequence[int] | None = None
) -> dict[int, tuple[Status, float, float]]:
    """Return (status, points, max_points) that stand for each attempt: the newest that is no grader error.

    Args:
        session: of an open gradebook.
        attempt_ids: only of these attempts; of all by default.
    """
    query = select(Result.attempt_id, Result.status, Result.points, Result.max_points).order_by(Result.id)
    if attempt_ids is not None:
        query = query.where(Result.attempt_id.in_(attempt_ids))
    standing: dict[int, tuple[Status, float, float]] = {}
    for attempt_id, status, points, max_points in session.execute(query).tuples():
        if attempt_id not in standing or status != Status.GRADER_ERROR:
            standing[attempt_id] = (Status(status), points, max_points)
    return standing


def _grade(counted: Counted | None, attempts: int, counts: Counts, rule: LateRule) -> Grade:
    if counted is None:
        return Grade("", "", None, 0.0, Status.NOT_ATTEMPTED, 0, 0, False, "")
    return Grade(
        learner="",
        exercise="",
        points=counted.points,
        max_points=counted.attempt.max_points,
        status=counted.attempt.status.value,
        attempts=attempts,
        late_days=counted.days_late,
        overridden=False,
        reason=_reason(counted, attempts, counts, rule),
        submitted_at=counted.attempt.submitted_at,
        attempt_id=counted.attempt.id,
    )


def _reason(counted: Counted, attempts: int, counts: Counts, rule: LateRule) -> str:
    parts = [f"{counts.value} of {attempts} attempts"] if attempts > 1 else []
    if counted.attempt.needs_person:
        parts.append("needs a person, through a fault of the grader")
    if counted.days_late:
        days = "1 day" if counted.days_late == 1 else f"{counted.days_late} days"
        parts.append(f"{days} late, less {rule.penalty_percent(counted.days_late):g} %")
        if not counted.attempt.time_known:
            parts.append("counted from the time of grading, because no other is known")
    return "; ".join(parts)


def _overridden(grade: Grade, override: Override) -> Grade:
    return replace(
        grade,
        points=override.points,
        max_points=grade.max_points or override.max_points,
        overridden=True,
        reason=f"set by {override.decided_by}: {override.reason}",
    )
