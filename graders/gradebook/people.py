"""Rows that are made when first needed, also by several processes at once: learners, exercises, files."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from graders.gradebook.address import GradebookError
from graders.gradebook.models import Base, Exercise, Learner


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless its unique key exists; tell whether it was inserted.

    Where another process is inserting the same, this waits for that one's end.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing()
    # What comes back is what was inserted; the number of rows is not reliable in every database.
    return session.execute(statement.returning(*inspect(table).primary_key)).first() is not None


def locked_learner(session: Session, name: str) -> Learner:
    """Return the learner of that name, made if new, locked until the transaction ends."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    insert_once(session, Learner, {"digest": digest, "name": name})
    return session.scalars(select(Learner).where(Learner.digest == digest).with_for_update()).one()


def exercise_row(session: Session, name: str) -> Exercise:
    """Return the exercise of that id, made if new."""
    insert_once(session, Exercise, {"name": name})
    return session.scalars(select(Exercise).where(Exercise.name == name)).one()


def find_learner(session: Session, text: str) -> Learner:
    """Return a known learner by name, or by number as ``#12`` where the name cannot be typed.

    A number that exists goes before a name that looks like one: nobody can stand in for another by choosing it.

    Raises:
        GradebookError: naming similar ones, if there is none.
    """
    known = session.scalars(select(Learner)).all()
    number = int(match[1]) if (match := re.fullmatch(r"#(\d{1,9})", text, re.ASCII)) else None
    for learner in sorted(known, key=lambda learner: learner.id != number):
        if number == learner.id or text == learner.name:
            return learner
    similar = difflib.get_close_matches(text, [learner.name for learner in known], n=3)
    # repr shows control characters instead of sending them to the terminal.
    hint = f": did you mean {' or '.join(map(repr, similar))}?" if similar else "."
    raise GradebookError(f"The gradebook knows no learner {text!r}{hint}")


def known_exercises(session: Session) -> list[str]:
    """Return the ids of the exercises that have attempts, rules or decisions."""
    return list(session.scalars(select(Exercise.name).order_by(Exercise.name)))


def find_exercise_row(session: Session, name: str) -> Exercise:
    """Return a known exercise by its id.

    Raises:
        GradebookError: naming those that are known, if there is none.
    """
    exercises = {row.name: row for row in session.scalars(select(Exercise).order_by(Exercise.name))}
    if name not in exercises:
        raise GradebookError(
            f"The gradebook holds nothing for an exercise {name!r}; it has: {', '.join(exercises) or 'none'}."
        )
    return exercises[name]
