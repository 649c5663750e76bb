"""Record gradings: the same one twice is one, the same file graded again is another result of the same attempt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graders.gradebook.clock import now
from graders.gradebook.handed_in import TRUST, HandedIn, KnownFrom
from graders.gradebook.history import Change, Kind, written_down
from graders.gradebook.models import Attempt, ExtraFile, Result, SubmittedFile
from graders.gradebook.people import exercise_row, insert_once, locked_learner
from graders.grading.results import Status, SubmissionResult
from graders.grading.submission import Submission


@dataclass(frozen=True)
class Grading:
    """One result, with what it is a result of.

    Args:
        submission: what was handed in.
        result: what came of it.
        handed_in: when it was handed in.
        run: an id of the run of the grader, kept when it is resumed.
        suite_digest: of the suite that gave the result.
        who: the person or program that graded.
    """

    submission: Submission
    result: SubmissionResult
    handed_in: HandedIn
    run: str
    suite_digest: str
    who: str = "graders"


def file_digest(submission: Submission) -> str:
    """Return the SHA-256 of what was handed in: bytes, kind of file, and the modules beside it."""
    digest = hashlib.sha256(submission.filename.lower().rpartition(".")[2].encode("utf-8", "surrogatepass"))
    digest.update(hashlib.sha256(submission.content).digest())
    digest.update(submission.problem.encode("utf-8", "surrogatepass") + b"\0")
    for name in sorted(submission.extra_files):
        digest.update(name.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(hashlib.sha256(submission.extra_files[name]).digest())
    return digest.hexdigest()


def record(session: Session, grading: Grading) -> bool:
    """Record one grading, with its file and its line of history.

    Args:
        session: for writing; the learner stays locked until it ends, so that nobody else records between.
        grading: what to record.

    Returns:
        Whether anything was new; recording the same grading again changes nothing.
    """
    learner = locked_learner(session, grading.submission.learner)
    exercise = exercise_row(session, grading.result.exercise)
    digest = _kept_file(session, grading.submission)
    ours = _attempts(session, learner.id, exercise.id)
    attempt = _same_attempt(ours, digest, grading.handed_in)
    if attempt is None:
        attempt = _new_attempt(session, grading, learner.id, exercise.id, digest)
    else:
        _correct_time(session, attempt, grading)
    return _add_result(session, attempt, grading)


def _kept_file(session: Session, submission: Submission) -> str:
    digest = file_digest(submission)
    values = {"digest": digest, "content": submission.content, "problem": submission.problem}
    if insert_once(session, SubmittedFile, values):
        session.add_all(
            ExtraFile(file_digest=digest, name=name, content=content)
            for name, content in submission.extra_files.items()
        )
    return digest


def _attempts(session: Session, learner_id: int, exercise_id: int) -> Sequence[Attempt]:
    return session.scalars(
        select(Attempt)
        .where(Attempt.learner_id == learner_id, Attempt.exercise_id == exercise_id)
        .order_by(Attempt.submitted_at, Attempt.id)
    ).all()


def _same_attempt(attempts: Sequence[Attempt], digest: str, handed_in: HandedIn) -> Attempt | None:
    """Return the attempt that this file is, or None if it is a new one.

    The same bytes are the same attempt, even where a copy of the folder has other file times; unless another file
    was handed in between, because then the learner went back to an earlier version.
    """
    same = [attempt for attempt in attempts if attempt.file_digest == digest]
    if not same:
        return None
    earlier = [attempt for attempt in same if attempt.submitted_at <= handed_in.at]
    candidate = earlier[-1] if earlier else same[0]
    if handed_in.known_from is KnownFrom.GRADED or candidate.submitted_from == KnownFrom.GRADED:
        return candidate
    first, last = sorted((candidate.submitted_at, handed_in.at))
    between = any(first <= other.submitted_at <= last for other in attempts if other.file_digest != digest)
    return None if between and first != last else candidate


def _new_attempt(
    session: Session, grading: Grading, learner_id: int, exercise_id: int, digest: str
) -> Attempt:
    attempt = Attempt(
        learner_id=learner_id,
        exercise_id=exercise_id,
        file_digest=digest,
        filename=grading.submission.filename,
        source=grading.submission.source,
        submitted_at=grading.handed_in.at,
        submitted_from=grading.handed_in.known_from,
        recorded_at=now(),
    )
    session.add(attempt)
    session.flush()
    return attempt


def _correct_time(session: Session, attempt: Attempt, grading: Grading) -> None:
    """Take over a moment that is known better than the one so far."""
    told = grading.handed_in
    known = HandedIn(attempt.submitted_at, KnownFrom(attempt.submitted_from))
    if not _is_better(told, known):
        return
    why = f"handed in {_text(told)}, not {_text(known)}"
    change = Change(Kind.TIME, grading.who, why, attempt.exercise_id, attempt.learner_id, attempt.id)
    with written_down(session, change):
        attempt.submitted_at, attempt.submitted_from = told.at, told.known_from.value


def _is_better(told: HandedIn, known: HandedIn) -> bool:
    if TRUST[told.known_from] != TRUST[known.known_from]:
        return TRUST[told.known_from] > TRUST[known.known_from]
    match told.known_from:
        case KnownFrom.GRADED:
            return False
        case KnownFrom.GIVEN:
            return told.at != known.at
        case _:  # of two file times the earlier: a later one comes from copying the file
            return told.at < known.at


def _text(moment: HandedIn) -> str:
    return f"{moment.at:%Y-%m-%d %H:%M:%S} UTC ({moment.known_from})"


def _add_result(session: Session, attempt: Attempt, grading: Grading) -> bool:
    digest = _grading_digest(grading)
    known = select(Result.id).where(Result.attempt_id == attempt.id, Result.digest == digest)
    if session.scalar(known) is not None:
        return False
    before = standing_result(session, attempt.id)
    change = _change(attempt, grading, before)
    with written_down(session, change):
        result = grading.result
        session.add(
            Result(
                attempt_id=attempt.id,
                digest=digest,
                run=grading.run,
                seed=result.seed,
                suite_digest=grading.suite_digest,
                status=result.status.value,
                points=result.score,
                max_points=result.max_score,
                record=json.dumps(result.to_json()),
                recorded_at=now(),
            )
        )
    return True


def _grading_digest(grading: Grading) -> str:
    checks = [[one.name, one.status.value, one.points, one.max_points] for one in grading.result.checks]
    return hashlib.sha256(json.dumps([grading.run, grading.result.seed, checks]).encode()).hexdigest()


def standing_result(session: Session, attempt_id: int) -> Result | None:
    """Return the result that stands for an attempt: the newest that is no grader error, else the newest."""
    results = session.scalars(select(Result).where(Result.attempt_id == attempt_id).order_by(Result.id)).all()
    verdicts = [result for result in results if result.status != Status.GRADER_ERROR]
    return verdicts[-1] if verdicts else (results[-1] if results else None)


def _change(attempt: Attempt, grading: Grading, before: Result | None) -> Change:
    result = grading.result
    details: dict[str, Any] = {
        "run": grading.run,
        "seed": result.seed,
        "suite": grading.suite_digest,
        "result": {"status": result.status.value, "points": result.score, "max_points": result.max_score},
    }
    if before is None:
        kind, why = Kind.ATTEMPT, grading.submission.source or grading.submission.filename
    else:
        kind, why = Kind.REGRADED, _why_again(grading, before)
        earlier = SubmissionResult.from_json(json.loads(before.record))
        details |= {"suite_before": before.suite_digest, "checks": check_changes(earlier, result)}
    return Change(kind, grading.who, why, attempt.exercise_id, attempt.learner_id, attempt.id, details)


def _why_again(grading: Grading, before: Result) -> str:
    if grading.result.status is Status.GRADER_ERROR:
        return "the grader failed this time, so the earlier result stands"
    if before.status == Status.GRADER_ERROR:
        return "the grader had failed before"
    if before.suite_digest != grading.suite_digest:
        return f"the suite changed, {before.suite_digest[:12]} to {grading.suite_digest[:12]}"
    if before.seed != grading.result.seed:
        return f"the same suite with other questions, seed {before.seed} to {grading.result.seed}"
    return "graded again with the same suite and questions"


def check_changes(before: SubmissionResult, after: SubmissionResult) -> list[dict[str, Any]]:
    """Return each check whose verdict or worth changed: its name, and what it was and is (None if not there)."""
    old, new = _verdicts(before), _verdicts(after)
    return [
        {"name": name, "before": old.get(name), "after": new.get(name)}
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _verdicts(result: SubmissionResult) -> Mapping[str, dict[str, Any]]:
    return {
        check.name: {"status": check.status.value, "points": check.points, "max_points": check.max_points}
        for check in result.checks
    }
