"""Open a gradebook: connect, bring its tables up to date, and give sessions whose work is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from graders.gradebook.address import GradebookError, parse_address, shown, sqlite_path

VERSION_TABLE = "gradebook_version"
_BUSY_SECONDS = 60
_CONNECT_SECONDS = 10
_MIGRATION_LOCK = 0x6772_6164_6562_6F6B  # any number that no other program on the server takes


class Gradebook:
    """An open gradebook. Use it as a context manager; safe from several processes and threads at once.

    Args:
        address: a path, ``sqlite:///path`` or ``postgresql://...``.
        create: make the gradebook if there is none; else that is an error.

    Raises:
        GradebookError: if it cannot be opened: unreachable, not ours, made by a newer version, not writable.
    """

    def __init__(self, address: str, *, create: bool = True) -> None:
        self._url = parse_address(address)
        self.name = shown(self._url)
        """The address for people, without a password."""
        path = sqlite_path(self._url)
        if not create and path is not None and not path.exists():
            raise self._absent()
        self._engine = new_engine(self._url)
        # SQLite takes the lock for writing at the start: one taken in mid-transaction may be refused.
        self._writer = self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        try:
            with self._told():
                self._bring_up_to_date(create)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the gradebook and keeps nothing."""
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with self._told(), Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is kept when the block ends, and forgotten if it raises."""
        with self._told(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def _bring_up_to_date(self, create: bool) -> None:
        with self._engine.connect() as connection:
            if self._is_current(connection, create):
                return
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            # Another process may have done it while this one waited for the lock.
            if not self._is_current(connection, create):
                config = alembic_config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _is_current(self, connection: Connection, create: bool) -> bool:
        """Tell whether the tables are the newest; raise if they are not ours or newer than this program."""
        tables = set(inspect(connection).get_table_names())
        if VERSION_TABLE not in tables:
            if tables:
                raise GradebookError(
                    f"{self.name} is the database of something else (it holds the table {min(tables)}): "
                    "name another file or database for the gradebook."
                )
            if not create:
                raise self._absent()
            return False
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        scripts = ScriptDirectory.from_config(alembic_config())
        here = context.get_current_revision()
        if here not in {script.revision for script in scripts.walk_revisions()} | {None}:
            raise GradebookError(
                f"The gradebook {self.name} was written by a newer version of this project (its revision is "
                f"{here}): update the project; nothing was changed."
            )
        return here == scripts.get_current_head()

    def _absent(self) -> GradebookError:
        return GradebookError(
            f"There is no gradebook at {self.name}: `grade FOLDER --out REPORTS --gradebook URL` makes one."
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into one sentence for the person who asked."""
        try:
            yield
        except SQLAlchemyError as error:
            raise GradebookError(f"The gradebook {self.name} {_reason(error)}") from error


def alembic_config() -> Config:
    """Return Alembic's settings: where this package keeps its migrations."""
    config = Config()
    config.set_main_option("script_location", "graders.gradebook:migrations")
    return config


def new_engine(address: str | URL) -> Engine:
    """Return an engine for an address, with whole transactions in SQLite too."""
    url = parse_address(address) if isinstance(address, str) else address
    if url.drivername != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS})
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # Python's driver would begin only before some statements
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


# What the databases' own words begin with or hold, and what to say of it.
_REASONS = (
    (
        "unable to open database file",
        "cannot be opened: check that its folder exists and that you may write there.",
    ),
    ("readonly database", "cannot be written: the file or its folder is read-only."),
    ("read-only transaction", "cannot be written: the server allows only reading."),
    ("not a database", "is a file of another kind, and was left as it is: name another file."),
    ("malformed", "is damaged: put back a copy of it, or grade into a new one."),
    (
        "database is locked",
        f"is busy: another program has been writing for over {_BUSY_SECONDS} seconds; try again.",
    ),
    ("disk is full", "cannot be written: the disk is full."),
)


def _reason(error: SQLAlchemyError) -> str:
    own_words = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    for words, sentence in _REASONS:
        if words in own_words:
            return sentence
    # psycopg speaks in several lines and of several addresses; none holds the password.
    return f"cannot be used: {' '.join(own_words.split())[:500]}"
