"""Attempts with all their results, as plain data for reports and exports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from graders.gradebook.models import Attempt, Exercise, Learner, Result


@dataclass(frozen=True)
class PastResult:
    """One grading of an attempt.

    Args:
        recorded_at: when it was recorded, in UTC.
        status: of the submission.
        points: earned.
        max_points: what could be earned.
        seed: of the questions.
        suite: the digest of the suite.
        run: of the grader.
    """

    recorded_at: datetime
    status: str
    points: float
    max_points: float
    seed: int
    suite: str
    run: str


@dataclass(frozen=True)
class PastAttempt:
    """One handing in.

    Args:
        id: of the attempt.
        learner: the name, untrusted text.
        exercise: the exercise's id.
        submitted_at: when it was handed in, in UTC.
        submitted_from: where that moment comes from: ``given``, ``file``, ``zip`` or ``graded``.
        source: the file's place in the graded folder, untrusted text.
        file_digest: of what was handed in: the same for two learners who handed in the same bytes.
        results: every grading, oldest first.
    """

    id: int
    learner: str
    exercise: str
    submitted_at: datetime
    submitted_from: str
    source: str
    file_digest: str
    results: tuple[PastResult, ...]


def past_attempts(
    session: Session, *, learner_id: int | None = None, exercise_id: int | None = None
) -> tuple[PastAttempt, ...]:
    """Return attempts in the order in which they were handed in.

    Args:
        session: of an open gradebook.
        learner_id: only this learner's.
        exercise_id: only at this exercise.
    """
    query = (
        select(Attempt, Learner.name, Exercise.name)
        .join(Learner, Attempt.learner_id == Learner.id)
        .join(Exercise, Attempt.exercise_id == Exercise.id)
        .order_by(Attempt.submitted_at, Attempt.id)
    )
    if learner_id is not None:
        query = query.where(Attempt.learner_id == learner_id)
    if exercise_id is not None:
        query = query.where(Attempt.exercise_id == exercise_id)
    rows = session.execute(query).tuples().all()
    results = _results(session, None if learner_id is None else [attempt.id for attempt, _, _ in rows])
    return tuple(
        PastAttempt(
            attempt.id,
            learner,
            exercise,
            attempt.submitted_at,
            attempt.submitted_from,
            attempt.source,
            attempt.file_digest,
            tuple(results[attempt.id]),
        )
        for attempt, learner, exercise in rows
    )


def _results(session: Session, attempt_ids: list[int] | None) -> dict[int, list[PastResult]]:
    query = select(
        Result.attempt_id,
        Result.recorded_at,
        Result.status,
        Result.points,
        Result.max_points,
        Result.seed,
        Result.suite_digest,
        Result.run,
    ).order_by(Result.id)
    if attempt_ids is not None:
        query = query.where(Result.attempt_id.in_(attempt_ids))
    found: dict[int, list[PastResult]] = defaultdict(list)
    for row in session.execute(query).tuples():
        found[row[0]].append(PastResult(*row[1:]))
    return found
