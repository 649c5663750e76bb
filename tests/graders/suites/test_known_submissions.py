"""Each exercise's stub, solution and mistakes, graded in the real sandbox as an instructor would.

The class of ``tests/graders/test_class.py`` holds those of ``callbacks``; here are all others.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from graders.grading.exercise import list_exercises
from graders.grading.mistakes import read_mistakes, with_changes
from graders.grading.results import Status, SubmissionResult

ROOT = Path(__file__).resolve().parents[3]
# Files as learners bring them from the course, by exercise: written in other ways, and as good.
ACCEPTED = Path(__file__).with_name("accepted")
EXERCISES = [exercise for exercise in list_exercises() if exercise.id != "callbacks"]

pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(1800), pytest.mark.xdist_group("known_submissions")]


def untouched_elsewhere(exercise, mistake):
    """Return a mistake's source with every definition that it leaves alone as the stub has it.

    Those were graded with the solution; grading them again would train the same model for each mistake.
    """
    examined = {check.definition for check in exercise.checks}
    if not mistake.changed & examined:
        return mistake.source
    stub = ast.parse(exercise.stub_source)
    given = [node for node in stub.body if getattr(node, "name", "") in examined - mistake.changed]
    return with_changes(mistake.source, "\n\n".join(map(ast.unparse, given))) if given else mistake.source


def accepted(exercise):
    return sorted((ACCEPTED / exercise.id).glob("*.py"))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Grade everything in one run; return the results by exercise and learner."""
    folder = tmp_path_factory.mktemp("known")
    for exercise in EXERCISES:
        sources = {"stub": exercise.stub_source, "solution": exercise.solution_source}
        for mistake in read_mistakes(exercise):
            sources[mistake.path.stem] = untouched_elsewhere(exercise, mistake)
        for path in accepted(exercise):
            sources[path.stem] = path.read_text(encoding="utf-8")
        for name, source in sources.items():
            learner = folder / "submissions" / f"{exercise.id}-{name}"
            learner.mkdir(parents=True)
            (learner / f"{exercise.id}.py").write_text(source, encoding="utf-8")
    # One seed, because training on faces drawn anew may, once in a long while, need an epoch more than it is given.
    command = [sys.executable, "-m", "graders", "grade", folder / "submissions", "--out", folder / "reports"]
    command += ["--seed", "7"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    lines = (folder / "reports" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {each.learner: each for each in (SubmissionResult.from_json(json.loads(line)) for line in lines)}


@pytest.fixture(params=EXERCISES, ids=lambda exercise: exercise.id)
def exercise(request):
    return request.param


def test_the_untouched_stub_is_not_attempted(results, exercise):
    statuses = {check.status for check in results[f"{exercise.id}-stub"].checks}
    assert Status.NOT_ATTEMPTED in statuses
    assert statuses <= {Status.NOT_ATTEMPTED, Status.SKIPPED}


def test_the_solution_earns_full_marks(results, exercise):
    result = results[f"{exercise.id}-solution"]
    missed = [check for check in result.checks if check.status is not Status.PASSED]
    assert not missed
    assert result.score == exercise.points


def test_files_written_for_the_course_earn_full_marks(results, exercise):
    assert accepted(exercise)
    for path in accepted(exercise):
        result = results[f"{exercise.id}-{path.stem}"]
        missed = [check for check in result.checks if check.status is not Status.PASSED]
        assert not missed, path.name


def test_each_mistake_gets_exactly_its_answer(results, exercise):
    wrong = []
    for mistake in read_mistakes(exercise):
        kept = {
            check.name
            for check in exercise.checks
            if not mistake.changed or check.definition in mistake.changed
        }
        wrong += [
            f"{mistake.path.name}: {line}"
            for line in mistake.differences(results[f"{exercise.id}-{mistake.path.stem}"])
            if line.partition(":")[0] in kept
        ]
    assert not wrong, "\n".join(wrong)
