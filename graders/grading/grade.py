"""Grade one submission: a pure function of (submission, exercise, seed), given a fork server."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from graders.grading.exercise import CheckSpec, Exercise, find_exercise
from graders.grading.plugin import GradingPlugin, GradingUnit
from graders.grading.results import CheckResult, Status, SubmissionResult

# The suite is ours and fixed; a learner's or an instructor's pytest settings must not change a grade.
_PYTEST_ARGUMENTS = (
    "--import-mode=importlib",
    "--noconftest",
    "--capture=no",
    "-p", "no:terminal",
    "-p", "no:cacheprovider",
    "-p", "no:faulthandler",
    "-p", "no:junitxml",
    "-o", "addopts=",
    "-c", os.devnull,
)  # fmt: skip


def grade(unit: GradingUnit, address: str) -> SubmissionResult:
    """Grade one submission by running its exercise's checks.

    Args:
        unit: the submission, the seed of its questions and where private suites are.
        address: of a running fork server.

    Returns:
        A result with every check of the exercise. A check that a fault of ours kept from running is a
        ``grader_error``.

    Raises:
        ExerciseError: if the exercise does not exist.
    """
    exercise = find_exercise(unit.submission.exercise, private=unit.suites)
    if unit.submission.problem:
        return unreadable(unit, exercise)
    results: list[SubmissionResult] = []
    plugin = GradingPlugin([unit], lambda: address, results.append)
    code = run_pytest(exercise, plugin)
    if code is pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return complete(results[0] if results else None, unit, exercise, f"pytest ended with {code!r}")


def run_pytest(exercise: Exercise, plugin: GradingPlugin) -> int | pytest.ExitCode:
    """Run the checks of an exercise under ``plugin`` and nobody else's, and return pytest's exit code."""
    autoload = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        return pytest.main(
            [*_PYTEST_ARGUMENTS, f"--rootdir={exercise.folder}", str(exercise.folder)], plugins=[plugin]
        )
    finally:
        if autoload is None:
            os.environ.pop("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = autoload


def complete(
    result: SubmissionResult | None, unit: GradingUnit, exercise: Exercise, reason: str
) -> SubmissionResult:
    """Add a ``grader_error`` for each check of the exercise that did not run."""
    done = {check.name: check for check in result.checks} if result else {}
    checks = tuple(done.get(spec.name) or _not_run(exercise, spec, reason) for spec in exercise.checks)
    base = result or SubmissionResult(
        unit.submission.learner, exercise.id, (), seed=unit.seed, source=unit.submission.source
    )
    return replace(base, checks=checks)


def _not_run(exercise: Exercise, spec: CheckSpec, reason: str) -> CheckResult:
    return CheckResult(
        name=spec.name,
        description=exercise.descriptions.get(spec.name, spec.name),
        status=Status.GRADER_ERROR,
        points=0.0,
        max_points=spec.points,
        message=f"The grader could not run this check ({reason}).",
    )


def grader_fault(unit: GradingUnit, reason: str) -> SubmissionResult:
    """Return the result of a submission that could not be graded through a fault of ours."""
    return complete(None, unit, find_exercise(unit.submission.exercise, private=unit.suites), reason)


def unreadable(unit: GradingUnit, exercise: Exercise) -> SubmissionResult:
    """Return the result of a file that could not be read: every check failed, with the reason on the first."""
    checks = tuple(
        CheckResult(
            name=spec.name,
            description=exercise.descriptions.get(spec.name, spec.name),
            status=Status.FAILED if number == 0 else Status.SKIPPED,
            points=0.0,
            max_points=spec.points,
            message=unit.submission.problem
            if number == 0
            else "Skipped, because the file could not be read.",
            mistake="unreadable_file" if number == 0 else "",
        )
        for number, spec in enumerate(exercise.checks)
    )
    return SubmissionResult(
        learner=unit.submission.learner,
        exercise=exercise.id,
        checks=checks,
        seed=unit.seed,
        source=unit.submission.source,
        problem=unit.submission.problem,
    )
