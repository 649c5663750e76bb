"""Exercises: a stub in ``exercises/`` and a folder of the same name in ``graders/suites/``.

An instructor's private exercises live in a folder of their own: ``DIR/<exercise>/`` holds the suite and, as
``stub.py``, the stub. :mod:`graders.grading.private_suites` says what such a folder must hold.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from graders.paths import EXERCISES, SUITES
from graders.sandbox import Limits

STUB_OF_A_PRIVATE_SUITE = "stub.py"


class ExerciseError(Exception):
    """An exercise is unknown or its folder is incomplete; the message is one sentence with the remedy."""


@dataclass(frozen=True)
class CheckSpec:
    """What ``exercise.toml`` says of one check.

    Args:
        name: the test function's name without ``test_``.
        points: what it is worth.
        definition: the top-level name of the submission that it examines; while that is still the stub's, the
            check is ``not_attempted``.
        needs: checks that must have passed first; else this one is ``skipped``.
        hints: staged hints, from a nudge to nearly the answer.
    """

    name: str
    points: float
    definition: str
    needs: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One exercise, read from its folder.

    Args:
        id: the folder's and the stub's name.
        title: for people.
        summary: one sentence.
        checks: every check, in the order in which they run.
        folder: the suite's folder.
        stub_path: the learner's file.
        limits: of the sandboxed child.
        module_seconds: CPU time allowed to module-level statements of the submission.
    """

    id: str
    title: str
    summary: str
    checks: tuple[CheckSpec, ...]
    folder: Path
    stub_path: Path
    limits: Limits = field(default_factory=Limits)
    module_seconds: float = 10.0

    @property
    def points(self) -> float:
        """The sum of all checks' points."""
        return sum(check.points for check in self.checks)

    @cached_property
    def stub_source(self) -> str:
        """The untouched stub."""
        return self.stub_path.read_text(encoding="utf-8")

    @property
    def statement(self) -> str:
        """The task: the stub's docstring, in Markdown."""
        return ast.get_docstring(ast.parse(self.stub_source)) or ""

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """What each check checks, by its name: the first words of its test, for the learner."""
        tree = ast.parse((self.folder / f"test_{self.id}.py").read_text(encoding="utf-8"))
        return {
            node.name.removeprefix("test_"): " ".join((ast.get_docstring(node) or node.name).split())
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        }

    @cached_property
    def solution_source(self) -> str:
        """The reference solution."""
        return (self.folder / "solution.py").read_text(encoding="utf-8")

    @cached_property
    def probe_source(self) -> str:
        """What runs beside the submission in the child and answers the checks' questions; holds no answers."""
        return (self.folder / "probe.py").read_text(encoding="utf-8")

    def check(self, name: str) -> CheckSpec:
        """Return the check called ``name``.

        Raises:
            ExerciseError: if ``exercise.toml`` does not list it.
        """
        for check in self.checks:
            if check.name == name:
                return check
        raise ExerciseError(
            f"test_{name} has no [[checks]] entry in {self.folder / 'exercise.toml'}: add one."
        )


def _read_check(data: Mapping[str, Any]) -> CheckSpec:
    return CheckSpec(
        name=data["name"],
        points=float(data["points"]),
        definition=data["definition"],
        needs=tuple(data.get("needs", ())),
        hints=tuple(data["hints"]),
    )


def _read_limits(data: Mapping[str, Any]) -> Limits:
    defaults = Limits()
    return Limits(
        cpu_seconds=float(data.get("cpu_seconds", defaults.cpu_seconds)),
        wall_seconds=float(data.get("wall_seconds", defaults.wall_seconds)),
        memory_bytes=int(data.get("memory_mebibytes", defaults.memory_bytes // 2**20)) * 2**20,
    )


def stub_of(folder: Path) -> Path:
    """Return where the stub of a suite folder belongs: built-in ones in ``exercises/``, private ones beside it."""
    if folder.parent == SUITES:
        return EXERCISES / f"{folder.name}.py"
    return folder / STUB_OF_A_PRIVATE_SUITE


def read_exercise(folder: Path, stubs: Path | None = None) -> Exercise:
    """Read an exercise from its suite folder.

    Args:
        folder: the suite, e.g. ``graders/suites/callbacks``.
        stubs: the folder that holds the stub of the same name; by default where :func:`stub_of` says.

    Raises:
        ExerciseError: if the folder, its ``exercise.toml`` or the stub is missing or malformed.
    """
    manifest = folder / "exercise.toml"
    try:
        data = tomllib.loads(manifest.read_text(encoding="utf-8"))
        limits = data.get("limits", {})
        exercise = Exercise(
            id=folder.name,
            title=data["title"],
            summary=data["summary"],
            checks=tuple(_read_check(check) for check in data["checks"]),
            folder=folder,
            stub_path=stubs / f"{folder.name}.py" if stubs else stub_of(folder),
            limits=_read_limits(limits),
            module_seconds=float(limits.get("module_seconds", Exercise.module_seconds)),
        )
    except OSError as error:
        raise ExerciseError(f"expected an exercise.toml in {folder}: {error.strerror}.") from error
    except KeyError as error:
        raise ExerciseError(f"{manifest} has no {error.args[0]!r}: add it.") from error
    except (tomllib.TOMLDecodeError, ValueError, TypeError) as error:
        raise ExerciseError(f"{manifest} cannot be read: {error}.") from error
    if not exercise.stub_path.is_file():
        raise ExerciseError(f"{folder.name} has no stub: add {exercise.stub_path}.")
    return exercise


def list_exercises(suites: Path = SUITES, private: Path | None = None) -> tuple[Exercise, ...]:
    """Return every exercise in ``suites`` and ``private``, ordered by id.

    Args:
        suites: the built-in suites.
        private: an instructor's folder of further ones (``--suites DIR``).

    Raises:
        ExerciseError: if one is incomplete, if ``private`` holds none, or if both folders have one id.
    """
    own = tuple(read_exercise(manifest.parent) for manifest in sorted(suites.glob("*/exercise.toml")))
    if private is None:
        return own
    from graders.grading.private_suites import read_private_suites

    return tuple(sorted((*own, *read_private_suites(private, own)), key=lambda exercise: exercise.id))


def find_exercise(exercise_id: str, suites: Path = SUITES, private: Path | None = None) -> Exercise:
    """Return one exercise by id, looking where :func:`list_exercises` looks.

    Raises:
        ExerciseError: naming the exercises that exist, if there is none of that id.
    """
    exercises = {exercise.id: exercise for exercise in list_exercises(suites, private)}
    if exercise_id not in exercises:
        raise ExerciseError(f"There is no exercise {exercise_id!r}; expected one of: {', '.join(exercises)}.")
    return exercises[exercise_id]
