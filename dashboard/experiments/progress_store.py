"""What a learner has done, on disk: a small SQLite file beside the runs.

A learner is an id without a person. An entry is a JSON value under a kind and a name, for example the best score
(kind ``"exercise"``) of the exercise ``"callbacks"``. Everything is bounded: learners, entries and bytes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MOST_LEARNERS = 5_000
MOST_ENTRIES = 500
LARGEST_VALUE = 256 * 1024
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    learner TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed REAL NOT NULL,
    PRIMARY KEY (learner, kind, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_changed ON entry (learner, changed);
"""
_LOG = logging.getLogger(__name__)


class ProgressStoreError(RuntimeError):
    """The progress cannot be read or written; the message is for a person."""


class ProgressStore:
    """The entries of all learners; safe from any thread and from several processes.

    Args:
        path: the file, made when first written; a file that is no data base is put aside, and a new one begun.
        most_learners: the learners who were away longest are forgotten beyond this number.
        most_entries: the oldest entries of one learner are forgotten beyond this number.
    """

    def __init__(
        self, path: Path, *, most_learners: int = MOST_LEARNERS, most_entries: int = MOST_ENTRIES
    ) -> None:
        self._path = path
        self._most_learners = most_learners
        self._most_entries = most_entries

    def entries(self, learner: str, kind: str) -> dict[str, Any]:
        """Return a learner's values of one kind, by name.

        Raises:
            ProgressStoreError: if the file cannot be read.
        """
        if not self._path.exists():
            return {}
        with self._open() as connection:
            rows = connection.execute(
                "SELECT name, value FROM entry WHERE learner = ? AND kind = ?", (learner, kind)
            )
            return {name: json.loads(value) for name, value in rows}

    def keep(self, learner: str, kind: str, values: Mapping[str, Any]) -> None:
        """Keep values of one kind by name; those of the same name are replaced.

        Args:
            learner: who it is.
            kind: what the values are.
            values: JSON values by name; None removes the entry.

        Raises:
            ProgressStoreError: if the file cannot be written, or a value is larger than ``LARGEST_VALUE`` bytes.
        """
        now = time.time()
        rows = [
            (learner, kind, name, _encoded(value), now) for name, value in values.items() if value is not None
        ]
        gone = [(learner, kind, name) for name, value in values.items() if value is None]
        with self._open() as connection:
            connection.executemany("DELETE FROM entry WHERE learner = ? AND kind = ? AND name = ?", gone)
            connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", rows)
            self._prune(connection, learner)

    def forget(self, learner: str) -> None:
        """Remove all that is kept of a learner.

        Raises:
            ProgressStoreError: if the file cannot be written.
        """
        if not self._path.exists():
            return
        with self._open() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("DELETE FROM entry WHERE learner = ?", (learner,))

    def _prune(self, connection: sqlite3.Connection, learner: str) -> None:
        connection.execute(
            "DELETE FROM entry WHERE learner = ? AND (kind, name) NOT IN ("
            "SELECT kind, name FROM entry WHERE learner = ? ORDER BY changed DESC LIMIT ?)",
            (learner, learner, self._most_entries),
        )
        connection.execute(
            "DELETE FROM entry WHERE learner IN ("
            "SELECT learner FROM entry GROUP BY learner ORDER BY MAX(changed) DESC LIMIT -1 OFFSET ?)",
            (self._most_learners,),
        )

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose work is kept as a whole or not at all."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._connected()
            with contextlib.closing(connection), connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise ProgressStoreError(
                f"Your progress cannot be kept in {self._path} ({error}): make the folder writable or free some space."
            ) from error

    def _connected(self) -> sqlite3.Connection:
        try:
            return _connect(self._path)
        except sqlite3.OperationalError:
            raise  # locked, full or not writable: the file itself is sound
        except sqlite3.DatabaseError:
            aside = self._path.with_name(f"{self._path.name}.damaged-{time.time_ns()}")
            self._path.replace(aside)
            _LOG.warning("%s was no data base; it is now %s, and a new one begins", self._path, aside)
            return _connect(self._path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


def _encoded(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_VALUE:
        raise ProgressStoreError(
            f"Expected a value of at most {LARGEST_VALUE} bytes; received one of {len(text)}."
        )
    return text
