"""The page "Write an exercise in ten minutes", followed to the letter."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "write-an-exercise.md").read_text(encoding="utf-8")
_FILE = re.compile(r'^```\w+ title="(?P<path>[\w./]+)"\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with every file that the page shows."""
    folder = tmp_path_factory.mktemp("ten-minutes")
    files = {match["path"]: match["text"] for match in _FILE.finditer(PAGE)}
    assert len(files) == 6
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def run(place: Path, command: str, *extra: str) -> subprocess.CompletedProcess[str]:
    """Run a command that the page shows, in the reader's folder."""
    assert command in PAGE
    return subprocess.run(
        [sys.executable, "-P", *command.split()[1:], *extra],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def test_the_solution_gets_full_marks(place):
    done = run(
        place,
        "python -m graders check mine/brightest_pixel/solution.py --exercise brightest_pixel --suites mine",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 of 3 points" in " ".join(done.stdout.split())


def test_the_beginner_is_told_what_the_page_says(place):
    done = run(place, "python -m graders check submissions/ana/brightest_pixel.py --suites mine", "--json")
    assert done.returncode == 1, done.stderr
    first, second = json.loads(done.stdout)["checks"]
    assert first["status"] == "failed"
    assert first["message"].startswith("The row comes first, then the column.")
    assert second["status"] == "skipped"


def test_a_class_is_graded_and_the_archive_holds_the_stub_alone(place):
    assert run(place, "python -m graders grade submissions --out reports --suites mine").returncode == 0
    assert (place / "reports" / "ana" / "brightest_pixel.html").is_file()
    made = run(place, "python -m graders bundle --out course.zip --exercise brightest_pixel --suites mine")
    assert made.returncode == 0, made.stderr
    names = zipfile.ZipFile(place / "course.zip").namelist()
    assert any(name.endswith("exercises/brightest_pixel.py") for name in names)
    assert not {"solution.py", "probe.py", "test_brightest_pixel.py"} & {Path(name).name for name in names}
