"""Verdicts on a machine that is far too busy: limits count computing time, so load fails nobody."""

import os
import sys

import pytest

from tests.graders.kill_moments import ROOT, Grading, by_learner
from tests.graders.load_jobs import busy

SOLUTION = (ROOT / "benchmarks" / "suites" / "arrays" / "solution.py").read_text(encoding="utf-8")
COMPUTES = (
    "    import time\n    start = time.process_time()\n    while time.process_time() - start < 1.5: pass\n"
)
SOURCES = {
    "solution": SOLUTION,
    "wrong": SOLUTION.replace("/ 255", "/ 256"),
    "computes-for-long": SOLUTION.replace(
        "    return np.asarray(images", COMPUTES + "    return np.asarray(images"
    ),
    "sleeps": SOLUTION.replace("    cut = int", "    import time; time.sleep(3)\n    cut = int"),
    "endless": SOLUTION.replace("    cut = int", "    while True: pass\n    cut = int"),
    "prints": SOLUTION + "\nprint('x' * 1000)\n",
    "trains-at-the-top": SOLUTION + "\nwhile True: pass\n",
    "ends": "import os; os._exit(0)\n" + SOLUTION,
}

pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(900)]


def test_no_verdict_depends_on_how_many_are_graded_at_a_time(tmp_path):
    for name, source in SOURCES.items():
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "arrays.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "benchmarks/own_suites.py"]
    grading = Grading(command, tmp_path / "class")
    graded = {}
    with busy(4 * (os.cpu_count() or 1)):
        for jobs in ("1", "8"):
            assert grading.start(tmp_path / jobs, "--jobs", jobs).wait(400) == 0
            graded[jobs] = by_learner(tmp_path / jobs)
    assert graded["1"] == graded["8"]
    statuses = {name: [check["status"] for check in record["checks"]] for name, record in graded["8"].items()}
    full = ["passed"] * 4
    assert statuses == {
        "solution": full,
        "wrong": ["failed", "passed", "passed", "passed"],
        "computes-for-long": full,
        "sleeps": full,
        "endless": ["passed", "passed", "timed_out", "passed"],
        "prints": full,
        "trains-at-the-top": full,
        "ends": full,
    }
