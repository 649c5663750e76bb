"""The tables. What each revision of them looked like is in ``migrations/``; a test holds the two together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from graders.gradebook.columns import Moment, UntrustedText

# Names that do not depend on the database, so that a later migration can find what an earlier one made.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment(), float: Float(53)}


class Learner(Base):
    """Who hands in. The name is untrusted and of any length, so that its digest is what must be unique."""

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(UntrustedText())


class Exercise(Base):
    """An exercise that somebody has attempted, or that has a rule."""

    __tablename__ = "exercise"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class SubmittedFile(Base):
    """The bytes of a submission, once however often they are handed in: a regrade needs them."""

    __tablename__ = "submitted_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    problem: Mapped[str] = mapped_column(UntrustedText())
    extra: Mapped[list[ExtraFile]] = relationship(order_by="ExtraFile.name")


class ExtraFile(Base):
    """A module beside a submission that it may import."""

    __tablename__ = "extra_file"

    file_digest: Mapped[str] = mapped_column(ForeignKey("submitted_file.digest"), primary_key=True)
    name: Mapped[str] = mapped_column(UntrustedText(), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attempt(Base):
    """One handing in of one file.

    ``submitted_from`` says where the moment comes from: ``given`` by a person, ``file`` or ``zip`` time, or
    ``graded`` where none of these is known.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("learner_id", "exercise_id", "file_digest", "submitted_at"),
        Index(None, "exercise_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    file_digest: Mapped[str] = mapped_column(ForeignKey("submitted_file.digest"))
    filename: Mapped[str] = mapped_column(UntrustedText())
    source: Mapped[str] = mapped_column(UntrustedText())
    submitted_at: Mapped[datetime]
    submitted_from: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]


class Result(Base):
    """One grading of an attempt; of several, the newest that is no grader error stands.

    ``digest`` is of the run, the seed and the verdict: the same grading recorded again is the same row.
    ``record`` is the whole result as JSON, in ASCII.
    """

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("attempt_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    digest: Mapped[str] = mapped_column(String(64))
    run: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int] = mapped_column(BigInteger)
    suite_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    points: Mapped[float]
    max_points: Mapped[float]
    record: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]


class Policy(Base):
    """What counts and what lateness costs in one exercise; see :mod:`graders.gradebook.policy`."""

    __tablename__ = "policy"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True, autoincrement=False)
    counts: Mapped[str] = mapped_column(String(10))
    deadline: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(String(64))
    grace_seconds: Mapped[int]
    percent_per_day: Mapped[float]
    cap_percent: Mapped[float]


class Decision:
    """What a person decided for one learner in one exercise; withdrawn rather than deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    reason: Mapped[str] = mapped_column(UntrustedText())
    decided_by: Mapped[str] = mapped_column(UntrustedText())
    decided_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Extension(Decision, Base):
    """A later deadline for one learner; the newest that is not withdrawn stands."""

    __tablename__ = "extension"
    __table_args__ = (Index(None, "learner_id", "exercise_id"),)

    deadline: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))


class Override(Decision, Base):
    """Points set by a person; the newest that is not withdrawn stands, whatever is graded later."""

    __tablename__ = "override"
    __table_args__ = (Index(None, "learner_id", "exercise_id"),)

    points: Mapped[float]
    max_points: Mapped[float]


class Event(Base):
    """One line of history. The database itself refuses to change or delete one."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "learner_id"), Index(None, "exercise_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(UntrustedText())
    kind: Mapped[str] = mapped_column(String(30))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id"))
    why: Mapped[str] = mapped_column(UntrustedText())
    details: Mapped[str] = mapped_column(Text)
