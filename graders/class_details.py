"""What the reports of a class say beyond its results: titles, the class list, similar submissions."""

from __future__ import annotations

from collections.abc import Sequence

from graders.grading.exercise import Exercise
from graders.grading.magics import comment_magics
from graders.grading.source import UnreadableSource, read_source
from graders.grading.submission import Submission
from graders.reports.details import ClassDetails
from graders.reports.roster import Roster
from graders.similarity.compare import Similarity, Source, compare


def class_details(
    exercises: Sequence[Exercise],
    submissions: Sequence[Submission],
    roster: Roster | None = None,
    *,
    leaderboard: bool = False,
) -> ClassDetails:
    """Return what the reports of a class need besides its results; the submissions are read, never run.

    Args:
        exercises: those that exist.
        submissions: what was handed in, the ones that were graded in an earlier run included.
        roster: the class list, if there is one.
        leaderboard: whether Gradescope is to rank the learners.
    """
    return ClassDetails(
        titles={exercise.id: exercise.title for exercise in exercises},
        roster=roster,
        similar=tuple(
            _similarity(exercise, handed_in)
            for exercise in exercises
            if (handed_in := [one for one in submissions if one.exercise == exercise.id])
        ),
        leaderboard=leaderboard,
    )


def _similarity(exercise: Exercise, submissions: Sequence[Submission]) -> Similarity:
    sources = [
        Source(one.learner, one.source or one.filename, text) for one in submissions if (text := _text(one))
    ]
    return compare(exercise.id, sources, exercise.stub_source)


def _text(submission: Submission) -> str:
    """Return the code of a submission, the modules beside it under their names; nothing where it cannot be read."""
    parts = []
    files = {submission.filename: submission.content, **submission.extra_files}
    for name, content in files.items():
        try:
            text = comment_magics(read_source(content, name))
        except UnreadableSource:
            continue
        parts.append(text if name == submission.filename else f"# ----- {name}\n{text}")
    return "\n".join(parts)
