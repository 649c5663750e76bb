"""The command line: what it answers, and with which exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graders.cli import main

ROOT = Path(__file__).resolve().parents[2]


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_list_names_every_exercise_with_its_points(capsys):
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "callbacks" in out
    assert "20 points" in out


def test_list_speaks_json(capsys):
    code, out, _ = run(capsys, "list", "--json")
    exercises = {exercise["id"]: exercise for exercise in json.loads(out)}
    assert code == 0
    assert exercises["callbacks"]["points"] == 20
    assert len(exercises["callbacks"]["checks"]) == 11


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("callbacks.py", None, "does not exist"),
        ("callbacks.py", b"", "empty"),
        ("homework.py", b"x = 1", "--exercise"),
        ("callbacks.py", b"\x7fELF\0\0", "binary"),
        ("callbacks.py", b"#" * 50_000_000, "50.0 MB"),
    ],
    ids=["missing", "empty", "unnamed", "binary", "huge"],
)
def test_check_refuses_what_is_no_submission_in_one_sentence(capsys, tmp_path, name, content, sentence):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, out, err = run(capsys, "check", tmp_path / name)
    assert code == 2
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1


def test_check_refuses_a_folder(capsys, tmp_path):
    code, _, err = run(capsys, "check", tmp_path)
    assert (code, "is a folder" in err) == (2, True)


def test_check_names_the_exercises_when_asked_for_one_that_does_not_exist(capsys, tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    code, _, err = run(capsys, "check", tmp_path / "a.py", "--exercise", "nonsense")
    assert code == 2
    assert "callbacks" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        [],
        ["grade", "x"],
        ["check", "x.py", "--seed", "-1"],
        ["grade", "x", "--out", "y", "--jobs", "0"],
    ],
)
def test_wrong_usage_exits_with_2(capsys, arguments):
    assert run(capsys, *arguments)[0] == 2


def test_grade_refuses_a_folder_without_submissions(capsys, tmp_path):
    (tmp_path / "in").mkdir()
    code, _, err = run(capsys, "grade", tmp_path / "in", "--out", tmp_path / "out")
    assert code == 2
    assert "No submission found" in err


def test_grade_refuses_a_report_folder_that_cannot_be_written(capsys, tmp_path):
    (tmp_path / "in" / "anna").mkdir(parents=True)
    (tmp_path / "in" / "anna" / "callbacks.py").write_text("x = 1")
    (tmp_path / "out").write_text("a file where the folder should be")
    code, _, err = run(capsys, "grade", tmp_path / "in", "--out", tmp_path / "out")
    assert code == 2
    assert "out" in err
    assert "Traceback" not in err


def test_grade_refuses_what_is_no_class_list_before_it_grades(capsys, tmp_path):
    (tmp_path / "in" / "anna").mkdir(parents=True)
    (tmp_path / "in" / "anna" / "callbacks.py").write_text("x = 1")
    (tmp_path / "list.csv").write_text("name,points\nanna,1\n")
    arguments = ("grade", tmp_path / "in", "--out", tmp_path / "out", "--roster", tmp_path / "list.csv")
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert "no class list of Canvas or Moodle" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_command_line_does_not_import_tensorflow():
    program = "import sys, graders.cli, graders.grading.grade, graders.class_run; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("path", "code"), [("graders/suites/callbacks/solution.py", 0), ("exercises/callbacks.py", 1)]
)
def test_check_exits_with_0_for_full_marks_and_1_for_less(path, code):
    command = [sys.executable, "-m", "graders", "check", path, "--exercise", "callbacks", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    result = json.loads(done.stdout)
    assert result["schema"] == 1
    assert result["max_score"] == 20
    assert result["status"] == ("passed" if code == 0 else "not_attempted")
    assert result["confinement"]
    assert "Traceback" not in done.stderr
