"""Grade many submissions of an exercise in one pytest session, which starts and collects the checks once.

Starting pytest and collecting a suite takes longer than most submissions need. So the session runs in a thread of its
own, and its loop waits for submissions: each runs the same items again, as a plugin that repeats failed tests does.
The verdicts are those of :func:`graders.grading.grade.grade`.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from graders.grading.exercise import Exercise, find_exercise
from graders.grading.grade import complete, run_pytest, unreadable
from graders.grading.plugin import GradingPlugin, GradingUnit, check_name
from graders.grading.results import SubmissionResult
from graders.paths import SUITES


@dataclass(frozen=True)
class _Job:
    """One submission to grade and where its child is to be started."""

    unit: GradingUnit
    address: str


@dataclass(frozen=True)
class _Ended:
    """The session is over, which it should never be.

    Args:
        reason: what pytest or Python said.
    """

    reason: str


class _WarmPlugin(GradingPlugin):
    """Runs every check of one exercise for each job that comes."""

    def __init__(self, exercise: Exercise) -> None:
        super().__init__([], lambda: self._job.address, self._keep_result)
        self.jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self.answers: queue.SimpleQueue[SubmissionResult | _Ended | None] = queue.SimpleQueue()
        self._order = [check.name for check in exercise.checks]
        self._job: _Job
        self._result: SubmissionResult | None = None

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Leave one item a check: the submission changes from job to job."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the checks into the exercise's order."""
        items.sort(key=lambda item: self._order.index(check_name(item)))

    def unit_of(self, _: pytest.Item) -> GradingUnit | None:
        """Return the submission of the job under way."""
        return self._job.unit

    @pytest.fixture
    def grading_unit(self) -> GradingUnit:
        """The submission under examination."""
        return self._job.unit

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks for each job until there are no more."""
        while (job := self.jobs.get()) is not None:
            self._job, self._result = job, None
            for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.finish_open()
            self.answers.put(self._result)
        return True

    def _keep_result(self, result: SubmissionResult) -> None:
        self._result = result


class _Session:
    """The pytest session of one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._plugin = _WarmPlugin(exercise)
        self._thread = threading.Thread(target=self._run, name=f"checks of {exercise.id}", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it takes another job."""
        return self._thread.is_alive()

    def grade(self, unit: GradingUnit, address: str) -> SubmissionResult:
        """Run every check for one submission."""
        self._plugin.jobs.put(_Job(unit, address))
        answer = self._plugin.answers.get()
        if isinstance(answer, _Ended):
            self._thread.join()
            return complete(None, unit, self.exercise, answer.reason)
        return complete(answer, unit, self.exercise, "pytest collected no such check")

    def close(self) -> None:
        """End the session."""
        self._plugin.jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        reason = "pytest ended"
        try:
            reason = f"pytest ended with {run_pytest(self.exercise, self._plugin)!r}"
        except BaseException as error:
            reason = f"pytest ended with {type(error).__name__}: {error}"
        finally:
            self._plugin.answers.put(_Ended(reason))


class WarmGrader:
    """Grades one submission after another; each exercise's checks are collected when its first one comes.

    One thread at a time may use it. Close it, or use it as a context manager.

    Args:
        suites: the folder of the exercises' suites.
    """

    def __init__(self, suites: Path = SUITES) -> None:
        self._suites = suites
        self._sessions: dict[tuple[str, Path | None], _Session] = {}

    def grade(self, unit: GradingUnit, address: str) -> SubmissionResult:
        """Grade one submission, as :func:`graders.grading.grade.grade` does.

        Raises:
            ExerciseError: if the exercise does not exist.
        """
        wanted = (unit.submission.exercise, unit.suites)
        session = self._sessions.get(wanted)
        if session is None or not session.alive:
            exercise = find_exercise(unit.submission.exercise, self._suites, unit.suites)
            session = self._sessions[wanted] = _Session(exercise)
        if unit.submission.problem:
            return unreadable(unit, session.exercise)
        return session.grade(unit, address)

    def close(self) -> None:
        """End every session."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()
