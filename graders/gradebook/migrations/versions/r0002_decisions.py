"""Rules, decisions of people, and a history that nobody can rewrite."""

import sqlalchemy as sa
from alembic import op

from graders.gradebook.columns import Moment, UntrustedText

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFUSAL = "The history of a gradebook is only ever added to."


def upgrade() -> None:
    """Make the tables of rules, decisions and history; attempts recorded before get their line of history."""
    op.create_table(
        "policy",
        sa.Column("exercise_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("counts", sa.String(10), nullable=False),
        sa.Column("deadline", Moment(), nullable=True),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.Column("percent_per_day", sa.Float(53), nullable=False),
        sa.Column("cap_percent", sa.Float(53), nullable=False),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name="fk_policy_exercise_id"),
        sa.PrimaryKeyConstraint("exercise_id", name="pk_policy"),
    )
    _make_decision(
        "extension",
        sa.Column("deadline", Moment(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
    )
    _make_decision(
        "override",
        sa.Column("points", sa.Float(53), nullable=False),
        sa.Column("max_points", sa.Float(53), nullable=False),
    )
    _make_history()
    _tell_of_earlier_attempts()
    _refuse_rewriting()


def _make_decision(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("reason", UntrustedText(), nullable=False),
        sa.Column("decided_by", UntrustedText(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=f"fk_{name}_learner_id"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name=f"fk_{name}_exercise_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_learner_id_exercise_id", name, ["learner_id", "exercise_id"])


def _make_history() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", UntrustedText(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("exercise_id", sa.Integer(), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("why", UntrustedText(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_event_learner_id"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name="fk_event_exercise_id"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_event_attempt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_learner_id", "event", ["learner_id"])
    op.create_index("ix_event_exercise_id", "event", ["exercise_id"])


def _tell_of_earlier_attempts() -> None:
    op.execute(
        "INSERT INTO event (at, who, kind, learner_id, exercise_id, attempt_id, why, details) "
        "SELECT recorded_at, 'graders', 'attempt', learner_id, exercise_id, id, "
        "'recorded before there was a history', '{}' FROM attempt ORDER BY id"
    )


def _refuse_rewriting() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER event_refuses_{action.lower()} BEFORE {action} ON event "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
