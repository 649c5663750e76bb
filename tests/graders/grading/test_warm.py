"""One pytest session for many submissions gives the verdicts that a session for each would."""

import dataclasses
import shutil

import pytest

from graders.grading.exercise import read_exercise
from graders.grading.grade import grade
from graders.grading.plugin import GradingUnit
from graders.grading.results import Status
from graders.grading.submission import Submission
from graders.grading.warm import WarmGrader
from graders.paths import PROJECT_ROOT
from graders.sandbox import ForkServer

STUBS = PROJECT_ROOT / "benchmarks" / "stubs"
ARRAYS = read_exercise(PROJECT_ROOT / "benchmarks" / "suites" / "arrays", STUBS)
SOLUTION = ARRAYS.solution_source
SOURCES = {
    "solution": SOLUTION,
    "stub": ARRAYS.stub_source,
    "one check failed": SOLUTION.replace("/ 255", "/ 256"),
    "a need failed": SOLUTION.replace("np.zeros", "np.ones"),
    "ends the process": SOLUTION.replace("    cut = int", "    import os; os._exit(0)\n    cut = int"),
    "raises": SOLUTION.replace("np.argmax(outputs", "np.argmax(output"),
    "no Python": "def (",
    "empty": "",
}

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def address():
    with ForkServer(preload=("numpy",)) as server:
        yield server.address


@pytest.fixture(scope="module")
def suites(tmp_path_factory):
    """The exercise as an instructor's own suite, its stub beside it."""
    folder = tmp_path_factory.mktemp("suites")
    shutil.copytree(ARRAYS.folder, folder / "arrays")
    shutil.copy(STUBS / "arrays.py", folder / "arrays" / "stub.py")
    return folder


@pytest.fixture
def warm():
    grader = WarmGrader()
    yield grader
    grader.close()


@pytest.fixture
def unit(suites):
    def make(source, seed=1, **changes):
        submission = Submission("ada", "arrays", "arrays.py", source.encode())
        return GradingUnit(dataclasses.replace(submission, **changes), seed, suites)

    return make


def without_times(result):
    checks = tuple(dataclasses.replace(check, seconds=0.0) for check in result.checks)
    return dataclasses.replace(result, checks=checks, seconds=0.0, cpu_seconds=0.0)


def test_every_verdict_is_that_of_a_session_of_its_own(warm, unit, address):
    for name in [*SOURCES, *SOURCES]:  # twice, so that each follows another
        one = unit(SOURCES[name])
        expected = without_times(grade(one, address))
        assert without_times(warm.grade(one, address)) == expected, name
    assert without_times(warm.grade(unit(SOLUTION), address)).status is Status.PASSED


def test_a_file_that_could_not_be_read_is_said_so(warm, unit, address):
    result = warm.grade(unit("", problem="Expected a file, but this is a link."), address)
    assert [check.status for check in result.checks] == [Status.FAILED, *[Status.SKIPPED] * 3]


def test_a_suite_that_breaks_off_costs_one_submission_and_the_next_is_graded(
    warm, unit, address, monkeypatch
):
    def leave(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("graders.grading.proxy.SubmissionProxy.require", leave)
        result = warm.grade(unit(SOLUTION), address)
    assert result.status is Status.GRADER_ERROR
    assert warm.grade(unit(SOLUTION), address).status is Status.PASSED


def test_a_server_that_is_gone_is_a_grader_error_and_never_a_zero(warm, unit):
    result = warm.grade(unit(SOLUTION), "/nowhere/socket")
    assert {check.status for check in result.checks} <= {Status.GRADER_ERROR, Status.SKIPPED}
    assert result.status is Status.GRADER_ERROR
