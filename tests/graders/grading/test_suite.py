"""The digest of a suite: it changes with whatever can change a verdict, and with nothing else."""

import shutil

import pytest

from graders.grading.exercise import find_exercise, read_exercise
from graders.grading.suite import suite_digest


@pytest.fixture
def exercise(tmp_path):
    """Return a copy of an exercise that a test may change."""
    original = find_exercise("callbacks")
    shutil.copytree(original.folder, tmp_path / "suites" / "callbacks")
    shutil.copytree(original.stub_path.parent, tmp_path / "stubs")
    return read_exercise(tmp_path / "suites" / "callbacks", tmp_path / "stubs")


def test_a_copy_has_the_same_digest(exercise):
    assert suite_digest(exercise) == suite_digest(find_exercise("callbacks"))


@pytest.mark.parametrize(
    "name", ["exercise.toml", "probe.py", "test_callbacks.py", "../../stubs/callbacks.py"]
)
def test_what_can_change_a_verdict_changes_the_digest(exercise, name):
    before = suite_digest(exercise)
    with (exercise.folder / name).open("a") as file:
        file.write("# changed\n")
    assert suite_digest(exercise) != before


@pytest.mark.parametrize("name", ["solution.py", "mistakes/wrong_loss.py", "__pycache__/probe.pyc"])
def test_what_changes_no_verdict_does_not(exercise, name):
    before = suite_digest(exercise)
    (exercise.folder / name).parent.mkdir(exist_ok=True)
    (exercise.folder / name).write_text("# changed")
    assert suite_digest(exercise) == before
