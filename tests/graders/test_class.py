"""A whole class, graded as an instructor would: every verdict as expected, nothing lost, nothing graded twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from graders.grading.exercise import find_exercise
from graders.grading.mistakes import read_mistakes
from graders.grading.results import SubmissionResult

ROOT = Path(__file__).resolve().parents[2]
BUILDER = Path(__file__).with_name("build_class.py")
CALLBACKS = find_exercise("callbacks")

pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(1800), pytest.mark.xdist_group("class")]


def graders(*arguments, **options):
    command = [sys.executable, "-m", "graders", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    built = subprocess.run(
        [sys.executable, BUILDER, folder / "submissions"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    (folder / "expected.json").write_text(built.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(class_folder):
    return json.loads((class_folder / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graded(class_folder):
    """Grade the class once; every test below reads what came of it."""
    return graders("grade", class_folder / "submissions", "--out", class_folder / "reports")


@pytest.fixture(scope="module")
def results(graded, class_folder):
    assert graded.returncode == 0, graded.stderr
    lines = (class_folder / "reports" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {
        result.learner: result for result in (SubmissionResult.from_json(json.loads(line)) for line in lines)
    }


def test_every_submission_has_one_result(results, expected):
    assert len(expected) >= 60
    assert set(results) == set(expected)


def test_every_verdict_is_as_expected(results, expected):
    wrong = []
    for learner, wanted in expected.items():
        result = results[learner]
        statuses = {check.name: check.status.value for check in result.checks}
        if wanted["score"] is not None and result.score != wanted["score"]:
            wrong.append(f"{learner}: score {result.score}, expected {wanted['score']}: {statuses}")
        for name, status in wanted["checks"].items():
            if statuses[name] != status:
                wrong.append(f"{learner}: {name} is {statuses[name]}, expected {status}")
        if wanted["phrase"] not in result.checks[0].message:
            wrong.append(f"{learner}: “{result.checks[0].message}” lacks “{wanted['phrase']}”")
    assert not wrong, "\n".join(wrong)


def test_every_known_mistake_is_answered_in_its_own_words(results):
    wrong = {}
    for mistake in read_mistakes(CALLBACKS):
        differences = mistake.differences(results[f"mistake-{mistake.path.stem}"])
        if differences:
            wrong[mistake.path.name] = differences
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def test_nothing_is_a_grader_error(results):
    assert not [learner for learner, result in results.items() if result.status == "grader_error"]


def test_output_is_kept_within_bounds(results):
    flood = results["good-floods-output"]
    assert "xxx" in flood.stdout
    assert len(flood.stdout) < 100_000


def test_what_failed_at_module_level_is_told_and_costs_nothing(results):
    assert any("only here" in note for note in results["good-fails-at-the-top"].notes)


def test_the_network_was_refused(results):
    assert "SENT" not in results["good-tries-the-network"].stdout
    assert "refused" in results["good-tries-the-network"].stdout


def test_every_report_is_there(results, class_folder):
    reports = class_folder / "reports"
    for name in ("results.csv", "junit.xml", "index.html"):
        assert (reports / name).stat().st_size > 0
    for learner in results:
        assert (reports / learner / "callbacks.html").is_file()
        assert json.loads((reports / "gradescope" / learner / "callbacks.json").read_text())["tests"]


def test_a_second_run_asks_whether_to_resume_or_to_start_again(results, class_folder):
    again = graders("grade", class_folder / "submissions", "--out", class_folder / "reports")
    assert again.returncode == 2
    assert "--resume" in again.stderr
    assert "Traceback" not in again.stderr


def test_resuming_a_finished_run_grades_nothing_again(results, class_folder):
    record = class_folder / "reports" / "results.jsonl"
    before = record.read_text(encoding="utf-8")
    again = graders("grade", class_folder / "submissions", "--out", class_folder / "reports", "--resume")
    assert again.returncode == 0
    assert record.read_text(encoding="utf-8") == before


@pytest.fixture
def few(class_folder, tmp_path):
    """A folder of six submissions."""
    names = (
        "good-solution",
        "good-pair",
        "untouched-stub",
        "notes-program",
        "mistake-wrong_loss",
        "broken-empty",
    )
    for name in names:
        shutil.copytree(class_folder / "submissions" / name, tmp_path / "few" / name)
    return tmp_path / "few"


def recorded(reports):
    path = reports / "results.jsonl"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_in_the_middle_resumes_with_nothing_lost(few, tmp_path, sent):
    reports = tmp_path / "reports"
    command = [sys.executable, "-m", "graders", "grade", str(few), "--out", str(reports), "--jobs", "1"]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    descendants = []
    while len(recorded(reports)) < 2:
        assert run.poll() is None, "the run ended before it was stopped"
        time.sleep(0.05)
    descendants = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(sent)
    run.wait(60)
    _, alive = psutil.wait_procs(descendants, timeout=30)
    assert not alive, "processes were left behind"
    before = recorded(reports)

    resumed = graders("grade", few, "--out", reports, "--resume")

    assert resumed.returncode == 0, resumed.stderr
    after = recorded(reports)
    assert after[: len(before)] == before
    assert sorted(json.loads(line)["learner"] for line in after) == sorted(
        path.name for path in few.iterdir()
    )


def test_a_class_under_pytest_gives_the_same_verdicts(few, results, tmp_path):
    junit = tmp_path / "junit.xml"
    command = [sys.executable, "-m", "pytest", "graders", "--submissions", str(few), "-n", "2", "-q",
               f"--junitxml={junit}", "-p", "no:cacheprovider"]  # fmt: skip
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    checks = [check for name in few.iterdir() for check in results[name.name].checks]
    passed = sum(check.status == "passed" for check in checks)
    skipped = sum(check.status == "skipped" for check in checks)
    assert f"{passed} passed" in run.stdout
    assert f"{skipped} skipped" in run.stdout
    assert "Traceback" not in run.stdout
    assert junit.stat().st_size > 0
