"""What every exercise must hold. A failing test says what to add."""

import ast
import re

import pytest

from graders.grading.exercise import list_exercises
from graders.grading.mistakes import read_mistakes

EXERCISES = list_exercises()


@pytest.fixture(params=EXERCISES, ids=lambda exercise: exercise.id)
def exercise(request):
    return request.param


def test_there_are_exercises_and_their_ids_are_identifiers():
    assert EXERCISES
    for exercise in EXERCISES:
        assert exercise.id.isidentifier(), f"rename {exercise.folder}: a learner must be able to import it"


def test_every_stub_has_a_suite():
    stubs = {path.stem for path in EXERCISES[0].stub_path.parent.glob("*.py")}
    assert stubs == {exercise.id for exercise in EXERCISES}, (
        "add the missing folder in graders/suites/ or stub"
    )


def test_each_check_has_points_and_hints(exercise):
    names = [check.name for check in exercise.checks]
    assert len(set(names)) == len(names), f"{exercise.id}: two [[checks]] have one name"
    for check in exercise.checks:
        assert check.points > 0, f"give {check.name} points in exercise.toml"
        assert len(check.hints) >= 2, f"give {check.name} at least two staged hints in exercise.toml"


def test_each_check_needs_only_checks_that_run_before_it(exercise):
    seen = set()
    for check in exercise.checks:
        assert set(check.needs) <= seen, (
            f"{check.name} needs {check.needs}: list those first in exercise.toml"
        )
        seen.add(check.name)


def test_each_check_is_a_test_with_a_sentence_for_the_learner(exercise):
    tree = ast.parse((exercise.folder / f"test_{exercise.id}.py").read_text(encoding="utf-8"))
    tests = {
        node.name.removeprefix("test_"): ast.get_docstring(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert set(tests) == {check.name for check in exercise.checks}, "[[checks]] and test functions must agree"
    for name, sentence in tests.items():
        assert sentence, f"test_{name} needs a docstring: it is what the learner reads"
        assert sentence.endswith("."), f"the docstring of test_{name} must be a sentence"


def test_each_check_names_a_definition_of_the_stub(exercise):
    tree = ast.parse(exercise.stub_source)
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for check in exercise.checks:
        assert check.definition in defined, f"{check.name}: the stub does not define {check.definition}"


def test_the_stub_states_its_task_and_marks_where_to_write(exercise):
    assert exercise.statement.startswith("# "), (
        f"begin the docstring of {exercise.stub_path.name} with a heading"
    )
    assert (
        len(re.findall(r"# START", exercise.stub_source))
        == len(re.findall(r"# END", exercise.stub_source))
        > 0
    )


def test_there_are_at_least_20_known_mistakes_each_with_its_own_answer(exercise):
    mistakes = read_mistakes(exercise)
    assert len(mistakes) >= 20, f"add wrong submissions to {exercise.folder / 'mistakes'}"
    abouts = [mistake.about for mistake in mistakes]
    assert len(set(abouts)) == len(abouts), "two mistakes say the same of themselves"
    for mistake in mistakes:
        first = mistake.expectations[0]
        assert first.phrase, (
            f"{mistake.path.name}: expect a phrase of the message, so that it keeps its own words"
        )
