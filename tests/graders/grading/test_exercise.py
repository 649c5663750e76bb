"""Reading an exercise from its folder: every message names the remedy."""

import pytest

from graders.grading.exercise import ExerciseError, find_exercise, read_exercise
from graders.grading.grade import grade, grader_fault
from graders.grading.mistakes import read_mistake
from graders.grading.plugin import GradingUnit
from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.grading.submission import Submission

MANIFEST = """
title = "Double"
summary = "Double a number."
[limits]
cpu_seconds = 5
memory_mebibytes = 512
[[checks]]
name = "doubles"
points = 2
definition = "double"
hints = ["times two"]
"""


@pytest.fixture
def folder(tmp_path):
    suite = tmp_path / "suites" / "double"
    suite.mkdir(parents=True)
    (suite / "exercise.toml").write_text(MANIFEST)
    (suite / "solution.py").write_text(
        "import math\n\n\ndef half(x):\n    return x / 2\n\n\ndef double(x):\n    return 2 * x\n"
    )
    (tmp_path / "stubs").mkdir()
    (tmp_path / "stubs" / "double.py").write_text('"""# Double"""\ndef double(x):\n    pass\n')
    return suite


def read(folder):
    return read_exercise(folder, folder.parents[1] / "stubs")


def test_an_exercise_is_read_with_its_limits_and_statement(folder):
    exercise = read(folder)
    assert (exercise.id, exercise.points, exercise.statement) == ("double", 2.0, "# Double")
    assert (exercise.limits.cpu_seconds, exercise.limits.memory_bytes) == (5.0, 512 * 2**20)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace('title = "Double"', ""), "has no 'title'"),
        (lambda text: text.replace("points = 2", ""), "has no 'points'"),
        (lambda text: text.replace("points = 2", 'points = "many"'), "cannot be read"),
        (lambda text: text + "=", "cannot be read"),
    ],
)
def test_an_incomplete_manifest_is_refused_naming_what_is_missing(folder, change, sentence):
    (folder / "exercise.toml").write_text(change(MANIFEST))
    with pytest.raises(ExerciseError, match=sentence):
        read(folder)


def test_a_missing_stub_is_named(folder):
    (folder.parents[1] / "stubs" / "double.py").unlink()
    with pytest.raises(ExerciseError, match="has no stub"):
        read(folder)


def test_an_unknown_exercise_is_answered_with_those_that_exist():
    with pytest.raises(ExerciseError, match="callbacks"):
        find_exercise("nonsense")


def mistake(folder, text):
    path = folder / "wrong.py"
    path.write_text(text)
    return read_mistake(path, read(folder))


def graded(status, message=""):
    return SubmissionResult("a", "double", (CheckResult("doubles", "d", status, 0, 2, message, mistake="m"),))


def test_a_mistake_tells_whether_a_result_is_as_expected(folder):
    wrong = mistake(folder, "# Adds.\n# expect doubles failed m: times two\n\ndef double(x): return x + 2\n")
    assert wrong.about == "Adds."
    assert not wrong.differences(graded(Status.FAILED, "try times\ntwo"))
    assert wrong.differences(graded(Status.PASSED))
    assert wrong.differences(graded(Status.FAILED, "no"))


def test_a_mistake_is_the_solution_with_its_own_definitions_in_place(folder):
    source = mistake(
        folder, "# Adds.\n# expect doubles failed\n\ndef double(x):\n    y = x\n    return y + 2\n"
    ).source
    names = {}
    exec(compile(source, "wrong.py", "exec"), names)  # ours: the fixture's solution and the line above
    assert (names["double"](5), names["half"](4)) == (7, 2)


def test_a_mistake_may_take_a_definition_away_and_add_another(folder):
    text = "# Renamed.\n# expect doubles failed\n# without double\n\ndef doubel(x):\n    return 2 * x\n"
    source = mistake(folder, text).source
    assert "def doubel" in source
    assert "def half" in source
    assert "def double(" not in source


def test_a_mistake_that_cannot_be_parsed_is_a_whole_file(folder):
    text = "# A bracket is missing.\n# expect doubles failed\n# whole file\n\ndef double(x:\n    pass\n"
    assert mistake(folder, text).source == text


@pytest.mark.parametrize("text", ["", "def double(x): pass\n", "# Says nothing of what it expects.\n"])
def test_a_mistake_without_expectations_is_refused(folder, text):
    with pytest.raises(ExerciseError, match="must begin with a comment"):
        mistake(folder, text)


def test_a_mistake_that_names_an_unknown_check_is_refused(folder):
    with pytest.raises(ExerciseError, match="no \\[\\[checks\\]\\] entry"):
        mistake(folder, "# Wrong.\n# expect tripples failed\n")


def test_a_submission_that_a_fault_of_ours_kept_from_being_graded_is_marked_for_a_person():
    unit = GradingUnit(Submission("ana", "callbacks", "callbacks.py", b"x = 1"), seed=3)
    result = grader_fault(unit, "the grading process was killed")
    exercise = find_exercise("callbacks")
    assert result.status is Status.GRADER_ERROR
    assert [check.description for check in result.checks] == list(exercise.descriptions.values())
    assert all("was killed" in check.message for check in result.checks)


def test_a_file_that_could_not_be_read_fails_its_first_check_with_the_reason():
    unread = Submission("ana", "callbacks", "callbacks.py", problem="Expected a file, but this is a link.")
    result = grade(GradingUnit(unread, seed=3), address="never asked")
    assert result.status is Status.FAILED
    assert result.checks[0].message == unread.problem
    assert {check.status for check in result.checks[1:]} == {Status.SKIPPED}
