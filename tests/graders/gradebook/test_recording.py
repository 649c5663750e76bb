"""Recording: nothing twice, nothing lost, whatever the names are and however many record at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graders.gradebook import Gradebook, grades
from graders.gradebook.again import attempts_to_regrade
from graders.gradebook.attempts import past_attempts
from graders.gradebook.handed_in import KnownFrom
from graders.gradebook.history import Kind, changes, history
from graders.gradebook.recording import file_digest
from graders.grading.results import Status

ROOT = Path(__file__).resolve().parents[3]

NAMES = {
    "nul": "a\x00b",
    "controls": "".join(map(chr, range(1, 32))),
    "emoji": "😀é\u0301",
    "surrogates": "caf\udce9 \ud800",
    "backslashes": "\\u0000 \\\\ \\",
    "255 bytes": "é" * 127 + "x",
    "path": "group/" * 600,
    "formula": "=cmd|' /C calc'!A0",
    "sql": "Robert'); DROP TABLE learner;--",
    "empty": "",
}


def attempts_of(book):
    with book.reading() as session:
        return past_attempts(session)


def grade_of(book):
    with book.reading() as session:
        (grade,) = grades(session)
    return grade


def test_a_grading_becomes_an_attempt_with_a_result_and_a_grade(book, add):
    assert add("Ana", points=(10, 4))
    (attempt,) = attempts_of(book)
    assert (attempt.learner, attempt.exercise, attempt.source) == ("Ana", "callbacks", "Ana/callbacks.py")
    assert [(one.points, one.max_points, one.seed, one.suite) for one in attempt.results] == [
        (14, 20, 7, "suite-1")
    ]
    grade = grade_of(book)
    assert (grade.points, grade.max_points, grade.status, grade.attempts, grade.overridden) == (
        14,
        20,
        "failed",
        1,
        False,
    )


def test_the_same_grading_twice_is_one_attempt_with_one_result(book, add):
    assert add()
    assert not add()
    (attempt,) = attempts_of(book)
    assert len(attempt.results) == 1
    with book.reading() as session:
        assert len(history(session)) == 1


def test_the_same_bytes_in_another_run_are_the_same_attempt_with_another_result(book, add):
    add(run="run-1", seed=1)
    assert add(run="run-2", seed=2)
    (attempt,) = attempts_of(book)
    assert len(attempt.results) == 2


def test_other_bytes_are_another_attempt(book, add):
    add(content=b"x = 1")
    add(content=b"x = 2", when="21 12:00")
    assert len(attempts_of(book)) == 2
    assert grade_of(book).attempts == 2


def test_another_module_beside_the_file_makes_another_attempt(make_grading):
    alone = make_grading().submission
    accompanied = make_grading(extra={"layers.py": b"y = 1"}).submission
    assert file_digest(alone) != file_digest(accompanied)


def test_a_copied_folder_with_later_file_times_makes_no_new_attempt(book, add):
    add(when="20 12:00")
    add(when="25 12:00", run="run-2")
    (attempt,) = attempts_of(book)
    assert f"{attempt.submitted_at:%d %H:%M}" == "20 12:00"


def test_going_back_to_an_earlier_version_is_a_new_attempt(book, add):
    add(content=b"first", when="20 12:00")
    add(content=b"second", when="21 12:00")
    add(content=b"first", when="22 12:00", run="run-2")
    assert [f"{one.submitted_at:%d}" for one in attempts_of(book)] == ["20", "21", "22"]


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (("20 12:00", KnownFrom.GRADED), ("19 12:00", KnownFrom.FILE), "19 12:00"),
        (("20 12:00", KnownFrom.FILE), ("25 12:00", KnownFrom.GRADED), "20 12:00"),
        (("20 12:00", KnownFrom.FILE), ("19 12:00", KnownFrom.ZIP), "19 12:00"),
        (("20 12:00", KnownFrom.FILE), ("23 12:00", KnownFrom.GIVEN), "23 12:00"),
        (("20 12:00", KnownFrom.GIVEN), ("18 12:00", KnownFrom.FILE), "20 12:00"),
    ],
    ids=[
        "file time replaces none",
        "none replaces no file time",
        "earlier",
        "a person knows better",
        "given stays",
    ],
)
def test_the_best_known_time_of_handing_in_stands(book, add, first, second, stands):
    for run, (when, known_from) in enumerate([first, second]):
        add(when=when, known_from=known_from, run=f"run-{run}")
    (attempt,) = attempts_of(book)
    assert f"{attempt.submitted_at:%d %H:%M}" == stands
    with book.reading() as session:
        corrected = [event for event in history(session) if event.kind is Kind.TIME]
    assert len(corrected) == (first[0] != stands)


def test_a_changed_suite_shows_whose_grade_changed_and_why(book, add):
    add("Ana", points=(10, 0), suite="a" * 64)
    add("Bo", points=(10, 10), suite="a" * 64)
    add("Ana", points=(10, 10), suite="b" * 64, run="run-2")
    add("Bo", points=(10, 10), suite="b" * 64, run="run-2")
    with book.reading() as session:
        (change,) = changes(session)
        assert len(changes(session, everything=True)) == 2
    assert (change.learner, change.points_before, change.points_after) == ("Ana", 10, 20)
    assert change.why == "the suite changed, aaaaaaaaaaaa to bbbbbbbbbbbb"
    assert change.details["checks"] == [
        {
            "name": "trains",
            "before": {"status": "failed", "points": 0, "max_points": 10},
            "after": {"status": "passed", "points": 10, "max_points": 10},
        }
    ]


def test_a_check_that_is_new_in_the_suite_is_named(book, add):
    add(points=(10, 10))
    add(points=(10, 10, 0), suite="suite-2", run="run-2")
    with book.reading() as session:
        (change,) = changes(session)
    assert [(one["name"], one["before"]) for one in change.details["checks"]] == [("saves", None)]
    assert (grade_of(book).points, grade_of(book).max_points) == (20, 30)


def test_other_questions_are_named_as_the_reason(book, add):
    add(points=(10, 0), seed=1)
    add(points=(10, 10), seed=2, run="run-2")
    with book.reading() as session:
        assert changes(session)[0].why == "the same suite with other questions, seed 1 to 2"


def test_a_fault_of_the_grader_is_no_zero_and_replaces_no_verdict(book, add):
    add(status=Status.GRADER_ERROR, points=(0, 0))
    assert (grade_of(book).points, grade_of(book).status) == (None, "grader_error")
    assert "needs a person" in grade_of(book).reason
    add(points=(10, 10))  # the resumed run: same run, same seed
    assert grade_of(book).points == 20
    add(status=Status.GRADER_ERROR, points=(0, 0), run="run-2")
    assert grade_of(book).points == 20


def test_any_name_is_kept_as_it_is(book, add):
    for name in NAMES.values():
        add(name)
        assert not add(name)
    with book.reading() as session:
        assert {grade.learner for grade in grades(session)} == set(NAMES.values())


def test_what_was_handed_in_is_kept_for_a_regrade(book, add, make_grading):
    wanted = make_grading(content=b"\x00\xff" * 100, extra={"layers.py": b"y = 1"}).submission
    add(content=wanted.content, extra=dict(wanted.extra_files), seed=99)
    with book.reading() as session:
        assert attempts_to_regrade(session, {"callbacks": "suite-1"}) == ()
        (again,) = attempts_to_regrade(session, {"callbacks": "suite-2"})
        assert attempts_to_regrade(session, {"callbacks": "suite-1"}, everything=True) == (again,)
        assert attempts_to_regrade(session, {"another": "suite-2"}) == ()
    assert (again.submission, again.seed) == (wanted, 99)


RECORD_MANY = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import UTC, datetime
from graders.gradebook import Gradebook
from graders.gradebook.handed_in import HandedIn, KnownFrom
from graders.gradebook.recording import Grading, record
from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.grading.submission import Submission

check = CheckResult("builds", "builds", Status.PASSED, 10, 10)
handed_in = HandedIn(datetime(2026, 10, 20, tzinfo=UTC), KnownFrom.FILE)
with Gradebook(sys.argv[2]) as book:
    for number in range(12):
        # Half of the learners are everybody's, recorded by all processes at once; half are this process's own.
        learner = f"shared-{number}" if number % 2 else f"own-{sys.argv[3]}-{number}"
        result = SubmissionResult(learner, "callbacks", (check,), seed=number)
        submission = Submission(learner, "callbacks", "callbacks.py", b"x = 1")
        with book.writing() as session:
            record(session, Grading(submission, result, handed_in, "run-1", "suite-1"))
"""


def test_four_processes_that_open_a_new_gradebook_and_record_at_once_lose_nothing_and_record_nothing_twice(
    address,
):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", RECORD_MANY, str(ROOT), address, str(number)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    assert [(process.communicate()[1], process.returncode) for process in processes] == [("", 0)] * 4
    with Gradebook(address, create=False) as book:
        expected = {f"shared-{number}" for number in range(1, 12, 2)}
        expected |= {f"own-{process}-{number}" for process in range(4) for number in range(0, 12, 2)}
        attempts = attempts_of(book)
        assert sorted(one.learner for one in attempts) == sorted(expected)
        assert all(len(one.results) == 1 for one in attempts)
        with book.reading() as session:
            assert len(history(session)) == len(expected)


def test_a_result_is_kept_whole(book, make_grading, add):
    from sqlalchemy import select

    from graders.gradebook.models import Result
    from graders.grading.results import SubmissionResult

    add(points=(10, 4))
    with book.reading() as session:
        (record,) = session.scalars(select(Result.record))
    assert SubmissionResult.from_json(json.loads(record)) == make_grading(points=(10, 4)).result
