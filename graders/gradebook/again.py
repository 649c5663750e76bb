"""What a regrade needs: the submissions that the gradebook keeps, with the seeds of the questions they had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from graders.gradebook.handed_in import HandedIn, KnownFrom
from graders.gradebook.models import Attempt, Exercise, Learner, SubmittedFile
from graders.gradebook.recording import standing_result
from graders.grading.results import Status
from graders.grading.submission import Submission


@dataclass(frozen=True)
class Again:
    """One attempt to grade once more.

    Args:
        submission: as it was handed in.
        seed: of the questions that gave the result that stands, so that only the suite differs.
        handed_in: when it was handed in.
    """

    submission: Submission
    seed: int
    handed_in: HandedIn


def attempts_to_regrade(
    session: Session,
    suites: Mapping[str, str],
    *,
    exercise_id: int | None = None,
    learner_id: int | None = None,
    everything: bool = False,
) -> tuple[Again, ...]:
    """Return the attempts whose result another suite gave, or that have no verdict.

    Args:
        session: of an open gradebook.
        suites: the digest of each exercise's present suite; attempts at other exercises cannot be graded.
        exercise_id: only attempts at this exercise.
        learner_id: only this learner's attempts.
        everything: also those that the present suite has graded.
    """
    query = (
        select(Attempt, Learner.name, Exercise.name)
        .join(Learner, Attempt.learner_id == Learner.id)
        .join(Exercise, Attempt.exercise_id == Exercise.id)
        .where(Exercise.name.in_(suites))
        .order_by(Attempt.id)
    )
    if exercise_id is not None:
        query = query.where(Attempt.exercise_id == exercise_id)
    if learner_id is not None:
        query = query.where(Attempt.learner_id == learner_id)
    found = []
    for attempt, learner, exercise in session.execute(query).tuples():
        result = standing_result(session, attempt.id)
        current = result is not None and result.suite_digest == suites[exercise]
        if result is None or everything or not current or result.status == Status.GRADER_ERROR:
            found.append(_again(session, attempt, learner, exercise, 0 if result is None else result.seed))
    return tuple(found)


def _again(session: Session, attempt: Attempt, learner: str, exercise: str, seed: int) -> Again:
    kept = session.get_one(SubmittedFile, attempt.file_digest)
    submission = Submission(
        learner,
        exercise,
        attempt.filename,
        kept.content,
        {extra.name: extra.content for extra in kept.extra},
        attempt.source,
        kept.problem,
    )
    return Again(submission, seed, HandedIn(attempt.submitted_at, KnownFrom(attempt.submitted_from)))
