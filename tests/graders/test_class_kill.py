"""kill -9 of the command, the fork server and the workers at random moments: a resumed class is an undisturbed one."""

import random
import sys

import pytest

from tests.graders.kill_moments import ROOT, Grading, by_learner, grade_under_fire

SUITE = ROOT / "benchmarks" / "suites" / "arrays"
MOMENTS = 20
IN_ONE_CLASS = 5
LEARNERS = 8

pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def grading(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kill") / "submissions"
    solution = (SUITE / "solution.py").read_text(encoding="utf-8")
    variants = [
        solution,
        solution.replace("/ 255", "/ 256"),
        solution.replace("np.zeros", "np.ones"),
        (ROOT / "benchmarks" / "stubs" / "arrays.py").read_text(encoding="utf-8"),
        solution.replace("float(np.mean", "int(np.mean"),
        "print('hello'\n",
        solution + "\nraise SystemExit('at the end')\n",
        solution.replace("    cut = int", "    import os; os._exit(0)\n    cut = int"),
    ]
    assert len(variants) == LEARNERS
    for number, source in enumerate(variants):
        (folder / f"learner{number}").mkdir(parents=True)
        (folder / f"learner{number}" / "arrays.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "benchmarks/own_suites.py"]
    return Grading(command, folder)


def test_a_class_killed_at_random_moments_and_resumed_is_an_undisturbed_one(grading, tmp_path):
    assert grading.start(tmp_path / "undisturbed").wait(300) == 0
    undisturbed = by_learner(tmp_path / "undisturbed")
    assert len(undisturbed) == LEARNERS
    chance, hit = random.Random(20), {"command": 0, "server": 0, "worker": 0}
    classes = 0
    while sum(hit.values()) < MOMENTS:
        classes += 1
        reports = tmp_path / f"reports{classes}"
        grade_under_fire(grading, reports, chance, hit, min(IN_ONE_CLASS, MOMENTS - sum(hit.values())))
        assert by_learner(reports) == undisturbed
        for name in ("results.csv", "junit.xml", "index.html"):
            assert (reports / name).stat().st_size > 0
    assert min(hit.values()) >= MOMENTS // 4, hit
