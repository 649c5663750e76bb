"""The history: one event for whatever changes, with the grades before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graders.gradebook.clock import now
from graders.gradebook.grades import Grade, grades
from graders.gradebook.models import Event, Exercise, Learner


class Kind(StrEnum):
    """What an event is about."""

    ATTEMPT = "attempt"
    REGRADED = "regraded"
    TIME = "time corrected"
    OVERRIDE = "override"
    OVERRIDE_WITHDRAWN = "override withdrawn"
    EXTENSION = "extension"
    EXTENSION_WITHDRAWN = "extension withdrawn"
    POLICY = "policy"


@dataclass
class Change:
    """What is about to be written down; the block that makes the change fills in what it learns.

    Args:
        kind: what happens.
        who: the person or program that does it.
        why: the reason.
        exercise_id: of the exercise.
        learner_id: of the learner, or None for everyone.
        attempt_id: of the attempt, if it is about one.
        details: JSON values.
        skipped: set it where nothing happened after all; nothing is then written.
    """

    kind: Kind
    who: str
    why: str
    exercise_id: int
    learner_id: int | None = None
    attempt_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    skipped: bool = False


@contextmanager
def written_down(session: Session, change: Change) -> Iterator[Change]:
    """Write down what the block changes: an event, and the grades before and after it.

    A change for everyone makes one event, and one more for each learner whose grade it changes.
    """
    before = _snapshot(session, change)
    yield change
    if change.skipped:
        return
    session.flush()
    after = _snapshot(session, change)
    if change.learner_id is not None:
        _add(session, change, change.learner_id, before, after)
        return
    _add(session, change, None, {}, {})
    for learner_id in sorted(before.keys() | after.keys()):
        if before.get(learner_id) != after.get(learner_id):
            _add(session, change, learner_id, before, after)


_Snapshot = Mapping[int, dict[str, Any]]


def _snapshot(session: Session, change: Change) -> _Snapshot:
    found = grades(session, learner_id=change.learner_id, exercise_id=change.exercise_id)
    return {grade.learner_id: _brief(grade) for grade in found}


def _brief(grade: Grade) -> dict[str, Any]:
    return {
        "points": grade.points,
        "max_points": grade.max_points,
        "status": grade.status,
        "late_days": grade.late_days,
        "overridden": grade.overridden,
    }


def _add(
    session: Session, change: Change, learner_id: int | None, before: _Snapshot, after: _Snapshot
) -> None:
    details = dict(change.details)
    if learner_id is not None:
        details |= {"grade_before": before.get(learner_id), "grade_after": after.get(learner_id)}
    session.add(
        Event(
            at=now(),
            who=change.who,
            kind=change.kind,
            learner_id=learner_id,
            exercise_id=change.exercise_id,
            attempt_id=change.attempt_id,
            why=change.why,
            details=json.dumps(details),
        )
    )


@dataclass(frozen=True)
class PastEvent:
    """One line of history.

    Args:
        at: when, in UTC.
        who: the person or program.
        kind: what it is about.
        learner: whom it is about, untrusted text, or None for everyone.
        exercise: which exercise.
        attempt_id: which attempt, if any.
        why: the reason, untrusted text.
        details: what else is known, as JSON values.
    """

    at: datetime
    who: str
    kind: Kind
    learner: str | None
    exercise: str | None
    attempt_id: int | None
    why: str
    details: Mapping[str, Any]

    @property
    def points_before(self) -> float | None:
        """The learner's points before it, or None if there were none."""
        return _worth(self.details.get("grade_before"))[0]

    @property
    def points_after(self) -> float | None:
        """The learner's points after it, or None if there are none."""
        return _worth(self.details.get("grade_after"))[0]

    @property
    def changed_a_grade(self) -> bool:
        """Whether the learner has other points than before, or other points to reach."""
        return _worth(self.details.get("grade_before")) != _worth(self.details.get("grade_after"))


def _worth(brief: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    return (None, None) if brief is None else (brief["points"], brief["max_points"])


def history(
    session: Session, *, learner_id: int | None = None, exercise_id: int | None = None,
    since: datetime | None = None, kinds: Sequence[Kind] | None = None,
) -> tuple[PastEvent, ...]:  # fmt: skip
    """Return events, oldest first.

    Args:
        session: of an open gradebook.
        learner_id: only events about this learner.
        exercise_id: only events about this exercise.
        since: only events from this moment on.
        kinds: only events of these kinds.
    """
    query = (
        select(Event, Learner.name, Exercise.name)
        .outerjoin(Learner, Event.learner_id == Learner.id)
        .outerjoin(Exercise, Event.exercise_id == Exercise.id)
        .order_by(Event.id)
    )
    if learner_id is not None:
        query = query.where(Event.learner_id == learner_id)
    if exercise_id is not None:
        query = query.where(Event.exercise_id == exercise_id)
    if since is not None:
        query = query.where(Event.at >= since)
    if kinds is not None:
        query = query.where(Event.kind.in_([kind.value for kind in kinds]))
    return tuple(_past(*row) for row in session.execute(query).tuples())


def _past(event: Event, learner: str | None, exercise: str | None) -> PastEvent:
    return PastEvent(
        event.at,
        event.who,
        Kind(event.kind),
        learner,
        exercise,
        event.attempt_id,
        event.why,
        json.loads(event.details),
    )


def changes(
    session: Session,
    *,
    exercise_id: int | None = None,
    since: datetime | None = None,
    everything: bool = False,
) -> tuple[PastEvent, ...]:
    """Return whose grade changed and why, oldest first; a further attempt is no change of a grade.

    Args:
        session: of an open gradebook.
        exercise_id: only this exercise.
        since: only from this moment on.
        everything: also regrades and decisions that left the learner's points as they were.
    """
    kinds = [kind for kind in Kind if kind is not Kind.ATTEMPT]
    found = history(session, exercise_id=exercise_id, since=since, kinds=kinds)
    return tuple(
        event for event in found if event.learner is not None and (everything or event.changed_a_grade)
    )
