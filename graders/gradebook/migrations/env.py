"""What Alembic runs: migrations over the connection that the gradebook hands in, or one to ``-x gradebook=URL``.

A developer makes a new revision with ``alembic -x gradebook=scratch.db revision --autogenerate -m "..."``; the
settings are in ``pyproject.toml``.
"""

from alembic import context
from sqlalchemy import Connection

from graders.gradebook.database import VERSION_TABLE, new_engine
from graders.gradebook.models import Base


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table=VERSION_TABLE,
        # SQLite can undo changes of tables, too: the gradebook begins the transaction itself.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    _migrate(handed_in)
else:
    engine = new_engine(context.get_x_argument(as_dictionary=True).get("gradebook", "grades.db"))
    with engine.begin() as own_connection:
        _migrate(own_connection)
    engine.dispose()
