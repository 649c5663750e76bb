"""An instructor's private suites (``--suites DIR``), examined before anything is graded with them.

``DIR/<exercise>/`` holds ``exercise.toml``, ``test_<exercise>.py``, ``probe.py``, ``solution.py`` and ``stub.py``: what
a built-in suite holds, and the stub. They are the instructor's own files and are trusted as such; what is looked for
here is what was forgotten, so that a class is not graded for an hour and then has no grade.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from graders.grading.exercise import STUB_OF_A_PRIVATE_SUITE, Exercise, ExerciseError, read_exercise
from graders.paths import PROJECT_ROOT

_SOURCES = (STUB_OF_A_PRIVATE_SUITE, "probe.py", "solution.py")


def read_private_suites(folder: Path, built_in: Sequence[Exercise] = ()) -> tuple[Exercise, ...]:
    """Read every suite in ``folder``, ordered by id.

    Args:
        folder: what ``--suites`` named.
        built_in: exercises whose ids are taken.

    Raises:
        ExerciseError: in one sentence, naming the file and the remedy, at the first thing that is missing or wrong.
    """
    if not folder.is_dir():
        raise ExerciseError(f"Expected --suites to name a folder of suites, but {folder} is none.")
    if _is_open_to_learners(folder.resolve()):
        raise ExerciseError(
            f"Learners' code can read {folder}, because Python itself is kept there: move your suites elsewhere."
        )
    suites = [path for path in sorted(folder.resolve().iterdir()) if _may_be_suite(path)]
    if not suites:
        raise ExerciseError(
            f"{folder} holds no suite: expected folders <exercise>/ with exercise.toml, test_<exercise>.py, "
            f"{', '.join(_SOURCES)}."
        )
    taken = {exercise.id for exercise in built_in}
    for suite in suites:
        if suite.name in taken:
            raise ExerciseError(f"{suite} has the id of a built-in exercise: rename the folder.")
    return tuple(_read(suite) for suite in suites)


def _is_open_to_learners(folder: Path) -> bool:
    """Whether the sandbox shows ``folder``: it shows what Python needs, and of that nothing of the project."""
    entries = (sys.prefix, sys.base_prefix, "/usr", str(PROJECT_ROOT / "data"), *filter(None, sys.path))
    shown = [Path(entry).resolve() for entry in entries]
    above = [place for place in shown if folder.is_relative_to(place)]
    if folder.is_relative_to(PROJECT_ROOT):
        above = [place for place in above if not PROJECT_ROOT.is_relative_to(place)]
    return bool(above)


def _may_be_suite(path: Path) -> bool:
    """Whether a folder is meant as a suite: not what editors, Python or version control leave behind."""
    return path.is_dir() and not path.name.startswith((".", "_"))


def _read(folder: Path) -> Exercise:
    if not folder.name.isidentifier():
        raise ExerciseError(
            f"{folder} is named after no exercise: rename it to letters, digits and _, such as "
            "image_callbacks, because a submission is a Python file of that name."
        )
    exercise = read_exercise(folder)
    for sentence in _faults(exercise):
        raise ExerciseError(sentence)
    return exercise


def _faults(exercise: Exercise) -> Iterator[str]:
    """Yield what is wrong with a suite, the cause before what follows from it."""
    trees: dict[str, ast.Module] = {}
    for name in (*_SOURCES, f"test_{exercise.id}.py"):
        path = exercise.folder / name
        try:
            trees[name] = ast.parse(path.read_text(encoding="utf-8"))
        except OSError:
            yield f"{exercise.folder} has no {name}: add it."
            return
        except (SyntaxError, ValueError) as error:
            yield f"{path} cannot be read as Python: {error}."
            return
    yield from _manifest_faults(exercise)
    yield from _check_faults(exercise, trees[f"test_{exercise.id}.py"], trees[STUB_OF_A_PRIVATE_SUITE])


def _manifest_faults(exercise: Exercise) -> Iterator[str]:
    manifest = exercise.folder / "exercise.toml"
    if not exercise.checks:
        yield f"{manifest} lists no [[checks]]: add one for each test."
    seen: set[str] = set()
    for check in exercise.checks:
        if check.name in seen:
            yield f"{manifest} lists {check.name} twice: a check's name must be unique."
        if not 0 < check.points < float("inf"):
            yield f"{manifest} gives {check.name} {check.points:g} points: expected more than 0."
        if unknown := [need for need in check.needs if need not in seen]:
            yield f"{manifest}: {check.name} needs {unknown[0]}, which is no check listed before it."
        seen.add(check.name)


def _check_faults(exercise: Exercise, tests: ast.Module, stub: ast.Module) -> Iterator[str]:
    names = [check.name for check in exercise.checks]
    written = [name.removeprefix("test_") for name in _defined(tests) if name.startswith("test_")]
    path = exercise.folder / f"test_{exercise.id}.py"
    for name in names:
        if name not in written:
            yield f"{path} has no function test_{name}, which exercise.toml lists as a check: write it."
    for name in written:
        if name not in names:
            yield f"test_{name} in {path} has no [[checks]] entry in exercise.toml: add one."
    for check in exercise.checks:
        if check.definition not in _defined(stub):
            yield (
                f"{exercise.stub_path} does not define {check.definition}, which the check {check.name} "
                "examines: add it to the stub."
            )


def _defined(tree: ast.Module) -> list[str]:
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
