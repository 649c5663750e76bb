"""An instructor's private suites: read beside the built-in ones, refused in one sentence where one is unfinished."""

import re
import sys
from pathlib import Path

import pytest

from graders.cli import main
from graders.grading.exercise import ExerciseError, find_exercise, list_exercises
from graders.grading.private_suites import read_private_suites
from tests.graders.private_suite import FILES, write_private_suite

MANIFEST = FILES["exercise.toml"]


def test_private_suites_are_listed_beside_the_built_in_ones_by_id(tmp_path):
    write_private_suite(tmp_path)
    ids = [exercise.id for exercise in list_exercises(private=tmp_path)]
    assert ids == sorted([*(exercise.id for exercise in list_exercises()), "twice"])
    assert find_exercise("twice", private=tmp_path).statement.startswith("# Twice as much")


def test_the_command_line_lists_them(tmp_path, capsys):
    write_private_suite(tmp_path)
    assert main(["list", "--suites", str(tmp_path)]) == 0
    assert re.search("^twice +3 points +2 checks +Twice as much", capsys.readouterr().out, re.MULTILINE)


def test_what_tools_leave_in_the_folder_is_no_suite(tmp_path):
    write_private_suite(tmp_path)
    for name in (".git", "__pycache__"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").write_text("about")
    assert [exercise.id for exercise in read_private_suites(tmp_path)] == ["twice"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"exercise": None}, "expected an exercise.toml in"),
        ({"exercise": MANIFEST + "="}, "exercise.toml cannot be read"),
        ({"exercise": MANIFEST.replace("title", "name")}, "has no 'title': add it"),
        ({"exercise": MANIFEST.replace("points = 2", "points = 0")}, "gives doubles 0 points"),
        ({"exercise": MANIFEST.replace("points = 2", "points = nan")}, "gives doubles nan points"),
        ({"exercise": MANIFEST.replace('needs = ["doubles"]', 'needs = ["halves"]')}, "needs halves"),
        ({"exercise": MANIFEST.replace("doubles_negative", "doubles")}, "lists doubles twice"),
        ({"exercise": MANIFEST.replace("doubles_negative", "halves")}, "has no function test_halves"),
        ({"exercise": 'title = "x"\nsummary = "x"\nchecks = []'}, "lists no [[checks]]"),
        ({"exercise": MANIFEST.replace('"double"', '"treble"')}, "does not define treble"),
        ({"test_twice": FILES["test_twice.py"] + "\ndef test_more(submission): pass\n"}, "test_more in"),
        ({"test_twice": None}, "has no test_twice.py: add it"),
        ({"probe": None}, "has no probe.py: add it"),
        ({"solution": None}, "has no solution.py: add it"),
        ({"solution": "def double(x:\n"}, "solution.py cannot be read as Python"),
        ({"stub": None}, "twice has no stub: add"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unfinished_suite_is_one_sentence_and_a_usage_error(changes, sentence, tmp_path, capsys):
    write_private_suite(tmp_path, **changes)
    assert main(["list", "--suites", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("command", ["list", "check FILE", "grade FILE --out OUT", "bundle --out OUT.zip"])
def test_every_command_refuses_a_folder_without_suites(command, tmp_path, capsys):
    (tmp_path / "twice.py").write_text("x = 1")
    (tmp_path / "suites").mkdir()
    words = command.replace("FILE", str(tmp_path / "twice.py")).replace("OUT", str(tmp_path / "out")).split()
    assert main([*words, "--suites", str(tmp_path / "suites")]) == 2
    assert "holds no suite" in capsys.readouterr().err


def test_the_id_of_a_built_in_exercise_is_refused(tmp_path):
    write_private_suite(tmp_path, "callbacks")
    with pytest.raises(ExerciseError, match="has the id of a built-in exercise: rename the folder"):
        list_exercises(private=tmp_path)


def test_an_id_that_no_python_file_can_have_is_refused(tmp_path):
    write_private_suite(tmp_path, "week-3")
    with pytest.raises(ExerciseError, match="rename it to letters, digits and _"):
        list_exercises(private=tmp_path)


@pytest.mark.parametrize("make", [lambda _: None, lambda path: path.write_text("")])
def test_what_is_no_folder_is_refused(make, tmp_path):
    make(tmp_path / "suites")
    with pytest.raises(ExerciseError, match="Expected --suites to name a folder"):
        read_private_suites(tmp_path / "suites")


def test_suites_where_learners_code_can_read_them_are_refused(tmp_path, monkeypatch):
    write_private_suite(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    with pytest.raises(ExerciseError, match="Learners' code can read"):
        read_private_suites(tmp_path)
    with pytest.raises(ExerciseError, match="Learners' code can read"):
        read_private_suites(Path(sys.prefix))
