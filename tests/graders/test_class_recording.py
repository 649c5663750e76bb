"""Recording a class in the gradebook while it is graded: nothing twice, nothing lost, trouble said in one sentence."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graders import class_run
from graders.cli import main
from graders.gradebook import Gradebook, GradebookError
from graders.gradebook.attempts import past_attempts
from graders.grading.results import CheckResult, Status, SubmissionResult

ROOT = Path(__file__).resolve().parents[2]
SUBMITTED = datetime(2026, 10, 25, 12, tzinfo=UTC)


@pytest.fixture
def gradebook(tmp_path):
    return tmp_path / "grades.db"


@pytest.fixture
def run(capsys):
    def command(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return command


@pytest.fixture
def graded(monkeypatch):
    """Grade without a sandbox: give everybody the points in ``graded.points``, and count whom."""

    class Fake:
        points = 15
        learners = []

    def units(todo, jobs, *, unconfined):
        for unit in todo:
            Fake.learners.append(unit.submission.learner)
            one = unit.submission
            check = CheckResult("builds", "builds", Status.FAILED, Fake.points, 20)
            yield (
                unit,
                SubmissionResult(one.learner, "callbacks", (check,), seed=unit.seed, source=one.source),
            )

    Fake.learners = []
    monkeypatch.setattr(class_run, "graded_units", units)
    return Fake


@pytest.fixture
def submissions(tmp_path):
    for learner in ("Ana", "Bo"):
        file = tmp_path / "in" / learner / "callbacks.py"
        file.parent.mkdir(parents=True)
        file.write_text(f"x = {learner!r}")
        os.utime(file, (0, SUBMITTED.timestamp()))
    return tmp_path / "in"


def attempts_in(path):
    with Gradebook(str(path), create=False) as opened, opened.reading() as session:
        return past_attempts(session)


def test_grade_records_each_attempt_with_the_files_time(gradebook, submissions, graded, run, tmp_path):
    code, _, err = run("grade", submissions, "--out", tmp_path / "out", "--gradebook", gradebook)
    assert code == 0, err
    attempts = attempts_in(gradebook)
    assert [one.learner for one in attempts] == ["Ana", "Bo"]
    assert {(one.submitted_at, one.submitted_from) for one in attempts} == {(SUBMITTED, "file")}


def test_a_resumed_run_records_what_is_missing_and_nothing_twice(
    gradebook, submissions, graded, run, tmp_path
):
    run("grade", submissions, "--out", tmp_path / "out")  # without a gradebook
    for _ in range(2):
        code, _, err = run(
            "grade", submissions, "--out", tmp_path / "out", "--resume", "--gradebook", gradebook
        )
        assert code == 0, err
    assert graded.learners == ["Ana", "Bo"]
    assert [len(one.results) for one in attempts_in(gradebook)] == [1, 1]


def test_grading_again_records_another_result_of_the_same_attempt(
    gradebook, submissions, graded, run, tmp_path
):
    run("grade", submissions, "--out", tmp_path / "out", "--gradebook", gradebook)
    graded.points = 20
    run("grade", submissions, "--out", tmp_path / "out", "--force", "--gradebook", gradebook)
    assert [[result.points for result in one.results] for one in attempts_in(gradebook)] == [
        [15, 20],
        [15, 20],
    ]


def test_the_time_of_handing_in_may_be_given(gradebook, submissions, graded, run, tmp_path):
    given = ("--submitted-at", "2026-10-20 10:00", "--zone", "Europe/Madrid")
    run("grade", submissions, "--out", tmp_path / "out", "--gradebook", gradebook, *given)
    assert {one.submitted_at for one in attempts_in(gradebook)} == {datetime(2026, 10, 20, 8, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--gradebook", "postgresql://ana:geheim@127.0.0.1:1/x"], "Connection refused"),
        (["--gradebook", __file__], "of another kind"),
        (["--gradebook", "x.db", "--submitted-at", "2199-01-01 UTC"], "in the past"),
        (["--gradebook", "x.db", "--submitted-at", "noon"], "Expected a moment"),
        (["--submitted-at", "2026-10-20 UTC"], "add --gradebook"),
    ],
)
def test_a_gradebook_that_cannot_be_used_is_said_before_grading(
    submissions, graded, run, tmp_path, options, words
):
    code, out, err = run("grade", submissions, "--out", tmp_path / "out", *options)
    assert (code, out) == (2, "")
    assert words in err
    assert "geheim" not in err
    assert err.count("\n") == 1
    assert graded.learners == []


def test_a_gradebook_that_fails_in_the_middle_loses_nothing(
    gradebook, submissions, graded, run, tmp_path, monkeypatch
):
    def fail(*_):
        raise GradebookError("The gradebook has gone away.")

    with monkeypatch.context() as broken:
        broken.setattr("graders.gradebook.recording.record", fail)
        code, out, err = run("grade", submissions, "--out", tmp_path / "out", "--gradebook", gradebook)
    assert code == 2
    assert "gone away" in err
    assert "--resume" in err
    assert "2 submissions graded" in out
    assert (tmp_path / "out" / "index.html").exists()
    assert run("grade", submissions, "--out", tmp_path / "out", "--resume", "--gradebook", gradebook)[0] == 0
    assert graded.learners == ["Ana", "Bo"]
    assert [one.learner for one in attempts_in(gradebook)] == ["Ana", "Bo"]


def test_without_a_gradebook_no_database_is_loaded():
    program = "import sys, graders.cli, graders.class_run; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_results_of_an_interrupted_run_belong_to_the_suite_that_it_began_with(
    gradebook, submissions, graded, run, tmp_path
):
    run("grade", submissions, "--out", tmp_path / "out")
    path = tmp_path / "out" / "run.json"
    begun = json.loads(path.read_text())
    path.write_text(json.dumps(begun | {"suites": {"callbacks": "an older suite"}}))
    run("grade", submissions, "--out", tmp_path / "out", "--resume", "--gradebook", gradebook)
    assert {one.results[0].suite for one in attempts_in(gradebook)} == {"an older suite"}
    assert {one.results[0].run for one in attempts_in(gradebook)} == {begun["run"]}


def test_starting_again_is_another_run_with_the_same_questions(submissions, graded, run, tmp_path):
    path = tmp_path / "out" / "run.json"
    run("grade", submissions, "--out", tmp_path / "out")
    first = json.loads(path.read_text())
    run("grade", submissions, "--out", tmp_path / "out", "--force")
    again = json.loads(path.read_text())
    assert (first["seed"], first["suites"]) == (again["seed"], again["suites"])
    assert first["run"] != again["run"]
