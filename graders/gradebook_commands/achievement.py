"""Records of achievement from the gradebook: for one learner, or for everybody."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from graders.gradebook import Grade, Gradebook, GradebookError, grades
from graders.gradebook.people import find_learner
from graders.gradebook_commands.export import write
from graders.grading.exercise import list_exercises
from graders.reports.achievement import FORMS, Achievement, Earned, achievement_bytes
from graders.reports.lettering import LetteringError
from graders.reports.paths import safe_names
from graders.reports.text import shown_line

BASIS = "Points come from automatic checks of the code that was handed in and from the rules of the class's gradebook."


def write_achievements(book: Gradebook, options: argparse.Namespace) -> int:
    """Write the record of one learner to a file, or everybody's into a folder.

    Returns:
        0, or 1 if some names have characters that no font here has.

    Raises:
        GradebookError: if there is nothing to record, or it cannot be written.
    """
    titles = {exercise.id: exercise.title for exercise in list_exercises()}
    if options.learner is None:
        return _write_all(book, options, titles)
    with book.reading() as session:
        learner = find_learner(session, options.learner)
        found = grades(session, learner_id=learner.id)
        record = achievement(options.name or learner.name, found, titles, options.by)
    if record is None:
        raise GradebookError(f"{options.learner} has no graded exercise yet: there is nothing to record.")
    try:
        _write(options.out, record)
    except LetteringError as error:
        raise GradebookError(str(error)) from error
    print(f"{options.out}: number {record.number}")
    return 0


def _write_all(book: Gradebook, options: argparse.Namespace, titles: Mapping[str, str]) -> int:
    if options.name is not None:
        raise GradebookError("Expected LEARNER with --name; received --name alone.")
    with book.reading() as session:
        everybody = grades(session)
    by_learner = groupby(sorted(everybody, key=lambda one: one.learner_id), key=lambda one: one.learner_id)
    records = [
        achievement(own[0].learner, own, titles, options.by)
        for _, own in ((number, list(group)) for number, group in by_learner)
    ]
    kept = [record for record in records if record is not None]
    if not kept:
        raise GradebookError("Nobody has a graded exercise yet: there is nothing to record.")
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GradebookError(
            f"Expected a folder for everybody's records; {options.out} cannot be one: {error.strerror}."
        ) from error
    names = safe_names(record.learner for record in kept)
    problems = 0
    for record in kept:
        try:
            _write(options.out / f"{names[record.learner]}.pdf", record)
        except LetteringError as error:  # one name must not cost everybody else theirs
            print(f"graders: {shown_line(record.learner, 40)} was left out. {error}", file=sys.stderr)
            problems += 1
    written = len(kept) - problems
    print(f"{options.out}: {written} {'record' if written == 1 else 'records'} of achievement")
    return 1 if problems else 0


def achievement(
    name: str, found: Sequence[Grade], titles: Mapping[str, str], issuer: str
) -> Achievement | None:
    """Return a learner's record: what has points, in the order of the exercises; None if nothing has.

    Args:
        name: to write.
        found: the learner's grades.
        titles: of the exercises, by id; one that is not among them is called by its id.
        issuer: who stands for it, or empty.
    """
    order = list(titles)
    earned = [
        Earned(titles.get(one.exercise, one.exercise), one.points, one.max_points, _day(one.submitted_at))
        for one in sorted(
            found, key=lambda one: order.index(one.exercise) if one.exercise in order else len(order)
        )
        if one.points is not None
    ]
    if not earned:
        return None
    known = set(titles) | {one.exercise for one in found}
    return Achievement(name, earned, len(known), f"{datetime.now():%Y-%m-%d}", BASIS, issuer)


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def _write(path: Path, record: Achievement) -> None:
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise GradebookError(f"Expected a file that ends in .pdf or .png; received {path.name!r}.")
    write(path, achievement_bytes(record, form))
