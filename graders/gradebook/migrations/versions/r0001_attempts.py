"""Attempts and their results."""

import sqlalchemy as sa
from alembic import op

from graders.gradebook.columns import Moment, UntrustedText

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of who handed in what, and what came of it."""
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", UntrustedText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
        sa.UniqueConstraint("digest", name="uq_learner_digest"),
    )
    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exercise"),
        sa.UniqueConstraint("name", name="uq_exercise_name"),
    )
    _make_files()
    _make_attempts()


def _make_files() -> None:
    op.create_table(
        "submitted_file",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("problem", UntrustedText(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_submitted_file"),
    )
    op.create_table(
        "extra_file",
        sa.Column("file_digest", sa.String(64), nullable=False),
        sa.Column("name", UntrustedText(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_digest"], ["submitted_file.digest"], name="fk_extra_file_file_digest"),
        sa.PrimaryKeyConstraint("file_digest", "name", name="pk_extra_file"),
    )


def _make_attempts() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("file_digest", sa.String(64), nullable=False),
        sa.Column("filename", UntrustedText(), nullable=False),
        sa.Column("source", UntrustedText(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("submitted_from", sa.String(10), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_attempt_learner_id"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name="fk_attempt_exercise_id"),
        sa.ForeignKeyConstraint(["file_digest"], ["submitted_file.digest"], name="fk_attempt_file_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.UniqueConstraint(
            "learner_id",
            "exercise_id",
            "file_digest",
            "submitted_at",
            name="uq_attempt_learner_id_exercise_id_file_digest_submitted_at",
        ),
    )
    op.create_index("ix_attempt_exercise_id", "attempt", ["exercise_id"])
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("suite_digest", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("points", sa.Float(53), nullable=False),
        sa.Column("max_points", sa.Float(53), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_result_attempt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
        sa.UniqueConstraint("attempt_id", "digest", name="uq_result_attempt_id_digest"),
    )
