"""Do what a ``gradebook`` command asks and print what came of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from graders.class_recording import person
from graders.gradebook import Gradebook, GradebookError, grades
from graders.gradebook import decisions as decide
from graders.gradebook.attempts import past_attempts
from graders.gradebook.clock import WhenError, parse_duration, parse_when
from graders.gradebook.decisions import Decider
from graders.gradebook.history import changes, history
from graders.gradebook.models import Learner
from graders.gradebook.people import find_exercise_row, find_learner, known_exercises, locked_learner
from graders.gradebook.policy import Counts, ExercisePolicy
from graders.gradebook_commands import export, tables
from graders.gradebook_commands.achievement import write_achievements
from graders.gradebook_commands.export import write
from graders.gradebook_commands.regrade import regrade
from graders.grading.exercise import find_exercise, list_exercises

DONE, USAGE_ERROR = 0, 2


def run(options: argparse.Namespace) -> int:
    """Run one command of the gradebook.

    Args:
        options: of the ``gradebook`` command.

    Returns:
        The exit code: 0 when it was done, 2 for a usage error, 3 when a regrade met a fault of ours.
    """
    try:
        # A rule may be set before the first attempt; any other command needs a gradebook that is there.
        sets_rule = options.gradebook_command in ("policy", "deadline") and _sets(options)
        create = sets_rule or getattr(options, "new", False)
        with Gradebook(options.gradebook, create=create) as book:
            if options.gradebook_command == "regrade":
                return regrade(book, options)
            return _COMMANDS[options.gradebook_command](book, options)
    except (GradebookError, WhenError) as error:
        print(f"graders: {error}", file=sys.stderr)
        return USAGE_ERROR


def _sets(options: argparse.Namespace) -> bool:
    if options.gradebook_command == "policy":
        return options.counts is not None
    given = (options.when, options.grace, options.percent_per_day, options.at_most)
    return options.none or any(one is not None for one in given)


def _list(book: Gradebook, options: argparse.Namespace) -> int:
    with book.reading() as session:
        found = grades(session, exercise_id=_exercise_id(session, options.exercise))
    tables.show(found, tables.grade_lines, as_json=options.json)
    return DONE


def _show(book: Gradebook, options: argparse.Namespace) -> int:
    with book.reading() as session:
        learner = find_learner(session, options.learner)
        found = tables.LearnerView(
            grades(session, learner_id=learner.id),
            past_attempts(session, learner_id=learner.id),
            history(session, learner_id=learner.id),
        )
    tables.show(found, tables.learner_lines, as_json=options.json)
    return DONE


def _export(book: Gradebook, options: argparse.Namespace) -> int:
    by_name = "json" if options.out is not None and options.out.suffix.lower() == ".json" else "csv"
    with book.reading() as session:
        data = export.exported(session, options.format or by_name)
    if options.out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return DONE
    write(options.out, data)
    return DONE


def _history(book: Gradebook, options: argparse.Namespace) -> int:
    with book.reading() as session:
        learner = None if options.learner is None else find_learner(session, options.learner).id
        exercise = _exercise_id(session, options.exercise)
        found = history(session, learner_id=learner, exercise_id=exercise, since=_since(options))
    tables.show(found, tables.history_lines, as_json=options.json)
    return DONE


def _changes(book: Gradebook, options: argparse.Namespace) -> int:
    with book.reading() as session:
        exercise = _exercise_id(session, options.exercise)
        found = changes(session, exercise_id=exercise, since=_since(options), everything=options.all)
    tables.show(found, tables.change_lines, as_json=options.json)
    return DONE


def _override(book: Gradebook, options: argparse.Namespace) -> int:
    with book.writing() as session:
        exercise = _settable(session, options.exercise)
        learner = _learner(session, options)
        worth = decide.worth_so_far(session, learner, exercise)
        if worth is None:
            worth = find_exercise(exercise).points
        if options.points > worth and not options.bonus:
            raise GradebookError(
                f"{exercise} has {worth:g} points; received {options.points:g}: add --bonus to give more."
            )
        decide.override(session, learner, exercise, options.points, worth, _decider(options))
        print(
            f"{tables.name(learner.name, learner.id)} has {options.points:g}/{worth:g} in {exercise}, set by hand."
        )
    return DONE


def _withdraw(book: Gradebook, options: argparse.Namespace) -> int:
    with book.writing() as session:
        learner = find_learner(session, options.learner)
        exercise = find_exercise_row(session, options.exercise).name
        withdraw = decide.withdraw_extension if options.extension else decide.withdraw_override
        withdraw(session, learner, exercise, _decider(options))
        _say_grade(session, learner, exercise)
    return DONE


def _extend(book: Gradebook, options: argparse.Namespace) -> int:
    with book.writing() as session:
        exercise = _settable(session, options.exercise)
        learner = _learner(session, options)
        if options.days is not None:
            until = decide.extension_of_days(decide.policy_of(session, exercise), options.days)
        else:
            until = parse_when(options.until, options.zone)
        decide.extend(session, learner, exercise, until, _decider(options))
        print(f"{tables.name(learner.name, learner.id)} may hand in {exercise} until {until}.")
    return DONE


def _deadline(book: Gradebook, options: argparse.Namespace) -> int:
    if not _sets(options):
        return _show_rules(book, options)
    if options.none and options.when is not None:
        raise GradebookError("Expected a deadline or --none; received both.")
    with book.writing() as session:
        exercise = _settable(session, options.exercise)
        policy = decide.policy_of(session, exercise)
        late = policy.late
        if options.none:
            late = replace(late, deadline=None)
        if options.when is not None:
            when = parse_when(options.when, options.zone)
            late = replace(late, deadline=when.at, zone=when.zone)
        if options.grace is not None:
            late = replace(late, grace=parse_duration(options.grace))
        if options.percent_per_day is not None:
            late = replace(late, percent_per_day=options.percent_per_day)
        if options.at_most is not None:
            late = replace(late, cap_percent=options.at_most)
        decide.set_policy(session, exercise, replace(policy, late=late), _decider(options))
    return _show_rules(book, options)


def _policy(book: Gradebook, options: argparse.Namespace) -> int:
    if options.counts is not None:
        if options.exercise is None:
            raise GradebookError("Expected an exercise whose rule to set: policy EXERCISE --counts best.")
        with book.writing() as session:
            exercise = _settable(session, options.exercise)
            policy = replace(decide.policy_of(session, exercise), counts=Counts(options.counts))
            decide.set_policy(session, exercise, policy, _decider(options))
    return _show_rules(book, options)


def _show_rules(book: Gradebook, options: argparse.Namespace) -> int:
    with book.reading() as session:
        names = known_exercises(session)
        if options.exercise is not None:
            names = [_settable(session, options.exercise)]
        found: Mapping[str, ExercisePolicy] = {name: decide.policy_of(session, name) for name in names}
    tables.show(found, tables.rule_lines, as_json=options.json)
    return DONE


def _settable(session: Session, exercise: str) -> str:
    """Return the exercise's id if it exists in the suites or in the gradebook."""
    if exercise in known_exercises(session) or exercise in {one.id for one in list_exercises()}:
        return exercise
    return find_exercise(exercise).id  # raises, and names those that exist


def _exercise_id(session: Session, name: str | None) -> int | None:
    return None if name is None else find_exercise_row(session, name).id


def _learner(session: Session, options: argparse.Namespace) -> Learner:
    try:
        return find_learner(session, options.learner)
    except GradebookError as error:
        if options.new:
            return locked_learner(session, options.learner)
        raise GradebookError(f"{error} Add --new for a learner who has handed in nothing.") from None


def _since(options: argparse.Namespace) -> datetime | None:
    return None if options.since is None else parse_when(options.since, options.zone, day_begins=True).at


def _decider(options: argparse.Namespace) -> Decider:
    return Decider(options.by or person(), options.reason or "")


def _say_grade(session: Session, learner: Learner, exercise: str) -> None:
    row = find_exercise_row(session, exercise)
    for line in tables.grade_lines(grades(session, learner_id=learner.id, exercise_id=row.id)):
        print(line)


_COMMANDS: Mapping[str, Callable[[Gradebook, argparse.Namespace], int]] = {
    "list": _list,
    "show": _show,
    "achievement": write_achievements,
    "export": _export,
    "history": _history,
    "changes": _changes,
    "override": _override,
    "withdraw": _withdraw,
    "extend": _extend,
    "deadline": _deadline,
    "policy": _policy,
}
