"""A class graded with an instructor's private suite, by the command and by pytest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.graders.private_suite import FILES, write_private_suite

ROOT = Path(__file__).resolve().parents[2]
# It tries to read the suite from where it is; nothing outside the sandbox's own files may be there.
SPY = """
import os

def double(x):
    seen = os.path.exists({suite!r}) or os.path.exists("/proc/1/root" + {suite!r})
    return 0 if seen else 2 * x
"""

pytestmark = [pytest.mark.sandbox, pytest.mark.xdist_group("class")]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a private suite and three submissions for it."""
    place = tmp_path_factory.mktemp("private")
    suite = write_private_suite(place / "suites")
    for learner, source in {
        "ana": FILES["solution.py"],
        "bo": FILES["stub.py"],
        "cy": "def double(x):\n    return 2 * abs(x)\n",
        "spy": SPY.format(suite=str(suite)),
    }.items():
        (place / "handed in" / learner).mkdir(parents=True)
        (place / "handed in" / learner / "twice.py").write_text(source)
    return place


def run(*command):
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=ROOT, capture_output=True, text=True
    )


def test_the_command_grades_it_in_worker_processes(place):
    command = (
        "graders",
        "grade",
        place / "handed in",
        "--out",
        place / "reports",
        "--suites",
        place / "suites",
    )
    done = run(*command)
    assert done.returncode == 0, done.stderr
    lines = (place / "reports" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    results = {result["learner"]: result for result in map(json.loads, lines)}
    assert {learner: (result["status"], result["score"]) for learner, result in results.items()} == {
        "ana": ("passed", 3),
        "bo": ("not_attempted", 0),
        "cy": ("failed", 2),
        "spy": ("passed", 3),
    }

    # Resuming grades nothing again, and still reads the submissions for the other reports.
    (place / "list.csv").write_text(
        "Student,ID,SIS Login ID,Section,Twice as much (7)\n    Points Possible,,,,6\nCy,1,cy,A,\nDi,2,di,A,\n"
    )
    again = run(*command, "--resume", "--roster", place / "list.csv")
    assert again.returncode == 0, again.stderr
    assert "1 in the class list handed nothing in: Di" in again.stdout
    assert "3 are not in the class list: ana, bo, spy" in again.stdout
    assert (place / "reports" / "canvas.csv").read_text().splitlines()[2:] == ["Cy,1,cy,A,4", "Di,2,di,A,"]
    assert len((place / "reports" / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    assert "Nothing to compare: fewer than two" in (place / "reports" / "index.html").read_text(
        encoding="utf-8"
    )


def test_pytest_grades_it_with_the_same_verdicts(place):
    done = run("pytest", "graders", "--submissions", place / "handed in", "--suites", place / "suites",
               "-n", "2", "-q", "-p", "no:cacheprovider")  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "5 passed" in done.stdout
    assert "3 failed" in done.stdout or ("2 failed" in done.stdout and "1 skipped" in done.stdout)


def test_pytest_refuses_an_unfinished_suite_in_one_sentence(place, tmp_path):
    write_private_suite(tmp_path, probe=None)
    done = run("pytest", "graders", "--submissions", place / "handed in", "--suites", tmp_path)
    assert done.returncode == 4
    assert "has no probe.py: add it" in done.stderr
    assert "Traceback" not in done.stderr
