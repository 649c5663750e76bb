"""The pytest plugin: runs an exercise's checks against submissions and collects their results.

One check of one submission is one pytest item. The plugin orders them (a submission's checks together, in the
order of ``exercise.toml``), gives them the ``submission`` and ``rng`` fixtures, and turns whatever a check raises
into a verdict. The same plugin serves ``pytest graders --submissions`` and :func:`graders.grading.grade.grade`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from graders.grading.evaluation import Evaluator
from graders.grading.exercise import Exercise, read_exercise
from graders.grading.proxy import SubmissionProxy
from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.grading.seeds import question_rng
from graders.grading.submission import Submission
from graders.grading.verdicts import NeedsFailed, NotAttempted, Verdict, check_result, verdict_of


@dataclass(frozen=True)
class GradingUnit:
    """One submission to grade.

    Args:
        submission: what was handed in.
        seed: of its questions.
        suites: an instructor's folder of private suites, in which its exercise may be; None without one.
    """

    submission: Submission
    seed: int
    suites: Path | None = None

    @property
    def label(self) -> str:
        """The unit's name in a pytest item's id."""
        learner = self.submission.learner or self.submission.filename
        return learner.encode("unicode_escape").decode("ascii")


@dataclass
class _OpenUnit:
    """A unit while its checks run."""

    unit: GradingUnit
    exercise: Exercise
    proxy: SubmissionProxy
    evaluator: Evaluator
    started: float = field(default_factory=time.perf_counter)
    results: dict[str, CheckResult] = field(default_factory=dict)

    def finish(self) -> SubmissionResult:
        """End the child and return everything that the checks found."""
        self.proxy.close()
        stdout, stderr = self.proxy.output
        return SubmissionResult(
            learner=self.unit.submission.learner,
            exercise=self.exercise.id,
            checks=tuple(
                self.results[check.name] for check in self.exercise.checks if check.name in self.results
            ),
            seconds=time.perf_counter() - self.started,
            cpu_seconds=self.proxy.cpu_seconds + self.evaluator.cpu_seconds,
            confinement=self.proxy.layers,
            seed=self.unit.seed,
            stdout=stdout,
            stderr=stderr,
            notes=self.proxy.notes,
            source=self.unit.submission.source,
            problem=self.unit.submission.problem,
        )


def check_name(item: pytest.Item) -> str:
    """Return the check's name in ``exercise.toml``: the test function's name without ``test_``."""
    function = getattr(item, "originalname", None) or item.name
    return str(function).removeprefix("test_")


class GradingPlugin:
    """Grades ``units`` with the suites that pytest collects.

    Args:
        units: what to grade.
        address: returns the fork server's address; asked once a child is needed.
        on_result: called with each submission's result as soon as its last check has run.
    """

    def __init__(
        self,
        units: Sequence[GradingUnit],
        address: Callable[[], str],
        on_result: Callable[[SubmissionResult], None],
    ) -> None:
        self._units = units
        self._address = address
        self._on_result = on_result
        self._open: _OpenUnit | None = None
        self._exercises: dict[str, Exercise] = {}

    def _exercise_of(self, path: object) -> Exercise:
        folder = getattr(path, "parent")  # noqa: B009 - pytest hands a Path without saying so in its types
        if str(folder) not in self._exercises:
            self._exercises[str(folder)] = read_exercise(folder)
        return self._exercises[str(folder)]

    # --- collecting

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make one item a submission of each check."""
        if "submission" not in metafunc.fixturenames:
            return
        exercise = self._exercise_of(metafunc.definition.path)
        units = [unit for unit in self._units if unit.submission.exercise == exercise.id]
        params = [pytest.param(unit, id=unit.label) for unit in units]
        metafunc.parametrize("grading_unit", params, scope="session")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put each submission's checks together, in the exercise's order, whatever shuffled them."""
        # A check of an exercise that nobody handed in has one item, without a submission.
        items[:] = [item for item in items if not _is_without_unit(item)]
        order = {id(unit): number for number, unit in enumerate(self._units)}

        def place(item: pytest.Item) -> tuple[int, int]:
            unit = self.unit_of(item)
            if unit is None:
                return (-1, 0)
            names = [check.name for check in self._exercise_of(item.path).checks]
            name = check_name(item)
            return (order[id(unit)], names.index(name) if name in names else len(names))

        items.sort(key=place)

    # --- running

    def unit_of(self, item: pytest.Item) -> GradingUnit | None:
        """Return the submission that an item examines, or None if the item is no check."""
        callspec = getattr(item, "callspec", None)
        return callspec.params.get("grading_unit") if callspec is not None else None

    @pytest.fixture(scope="session")
    def grading_unit(self, request: pytest.FixtureRequest) -> GradingUnit:
        """The submission under examination, chosen by parametrisation."""
        unit: GradingUnit = request.param
        return unit

    @pytest.fixture
    def submission(self, grading_unit: GradingUnit, request: pytest.FixtureRequest) -> SubmissionProxy:
        """The learner's code, reachable only by questions; refuses where a needed check has not passed."""
        opened = self._opened(grading_unit, request.node)
        spec = opened.exercise.check(check_name(request.node))
        failed = tuple(
            opened.results[need].description
            for need in spec.needs
            if need in opened.results and opened.results[need].status is not Status.PASSED
        )
        if failed:
            raise NeedsFailed(failed)
        if opened.proxy.is_stub(spec.definition):
            raise NotAttempted(spec.definition)
        return opened.proxy

    @pytest.fixture
    def rng(self, grading_unit: GradingUnit, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random numbers for a check's questions: the same for the same seed and check, in any order."""
        return question_rng(grading_unit.seed, check_name(request.node))

    @pytest.fixture
    def evaluator(self, grading_unit: GradingUnit, request: pytest.FixtureRequest) -> Evaluator:
        """Rebuilds and runs trained models in a clean child that holds no learner code."""
        return self._opened(grading_unit, request.node).evaluator

    def _opened(self, unit: GradingUnit, item: pytest.Item) -> _OpenUnit:
        if self._open is None or self._open.unit is not unit:
            self.finish_open()
            exercise = self._exercise_of(item.path)
            proxy = SubmissionProxy(unit.submission, exercise, self._address(), unit.seed)
            self._open = _OpenUnit(unit, exercise, proxy, Evaluator(self._address()))
        return self._open

    def finish_open(self) -> None:
        """Report the submission whose checks have run so far, and end its child."""
        if self._open is not None:
            opened, self._open = self._open, None
            self._on_result(opened.finish())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn what a check raised into a verdict, keep it, and say it in pytest's report."""
        report = yield
        unit = self.unit_of(item)
        is_verdict = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
        if unit is None or not is_verdict or (call.excinfo and call.excinfo.errisinstance(KeyboardInterrupt)):
            return report
        verdict = verdict_of(call.excinfo.value if call.excinfo else None)
        result = self._keep(item, unit, verdict, report.duration)
        _tell_pytest(report, result)
        return report

    def _keep(self, item: pytest.Item, unit: GradingUnit, verdict: Verdict, seconds: float) -> CheckResult:
        opened = self._opened(unit, item)
        spec = opened.exercise.check(check_name(item))
        result = check_result(
            verdict,
            name=spec.name,
            description=opened.exercise.descriptions[spec.name],
            max_points=spec.points,
            hints=spec.hints,
            seconds=seconds,
        )
        opened.results[spec.name] = result
        return result

    def pytest_runtest_logfinish(self) -> None:
        """Report a submission once its last check has run."""
        opened = self._open
        if opened is not None and len(opened.results) == len(opened.exercise.checks):
            self.finish_open()

    def pytest_sessionfinish(self) -> None:
        """Report a submission whose checks were cut short, and end its child."""
        self.finish_open()


def _is_without_unit(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return (
        callspec is not None
        and "grading_unit" in callspec.params
        and not isinstance(callspec.params["grading_unit"], GradingUnit)
    )


def _tell_pytest(report: pytest.TestReport, result: CheckResult) -> None:
    """Write the verdict into pytest's report: the learner's message instead of a traceback of ours."""
    report.user_properties.append(("points", f"{result.points:g}/{result.max_points:g}"))
    report.user_properties.append(("status", result.status.value))
    report.when = "call"
    lines = [f"{result.status.value}: {result.message}"]
    lines += [f"expected: {result.expected}"] if result.expected else []
    lines += [f"received: {result.received}"] if result.received else []
    match result.status:
        case Status.PASSED:
            report.outcome = "passed"
        case Status.SKIPPED:
            report.outcome = "skipped"
            report.longrepr = (str(report.location[0]), report.location[1] or 0, lines[0])
        case _:
            report.outcome = "failed"
            report.longrepr = "\n".join(lines)
