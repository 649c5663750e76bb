"""Grade many submissions in parallel: every result delivered as it comes, none lost, none graded twice."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.process import BaseProcess

from graders.grading.exercise import find_exercise
from graders.grading.grade import grader_fault
from graders.grading.plugin import GradingUnit
from graders.grading.results import Status, SubmissionResult
from graders.grading.submission import Submission
from graders.grading.warm import WarmGrader
from graders.sandbox import Child, ForkServer, is_confined

# A fault that comes back is the suite's or the grader's own.
ATTEMPTS = 3
# A process that ends may have been ended by anybody. Whoever was there the second time goes on alone, so that a
# submission that ends processes takes no others with it.
INTERRUPTIONS = 6
_INTERRUPTIONS_IN_COMPANY = 2
_TENSORFLOW = re.compile(rb"tensorflow|keras", re.IGNORECASE)


def unit_seed(run_seed: int, submission: Submission) -> int:
    """Return the seed of one submission's questions: fixed by the run's seed and who hands in what."""
    digest = hashlib.sha256(
        f"{run_seed}:{submission.learner}:{submission.exercise}".encode("utf-8", "surrogatepass")
    )
    return int.from_bytes(digest.digest()[:4], "big")


def modules_to_preload(units: Sequence[GradingUnit]) -> tuple[str, ...]:
    """Return what the fork server should import for all children of a class.

    Forking is quicker from a small process, so TensorFlow is left out where neither a suite nor a file names it. A
    file that gets it in a roundabout way still can: its own child imports it then.

    Raises:
        ExerciseError: if an exercise does not exist.
    """
    needed = {(unit.submission.exercise, unit.suites) for unit in units}
    exercises = [find_exercise(exercise, private=suites) for exercise, suites in needed]
    texts = [text for one in exercises for text in (one.probe_source, one.stub_source)]
    contents = [text.encode() for text in texts] + [unit.submission.content for unit in units]
    contents += [extra for unit in units for extra in unit.submission.extra_files.values()]
    named = any(_TENSORFLOW.search(content) for content in contents)
    return ("tensorflow",) if named else ("numpy", "numpy.random")  # NumPy imports the latter only when asked


def confinement_here(server: ForkServer) -> tuple[tuple[str, ...], bool]:
    """Start one child and return the layers that held and whether they are enough for a class."""
    with Child(server.address) as child:
        return child.layers, is_confined(child.layers)


@cache
def _grader() -> WarmGrader:
    """Return this worker process's own grader, which lives as long as the process."""
    return WarmGrader()


def _work(unit: GradingUnit, address: str) -> SubmissionResult:
    """Grade one unit in a worker process; a fault of ours becomes a result that asks for a person."""
    try:
        return _grader().grade(unit, address)
    except Exception as error:  # whatever it is, the rest of the class goes on
        return grader_fault(unit, f"{type(error).__name__}: {error}")


def _follow_parent() -> None:
    """Set up a worker process: only the parent decides when it ends, and it never outlives the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole process group
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), name="follow-parent", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()  # returns at once when the parent is killed, too
    os._exit(1)


@dataclass
class _Task:
    """A unit on its way to a result.

    Args:
        unit: what to grade.
        faults: how often a fault of ours was its result.
        interruptions: how often the worker or the fork server ended while it was graded.
        address: of the fork server that it was last given.
    """

    unit: GradingUnit
    faults: int = 0
    interruptions: int = 0
    address: str = ""

    @property
    def alone(self) -> bool:
        """Whether nothing else may be graded at the same time."""
        return self.interruptions >= _INTERRUPTIONS_IN_COMPANY

    @property
    def hopeless(self) -> bool:
        """Whether it has been tried often enough."""
        return self.faults >= ATTEMPTS or self.interruptions >= INTERRUPTIONS


class ClassGrader:
    """Grades units over a process pool, surviving the death of workers and of the fork server.

    Args:
        server: a started fork server; restarted when it is found dead.
        jobs: how many submissions are graded at a time.
    """

    def __init__(self, server: ForkServer, jobs: int) -> None:
        self._server = server
        self._jobs = jobs
        self._executor: ProcessPoolExecutor | None = None

    def run(self, units: Sequence[GradingUnit]) -> Iterator[tuple[GradingUnit, SubmissionResult]]:
        """Yield each unit with its result, in the order in which they finish.

        A unit that meets a fault of ours (a killed worker, a dead fork server) is tried again, up to ``ATTEMPTS``
        times in all, or ``INTERRUPTIONS`` if a process had ended, before its ``grader_error`` is reported.
        """
        waiting = deque(_Task(unit) for unit in units)
        running: dict[Future[SubmissionResult], _Task] = {}
        try:
            while waiting or running:
                self._submit_some(waiting, running)
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    result = self._result(future, task)
                    if result.status is Status.GRADER_ERROR and not task.hopeless:
                        waiting.append(task)
                    else:
                        yield task.unit, result
        finally:
            self.close()

    def close(self) -> None:
        """End the workers at once; what they were grading is graded again on resume."""
        executor, self._executor = self._executor, None
        if executor is not None:
            processes = list((executor._processes or {}).values())
            executor.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with suppress(OSError):
                    process.kill()

    def _submit_some(self, waiting: deque[_Task], running: dict[Future[SubmissionResult], _Task]) -> None:
        alone = any(task.alone for task in running.values())
        while waiting and not alone and len(running) < 2 * self._jobs:
            if waiting[0].alone and running:
                return
            task = waiting.popleft()
            alone = task.alone
            self._submit(running, task)

    def _submit(self, running: dict[Future[SubmissionResult], _Task], task: _Task) -> None:
        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_follow_parent)
        task.address = self._server.address
        try:
            future = self._executor.submit(_work, task.unit, task.address)
        except BrokenProcessPool:
            self.close()
            self._submit(running, task)
            return
        running[future] = task

    def _result(self, future: Future[SubmissionResult], task: _Task) -> SubmissionResult:
        try:
            result = future.result()
        except BrokenProcessPool:
            task.interruptions += 1
            return grader_fault(task.unit, "the grading process was killed")
        if result.status is Status.GRADER_ERROR:
            if self._server.pid is None:
                self._server.close()
                self._server.start()
            # The server may have died and been started again since this unit was given to it.
            if task.address != self._server.address:
                task.interruptions += 1
            else:
                task.faults += 1
        return result
