"""Where a gradebook is: a path, ``sqlite:///path`` or ``postgresql://user@host/database``."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_EXPECTED = "expected a file such as grades.db, sqlite:///grades.db or postgresql://user@host/database"


class GradebookError(Exception):
    """The gradebook cannot be used, or was asked for what it cannot do; the message is one sentence."""


def parse_address(text: str) -> URL:
    """Return the database of an address.

    Args:
        text: a plain path (a SQLite file), ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/DATABASE``.

    Raises:
        GradebookError: if the text is none of these; it never repeats a password.
    """
    if not text.strip() or "\0" in text:
        raise GradebookError(f"The gradebook's address is empty or no text: {_EXPECTED}.")
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise GradebookError(f"The gradebook's address cannot be read: {_EXPECTED}.") from None
    if url.drivername in _POSTGRESQL:
        if not url.database:
            raise GradebookError(f"The gradebook's address {shown(url)} names no database: {_EXPECTED}.")
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise GradebookError(f"A gradebook must outlive the command, so it needs a file: {_EXPECTED}.")
        return url
    raise GradebookError(f"A gradebook cannot be kept in {url.drivername}: {_EXPECTED}.")


def shown(url: URL) -> str:
    """Return an address for people: a path, or the URL without its password."""
    if url.drivername == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def sqlite_path(url: URL) -> Path | None:
    """Return the file of a SQLite gradebook, or None for a server or for SQLite's own ``file:`` addresses."""
    if url.drivername != "sqlite" or str(url.database).startswith("file:"):
        return None
    return Path(str(url.database))
