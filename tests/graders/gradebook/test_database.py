"""Opening a gradebook: made when missing, brought up to date, refused in one sentence where it is not ours."""

import os
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from graders.gradebook import Gradebook, GradebookError, grades
from graders.gradebook.address import parse_address, shown
from graders.gradebook.database import VERSION_TABLE, alembic_config, new_engine
from graders.gradebook.history import Kind, history
from graders.gradebook.models import Base
from graders.gradebook.recording import record

EARLIER_DATA = (
    "INSERT INTO learner (digest, name) VALUES ('d', 'Ana')",
    "INSERT INTO exercise (name) VALUES ('callbacks')",
    "INSERT INTO submitted_file (digest, content, problem) VALUES ('f', '', '')",
    "INSERT INTO attempt (learner_id, exercise_id, file_digest, filename, source, submitted_from, submitted_at, "
    "recorded_at) VALUES (1, 1, 'f', 'callbacks.py', 'Ana/callbacks.py', 'file', "
    "'2026-10-20 12:00:00.000000', '2026-10-21 12:00:00.000000')",
    "INSERT INTO result (attempt_id, digest, run, seed, suite_digest, status, points, max_points, record, "
    "recorded_at) VALUES (1, 'r', 'run', 4294967295, 's', 'failed', 12.5, 20, '{}', "
    "'2026-10-21 12:00:00.000000')",
)


@pytest.fixture
def engine(address):
    made = new_engine(address)
    yield made
    made.dispose()


def refusal(address, **options):
    with (
        pytest.raises(GradebookError) as raised,
        Gradebook(address, **options) as book,
        book.writing() as session,
    ):
        session.execute(text("INSERT INTO exercise (name) VALUES ('x')"))
    sentence = str(raised.value)
    assert "\n" not in sentence
    return sentence


def upgrade(engine, revision):
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_the_models_and_the_migrations_agree(address, engine):
    Gradebook(address).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_changes_nothing(address):
    Gradebook(address).close()
    with Gradebook(address, create=False) as book, book.reading() as session:
        assert grades(session) == ()


def test_a_gradebook_of_the_first_revision_is_brought_up_to_date_with_its_data(address, engine):
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in EARLIER_DATA:
            connection.execute(text(statement))
    with Gradebook(address) as book, book.reading() as session:
        (grade,) = grades(session)
        assert (grade.learner, grade.points, grade.max_points, grade.attempts) == ("Ana", 12.5, 20, 1)
        (event,) = history(session)
        assert (event.kind, event.learner, event.exercise) == (Kind.ATTEMPT, "Ana", "callbacks")


def test_there_is_one_line_of_migrations(engine):
    scripts = ScriptDirectory.from_config(alembic_config())
    assert [one.revision for one in scripts.walk_revisions()][-1] == "0001"
    assert len(scripts.get_heads()) == 1


def test_the_database_itself_refuses_to_change_history(book, add):
    add()
    for statement in ("UPDATE event SET why = 'nothing'", "DELETE FROM event"):
        with pytest.raises(GradebookError, match="only ever added to"), book.writing() as session:
            session.execute(text(statement))
    with book.reading() as session:
        assert history(session)[0].why == "Ana/callbacks.py"


def test_work_that_fails_half_way_leaves_nothing(book, make_grading):
    def fail_after_recording():
        with book.writing() as session:
            record(session, make_grading())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_after_recording()
    with book.reading() as session:
        assert grades(session) == ()


def test_the_database_of_something_else_is_left_alone(address, engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    assert "something else (it holds the table invoices)" in refusal(address)
    assert inspect(engine).get_table_names() == ["invoices"]


def test_a_gradebook_of_a_newer_version_is_left_alone(address, engine):
    Gradebook(address).close()
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    assert "newer version" in refusal(address)


def test_only_what_records_makes_a_gradebook(address):
    assert "There is no gradebook at" in refusal(address, create=False)
    if address.startswith("sqlite"):
        assert not Path(parse_address(address).database).exists()


def test_a_read_only_server_says_so(postgresql):
    address = postgresql.new_address()
    Gradebook(address).close()
    assert "allows only reading" in refusal(f"{address}%20-cdefault_transaction_read_only=on")


def test_a_read_only_file_can_be_read_and_not_written(tmp_path):
    path = tmp_path / "grades.db"
    Gradebook(str(path)).close()
    address = f"sqlite:///file:{path}?mode=ro&uri=true"
    with Gradebook(address) as book, book.reading() as session:
        assert grades(session) == ()
    assert "read-only" in refusal(address)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write any file")
def test_a_file_without_write_permission_is_refused(tmp_path):
    path = tmp_path / "grades.db"
    Gradebook(str(path)).close()
    path.chmod(0o444)
    assert "read-only" in refusal(str(path))


def test_a_file_of_another_kind_is_left_as_it_is(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("learner,points\n" * 100)
    assert "of another kind" in refusal(str(path))
    assert path.read_text() == "learner,points\n" * 100


def test_a_file_in_a_folder_that_does_not_exist_is_refused(tmp_path):
    assert "check that its folder exists" in refusal(str(tmp_path / "nowhere" / "grades.db"))


def test_an_unreachable_server_is_named_without_its_password():
    sentence = refusal("postgresql://ana:geheim@127.0.0.1:1/grades")
    assert "Connection refused" in sentence
    assert "geheim" not in sentence


def test_a_database_that_does_not_exist_is_named(postgresql):
    address = postgresql.new_address().replace("/postgres?", "/no_such?")
    assert "does not exist" in refusal(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mysql://localhost/grades",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://host",
        "postgresql://a:b:c/x",
        "x\0y",
    ],
)
def test_an_address_that_is_none_says_what_is_expected(address):
    assert "grades.db" in refusal(address)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("grades.db", "grades.db"),
        ("C:\\class\\grades.db", "C:\\class\\grades.db"),
        ("sqlite:///grades.db", "grades.db"),
        ("postgres://ana:geheim@server:5433/grades", "postgresql://ana:***@server:5433/grades"),
    ],
)
def test_an_address_is_shown_without_a_password(address, name):
    assert shown(parse_address(address)) == name


def test_a_busy_sqlite_file_is_waited_for(tmp_path):
    path = str(tmp_path / "grades.db")
    with Gradebook(path) as book, book.writing(), Gradebook(path) as other, other.reading() as session:
        assert grades(session) == ()  # readers need not wait for a writer that has not yet ended


def test_what_the_driver_says_stays_the_cause(tmp_path):
    path = tmp_path / "grades.db"
    path.write_text("no database at all, but long enough to look at" * 10)
    with pytest.raises(GradebookError) as raised:
        Gradebook(str(path))
    assert isinstance(raised.value.__cause__, DBAPIError)
