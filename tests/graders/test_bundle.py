"""The archive that learners get: everything to begin with, nothing of the suites, the same bytes every time."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from graders.bundle import bundle
from graders.cli import main
from graders.grading.exercise import list_exercises
from tests.graders.private_suite import write_private_suite

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = list_exercises()


def contents(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def lines_of(text: str) -> set[str]:
    """Return the lines that say something: a lone bracket is in every file."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 3}


def test_it_holds_the_stubs_their_tasks_and_how_to_begin():
    files = contents(bundle(EXERCISES))
    expected = {"README.md"}
    for exercise in EXERCISES:
        expected |= {f"exercises/{exercise.id}.py", f"statements/{exercise.id}.md"}
        assert files[f"exercises/{exercise.id}.py"] == exercise.stub_source
        assert files[f"statements/{exercise.id}.md"] == f"{exercise.statement}\n"
        assert exercise.title in files["README.md"]
    assert set(files) == expected
    assert f"python -m graders check exercises/{EXERCISES[0].id}.py" in files["README.md"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_no_line_of_a_suite_is_in_it_but_those_of_the_stub(exercise):
    given = set().union(*map(lines_of, contents(bundle(EXERCISES)).values()))
    stubs = set().union(*(lines_of(one.stub_source) for one in EXERCISES))
    suite = [path for path in exercise.folder.rglob("*") if path.suffix in {".py", ".toml"}]
    assert len(suite) > 4
    for path in suite:
        leaked = (lines_of(path.read_text(encoding="utf-8")) - stubs) & given
        assert not leaked, f"{path.relative_to(exercise.folder)} is given away: {leaked}"


def test_no_hint_or_name_of_a_check_is_in_it():
    text = "\n".join(contents(bundle(EXERCISES)).values())
    for exercise in EXERCISES:
        for check in exercise.checks:
            assert f"test_{check.name}" not in text
            assert "_" not in check.name or check.name not in text  # one word may be a word of the task
            assert not [hint for hint in check.hints if hint in text]


def test_the_same_exercises_give_the_same_bytes_at_any_time_and_in_any_order():
    first = bundle(EXERCISES)
    program = (
        "import sys; from graders.bundle import bundle; from graders.grading.exercise import list_exercises\n"
    )
    program += "sys.stdout.buffer.write(bundle(list_exercises()[::-1] * 2))"
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    again = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert again.stdout == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_the_command_writes_the_exercises_asked_for(tmp_path, capsys):
    write_private_suite(tmp_path / "suites")
    out = tmp_path / "course.zip"
    out.write_bytes(b"an older archive")
    assert (
        main(["bundle", "--out", str(out), "--exercise", "twice", "--suites", str(tmp_path / "suites")]) == 0
    )
    assert set(contents(out.read_bytes())) == {"README.md", "exercises/twice.py", "statements/twice.md"}
    assert "exercises/twice.py" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course.zip", "suites"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--out", "FOLDER/nowhere/x.zip"], "cannot be written"),
        (["--out", "FOLDER/file/x.zip"], "cannot be written"),
        (["--out", "FOLDER"], "name a .zip file"),
        (["--out", "FOLDER/x.zip", "--exercise", "nonsense"], "There is no exercise 'nonsense'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_usage_error(arguments, sentence, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["bundle", *(word.replace("FOLDER", str(tmp_path)) for word in arguments)]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
