"""What people decide: which attempt counts, deadlines, extensions, points set by hand. All of it is written down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from graders.gradebook.address import GradebookError
from graders.gradebook.clock import When, days_after, now
from graders.gradebook.grades import grades, policy_from
from graders.gradebook.history import Change, Kind, written_down
from graders.gradebook.models import Exercise, Extension, Learner, Override, Policy
from graders.gradebook.people import exercise_row
from graders.gradebook.policy import ExercisePolicy

_Decided = TypeVar("_Decided", Extension, Override)


@dataclass(frozen=True)
class Decider:
    """Who decides, and why.

    Args:
        who: the person.
        why: the reason, for the history and the learner.
    """

    who: str
    why: str


def policy_of(session: Session, exercise: str) -> ExercisePolicy:
    """Return the rules of an exercise; the defaults if none were set."""
    query = select(Policy).join(Exercise, Policy.exercise_id == Exercise.id).where(Exercise.name == exercise)
    return policy_from(session.scalar(query))


def set_policy(session: Session, exercise: str, policy: ExercisePolicy, decider: Decider) -> None:
    """Set which attempt counts and what lateness costs, and write down whose grade that changes.

    Raises:
        GradebookError: if a percentage is not between 0 and 100, or the grace is negative.
    """
    late = policy.late
    for name, percent in (
        ("percentage a day", late.percent_per_day),
        ("most to take away", late.cap_percent),
    ):
        if not 0 <= percent <= 100:
            raise GradebookError(f"Expected a {name} from 0 to 100; received {percent:g}.")
    if late.grace < timedelta():
        raise GradebookError(f"Expected a grace of 0 or more; received {late.grace}.")
    row_id = exercise_row(session, exercise).id
    values = _policy_values(policy)
    before = _policy_values(policy_from(session.get(Policy, row_id)))
    details = {"policy_before": _as_json(before), "policy_after": _as_json(values)}
    with written_down(session, Change(Kind.POLICY, decider.who, decider.why, row_id, details=details)):
        session.merge(Policy(exercise_id=row_id, **values))


def _policy_values(policy: ExercisePolicy) -> dict[str, Any]:
    return {
        "counts": policy.counts.value,
        "deadline": policy.late.deadline,
        "zone": policy.late.zone,
        "grace_seconds": int(policy.late.grace.total_seconds()),
        "percent_per_day": policy.late.percent_per_day,
        "cap_percent": policy.late.cap_percent,
    }


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


def extension_of_days(policy: ExercisePolicy, days: int) -> When:
    """Return the deadline that many days after that of the exercise, on the same clocks.

    Raises:
        GradebookError: if the exercise has no deadline.
    """
    late = policy.late
    if late.deadline is None:
        raise GradebookError(
            "The exercise has no deadline to extend by days: set one, or give the new moment."
        )
    return When(days_after(late.deadline, days, late.zone), late.zone)


def extend(session: Session, learner: Learner, exercise: str, until: When, decider: Decider) -> None:
    """Give a learner a later deadline; an earlier extension is replaced.

    Raises:
        GradebookError: if it is not later than the deadline that everybody has.
    """
    late = policy_of(session, exercise).late
    if late.deadline is not None and until.at <= late.deadline:
        raise GradebookError(
            f"Expected an extension to after the deadline {When(late.deadline, late.zone)}; received {until}."
        )
    row_id = exercise_row(session, exercise).id
    details = {"until": until.at.isoformat(), "zone": until.zone}
    change = Change(Kind.EXTENSION, decider.who, decider.why, row_id, learner.id, details=details)
    with written_down(session, change):
        _withdraw_standing(session, Extension, learner.id, row_id)
        session.add(
            Extension(
                learner_id=learner.id,
                exercise_id=row_id,
                deadline=until.at,
                zone=until.zone,
                reason=decider.why,
                decided_by=decider.who,
                decided_at=now(),
            )
        )


def override(
    session: Session, learner: Learner, exercise: str, points: float, max_points: float, decider: Decider
) -> None:
    """Set a learner's points, whatever was or will be graded; an earlier override is replaced.

    Args:
        session: for writing.
        learner: whose points.
        exercise: the exercise's id.
        points: what counts from now on, 0 or more; more than ``max_points`` is a bonus.
        max_points: what the exercise is worth, for learners without an attempt.
        decider: who and why.

    Raises:
        GradebookError: if the points are no such number.
    """
    if not math.isfinite(points) or points < 0:
        raise GradebookError(f"Expected points of 0 or more; received {points:g}.")
    row_id = exercise_row(session, exercise).id
    change = Change(Kind.OVERRIDE, decider.who, decider.why, row_id, learner.id, details={"points": points})
    with written_down(session, change):
        _withdraw_standing(session, Override, learner.id, row_id)
        session.add(
            Override(
                learner_id=learner.id,
                exercise_id=row_id,
                points=points,
                max_points=max_points,
                reason=decider.why,
                decided_by=decider.who,
                decided_at=now(),
            )
        )


def withdraw_override(session: Session, learner: Learner, exercise: str, decider: Decider) -> None:
    """Let the graded points count again.

    Raises:
        GradebookError: if no override stands.
    """
    _withdraw(session, Override, Kind.OVERRIDE_WITHDRAWN, learner, exercise, decider)


def withdraw_extension(session: Session, learner: Learner, exercise: str, decider: Decider) -> None:
    """Let everybody's deadline hold for this learner again.

    Raises:
        GradebookError: if no extension stands.
    """
    _withdraw(session, Extension, Kind.EXTENSION_WITHDRAWN, learner, exercise, decider)


def _withdraw(
    session: Session, table: type[_Decided], kind: Kind, learner: Learner, exercise: str, decider: Decider
) -> None:
    row_id = exercise_row(session, exercise).id
    change = Change(kind, decider.who, decider.why, row_id, learner.id)
    with written_down(session, change):
        if not _withdraw_standing(session, table, learner.id, row_id):
            raise GradebookError(
                f"{learner.name!r} has no {table.__tablename__} in {exercise}, so there is none to withdraw."
            )


def _withdraw_standing(session: Session, table: type[_Decided], learner_id: int, exercise_id: int) -> bool:
    standing = session.scalars(
        select(table).where(
            table.learner_id == learner_id, table.exercise_id == exercise_id, table.withdrawn_at.is_(None)
        )
    ).all()
    for row in standing:
        row.withdrawn_at = now()
    return bool(standing)


def worth_so_far(session: Session, learner: Learner, exercise: str) -> float | None:
    """Return what the exercise is worth by the learner's graded attempts, or None without one."""
    row_id = exercise_row(session, exercise).id
    found = grades(session, learner_id=learner.id, exercise_id=row_id)
    return found[0].max_points if found else None
