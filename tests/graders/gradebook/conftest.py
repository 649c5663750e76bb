"""Gradebooks in both databases, and gradings to record in them."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from graders.gradebook import Gradebook
from graders.gradebook.handed_in import HandedIn, KnownFrom
from graders.gradebook.recording import Grading, record
from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.grading.submission import Submission

REMEDY = "install Debian's package postgresql (apt-get install postgresql), or another PostgreSQL from 13 on"
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=40",
    "shared_buffers=16MB",
)
PARENT_DEATH_SIGNAL = 1


def postgresql_programs() -> Path | None:
    """Return the folder with initdb and postgres, which Debian keeps out of the path, or None."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name)
    found = shutil.which("postgres")
    places = [*versions[::-1], *([Path(found).resolve().parent] if found else [])]
    return next((one for one in places if (one / "initdb").is_file() and (one / "postgres").is_file()), None)


class Server:
    """A PostgreSQL server in a temporary folder, on a socket there; nothing of it is ever flushed to the disk."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # Not in pytest's folder: the server's user may not enter that, and a socket's path must be short.
        self._home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._user = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            users = {entry.pw_name: entry for entry in pwd.getpwall()}
            user = users.get("postgres", users["nobody"])
            os.chown(self._home, user.pw_uid, user.pw_gid)
            self._user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._process = None
        self._count = 0

    def start(self) -> None:
        data = str(self._home / "data")
        initdb = [self._programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync"]  # fmt: skip
        made = subprocess.run(
            initdb, cwd=self._home, capture_output=True, text=True, check=False, **self._user
        )
        assert made.returncode == 0, made.stderr
        settings = [
            part for one in (*SETTINGS, f"unix_socket_directories={self._home}") for part in ("-c", one)
        ]
        with (self._home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", data, *settings],
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
                **self._user,
            )
        while not self._answers():
            assert self._process.poll() is None, (self._home / "log").read_text(errors="replace")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with self._connected():
                return True
        except psycopg.OperationalError:
            return False

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._home), user="tester", dbname="postgres", autocommit=True)

    def new_address(self) -> str:
        """Return the address of a new, empty schema: as good as a database here, and a hundred times smaller."""
        self._count += 1
        with self._connected() as connection:
            connection.execute(f"CREATE SCHEMA test_{self._count}")
        return f"postgresql://tester@/postgres?host={self._home}&options=-csearch_path=test_{self._count}"

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)  # end at once: the data are thrown away
            self._process.wait()
        shutil.rmtree(self._home)


def end_with_parent() -> None:
    """Let the server end even when the tests are killed."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGQUIT)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    programs = postgresql_programs()
    if programs is None:
        if os.environ.get("CI") or os.environ.get("REQUIRE_POSTGRESQL"):
            pytest.fail(f"No PostgreSQL found: {REMEDY}.")
        pytest.skip(f"no PostgreSQL found; to run this, {REMEDY}")
    server = Server(programs)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a gradebook that does not exist yet, in each database by turns."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'grades.db'}"
    return request.getfixturevalue("postgresql").new_address()


@pytest.fixture
def book(address: str) -> Iterator[Gradebook]:
    with Gradebook(address) as opened:
        yield opened


def at(text: str) -> datetime:
    """Return a moment of October 2026 in UTC: ``at("24 23:59")``."""
    return datetime.strptime(f"2026-10-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.fixture(scope="session")
def make_grading() -> Callable[..., Grading]:
    """Return a function that makes one grading; the points are those of two checks worth 10 each."""

    def make(learner="Ana", content=b"x = 1", *, points=(10, 0), when="20 12:00", run="run-1", seed=7, suite="suite-1",
             exercise="callbacks", known_from=KnownFrom.FILE, status=None, extra=None) -> Grading:  # fmt: skip
        checks = tuple(
            CheckResult(
                name=name,
                description=name,
                status=status or (Status.PASSED if earned == 10 else Status.FAILED),
                points=earned,
                max_points=10,
            )
            for name, earned in zip(("builds", "trains", "saves"), points, strict=False)
        )
        source = f"{learner}/{exercise}.py"
        submission = Submission(learner, exercise, f"{exercise}.py", content, extra or {}, source)
        result = SubmissionResult(learner, exercise, checks, seed=seed, source=source)
        return Grading(submission, result, HandedIn(at(when), known_from), run, suite, "grace")

    return make


@pytest.fixture
def add(book: Gradebook, make_grading: Callable[..., Grading]) -> Callable[..., bool]:
    """Return a function that records one grading, made from its keywords."""

    def recorded(*arguments, **keywords) -> bool:
        with book.writing() as session:
            return record(session, make_grading(*arguments, **keywords))

    return recorded
