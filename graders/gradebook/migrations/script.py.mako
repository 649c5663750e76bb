"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
from graders.gradebook.columns import Moment, UntrustedText

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a gradebook of the revision before to this one."""
    ${upgrades if upgrades else "pass"}
