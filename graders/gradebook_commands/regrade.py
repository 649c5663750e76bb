"""``gradebook regrade``: new results for attempts that the gradebook keeps, and whose grade that changes."""

from __future__ import annotations

import argparse
import secrets
import sys
from contextlib import closing

from graders.class_recording import person
from graders.class_run import DONE, GRADER_ERROR, INTERRUPTED, Unconfined, graded_units
from graders.gradebook import Gradebook, GradebookError
from graders.gradebook.again import Again, attempts_to_regrade
from graders.gradebook.clock import now
from graders.gradebook.history import changes
from graders.gradebook.people import find_exercise_row, find_learner
from graders.gradebook.recording import Grading, record
from graders.gradebook_commands import tables
from graders.grading.plugin import GradingUnit
from graders.grading.results import Status, SubmissionResult
from graders.run_file import present_suites


def regrade(book: Gradebook, options: argparse.Namespace) -> int:
    """Grade attempts again with the present suites and print what that changed.

    Each result is recorded as it comes; a regrade that was stopped goes on where it was when it is started again.

    Raises:
        GradebookError: if the gradebook, the learner or the exercise is wrong, or the system cannot confine.
    """
    suites, begun = present_suites(options.suites), now()
    with book.reading() as session:
        exercise = None if options.exercise is None else find_exercise_row(session, options.exercise).id
        learner = None if options.learner is None else find_learner(session, options.learner).id
        todo = attempts_to_regrade(
            session, suites, exercise_id=exercise, learner_id=learner, everything=options.all
        )
    if not todo:
        print("Every attempt was graded by the present suites; --all grades them again.")
        return DONE
    try:
        faults = _grade_again(book, todo, suites, options)
    except Unconfined as refusal:
        raise GradebookError(str(refusal)) from refusal
    except KeyboardInterrupt:
        print(
            "graders: Stopped; what was graded is recorded, and regrade goes on from there.", file=sys.stderr
        )
        return INTERRUPTED
    print(f"{len(todo)} attempts graded again.")
    with book.reading() as session:
        for line in tables.change_lines(changes(session, since=begun)):
            print(line)
    if not faults:
        return DONE
    print(f"graders: {faults} attempts need a person, through a fault of ours.", file=sys.stderr)
    return GRADER_ERROR


def _grade_again(
    book: Gradebook, todo: tuple[Again, ...], suites: dict[str, str], options: argparse.Namespace
) -> int:
    """Grade and record each attempt; return how many met a fault of ours."""
    units = [GradingUnit(again.submission, again.seed, options.suites) for again in todo]
    handed_in = {id(unit): again.handed_in for unit, again in zip(units, todo, strict=True)}
    run, faults = secrets.token_hex(8), 0
    with closing(graded_units(units, options.jobs, unconfined=options.unconfined)) as graded:
        for number, (unit, result) in enumerate(graded, start=1):
            submission = unit.submission
            suite = suites[submission.exercise]
            with book.writing() as session:
                record(session, Grading(submission, result, handed_in[id(unit)], run, suite, person()))
            faults += result.status is Status.GRADER_ERROR
            _say(number, len(todo), result)
    return faults


def _say(number: int, total: int, result: SubmissionResult) -> None:
    who = f"{result.learner or result.source}/{result.exercise}"
    points = f"{result.score:g}/{result.max_score:g}"
    print(f"[{number}/{total}] {tables.line(who)}: {points} {result.status.value}", file=sys.stderr)
