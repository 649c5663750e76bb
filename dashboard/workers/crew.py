"""The worker processes of a pool, a seat each: started, given work, watched, replaced.

Nothing here knows of queues, learners or the disk. Every method expects the pool's lock to be held; what comes
from a worker's thread takes it.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import Event
from dashboard.workers import sentences
from dashboard.workers.messages import (
    Answered,
    Ask,
    Broken,
    Idle,
    Message,
    Pace,
    Ready,
    RunEvent,
    Stop,
    Train,
    Warm,
    Warmed,
)
from dashboard.workers.process import WorkerProcess

_LONGEST_PAUSE = 60.0
_WARM_KEPT = 4
_COMPILED_KEPT = 6  # as many as a worker's own cache keeps


@dataclass(frozen=True)
class WorkerLimits:
    """What a worker may use.

    Args:
        rss: bytes of memory above which a worker is replaced between runs.
        runs: runs after which a worker is replaced.
        start_seconds: a worker that is not ready after so long is killed.
        stop_seconds: a worker that does not heed a stop for so long is killed.
        answer_seconds: a worker that does not answer a question for so long is killed. Some questions train: a project
            takes a minute where two cores have other work, and more on a slow laptop.
        backoff_seconds: pause after a worker that could not start; doubled each time, to a minute at most.
    """

    rss: int = 1024**3
    runs: int = 1000
    start_seconds: float = 300.0
    stop_seconds: float = 10.0
    answer_seconds: float = 300.0
    backoff_seconds: float = 1.0


class CrewListener(Protocol):
    """What the pool is told."""

    def on_free_worker(self) -> None:
        """Some worker can take a run."""

    def on_event(self, run_id: str, event: Event) -> None:
        """Something happened to a run in training."""

    def on_over(self, run_id: str) -> None:
        """The worker is done with this run; called before ``on_free_worker``."""

    def on_lost(self, run_id: str, code: int) -> None:
        """The process that had this run ended with this exit code."""

    def on_answer(self, question_id: str, file: str, problem: str) -> None:
        """A question is dealt with; called before ``on_free_worker``."""

    def on_question_lost(self, question_id: str) -> None:
        """The process that was to answer ended."""


@dataclass
class Seat:
    """A place for one worker."""

    process: WorkerProcess | None = None
    ready: bool = False
    run_id: str | None = None
    question_id: str | None = None
    about: str = ""  # the run it was asked about last, whose weights it may still have at hand
    warming: int = 0  # models it was told to compile and has not yet
    runs_done: int = 0
    compiled: deque[str] = field(default_factory=lambda: deque(maxlen=_COMPILED_KEPT))
    failures: int = 0
    problem: str = ""
    start_at: float = 0.0
    deadline: float = math.inf  # of the start, of a stop, or of an answer

    @property
    def free(self) -> bool:
        """Whether it can take a run or a question."""
        return self.ready and self.run_id is None and self.question_id is None

    def note_compiled(self, key: str) -> bool:
        """Remember that the worker has the model compiled, or will soon; return whether that is news."""
        news = key not in self.compiled
        if not news:
            self.compiled.remove(key)
        self.compiled.append(key)
        return news


class Crew:
    """The workers.

    Args:
        argv: command line of a worker.
        size: number of workers.
        limits: what a worker may use.
        lock: the pool's lock; notified whenever something changed.
        listener: who is told.
    """

    def __init__(
        self,
        argv: Sequence[str],
        size: int,
        limits: WorkerLimits,
        lock: threading.Condition,
        listener: CrewListener,
    ) -> None:
        self.seats = [Seat() for _ in range(size)]
        self._argv = list(argv)
        self._limits = limits
        self._lock = lock
        self._listener = listener
        self._retired: list[WorkerProcess] = []
        self._warm: list[TrainingConfig] = [TrainingConfig()]
        self._closed = False

    def tend(self) -> None:
        """Start what is missing and kill what is stuck; called a few times a second."""
        now = time.monotonic()
        for seat in self.seats:
            if seat.process is None:
                if now >= seat.start_at:
                    self._start(seat, now)
            elif now > seat.deadline:
                seat.problem = "" if seat.ready else sentences.SLOW_START
                seat.process.kill()

    def give(self, command: Train) -> bool:
        """Give a run to a free worker, preferring one that has the model compiled; return whether one was free."""
        seat = self._best_seat(command.config)
        if seat is None or seat.process is None:
            return False
        seat.run_id, seat.about = command.run, ""
        seat.note_compiled(command.config.architecture_key())
        seat.process.send(command)
        return True

    def ask(self, command: Ask) -> bool:
        """Give a question to a free worker, preferring one that has the weights at hand; tell whether one was."""
        seat = self._best_seat(command.config, command.run)
        if seat is None or seat.process is None:
            return False
        seat.question_id, seat.about = command.id, command.run
        seat.deadline = time.monotonic() + self._limits.answer_seconds
        if command.run:  # the files of a data set need no model
            seat.note_compiled(command.config.architecture_key())
        seat.process.send(command)
        return True

    def pace(self, run_id: str, seconds: float) -> None:
        """Tell the worker that has this run how long each epoch is to take at least."""
        for seat in self.seats:
            if seat.run_id == run_id and seat.process is not None:
                seat.process.send(Pace(run_id, seconds))

    def stop(self, run_id: str) -> None:
        """Ask the worker that has this run to end it, and kill it if it does not."""
        for seat in self.seats:
            if seat.run_id == run_id and seat.process is not None:
                seat.deadline = time.monotonic() + self._limits.stop_seconds
                seat.process.send(Stop(run_id))

    def foresee(self, config: TrainingConfig) -> None:
        """Let the worker that would get a run of the config compile what it needs, if it has nothing else to do."""
        seat = self._best_seat(config)
        if seat is not None and not seat.warming:
            self._warm_seat(seat, config)

    def warm(self, config: TrainingConfig) -> None:
        """Let every worker compile what the config needs, now or once it is there."""
        key = config.architecture_key()
        self._warm = [*(other for other in self._warm if other.architecture_key() != key), config][
            -_WARM_KEPT:
        ]
        for seat in self.seats:
            if seat.free:
                self._warm_seat(seat, config)

    def running(self) -> set[str]:
        """Return the runs that workers have."""
        return {seat.run_id for seat in self.seats if seat.run_id is not None}

    def problem(self) -> str:
        """Return why no worker can start, and when the next try is; empty while one can."""
        if any(seat.ready or not seat.problem for seat in self.seats):
            return ""
        seat = min(self.seats, key=lambda seat: seat.start_at)
        return sentences.cannot_start(seat.problem, max(1, round(seat.start_at - time.monotonic())))

    def shut(self) -> list[WorkerProcess]:
        """Start no more workers; return those there are, to be ended without the lock."""
        self._closed = True
        return [seat.process for seat in self.seats if seat.process is not None] + self._retired

    def _best_seat(self, config: TrainingConfig, about: str = "") -> Seat | None:
        key = config.architecture_key()
        free = [seat for seat in self.seats if seat.free]
        return max(
            free,
            key=lambda seat: (bool(about) and seat.about == about, key in seat.compiled, not seat.warming),
            default=None,
        )

    def _start(self, seat: Seat, now: float) -> None:
        seat.runs_done, seat.warming, seat.about = 0, 0, ""
        seat.compiled.clear()
        try:
            seat.process = WorkerProcess(self._argv, self._on_message, self._on_exit)
        except OSError as error:
            self._put_off(seat, str(error))
            return
        seat.deadline = now + self._limits.start_seconds
        seat.process.listen()

    def _put_off(self, seat: Seat, problem: str) -> None:
        pause = min(_LONGEST_PAUSE, self._limits.backoff_seconds * 2**seat.failures)
        seat.failures += 1
        seat.problem = problem
        seat.start_at = time.monotonic() + pause

    def _warm_seat(self, seat: Seat, config: TrainingConfig) -> None:
        if seat.process is not None and seat.note_compiled(config.architecture_key()):
            seat.warming += 1
            seat.process.send(Warm(config))

    def _on_message(self, process: WorkerProcess, message: Message) -> None:
        with self._lock:
            seat = self._seat_of(process)
            if seat is None or self._closed:
                return
            match message:
                case Ready():
                    self._on_ready(seat)
                case RunEvent(run=run_id, event=event) if run_id == seat.run_id:
                    self._listener.on_event(run_id, event)
                case Idle(run=run_id, rss=rss) if run_id == seat.run_id:
                    self._on_idle(seat, rss)
                case Answered(id=question_id) if question_id == seat.question_id:
                    self._on_answered(seat, message)
                case Warmed():
                    seat.warming -= 1
                case Broken(reason=reason):
                    seat.problem = reason
                case _:
                    pass
            self._lock.notify_all()

    def _on_ready(self, seat: Seat) -> None:
        seat.ready, seat.failures, seat.problem, seat.deadline = True, 0, "", math.inf
        self._listener.on_free_worker()
        if seat.free:
            for config in self._warm:
                self._warm_seat(seat, config)

    def _on_idle(self, seat: Seat, rss: int) -> None:
        assert seat.run_id is not None
        self._listener.on_over(seat.run_id)
        seat.run_id = None
        seat.runs_done += 1
        self._release(seat, rss)

    def _on_answered(self, seat: Seat, answered: Answered) -> None:
        seat.question_id = None
        self._listener.on_answer(answered.id, answered.file, answered.problem)
        self._release(seat, answered.rss)

    def _release(self, seat: Seat, rss: int) -> None:
        """Let a worker that is done take the next piece of work, or replace it by a new one."""
        seat.deadline = math.inf
        if rss > self._limits.rss or seat.runs_done >= self._limits.runs:
            assert seat.process is not None
            seat.process.retire()
            self._retired.append(seat.process)
            seat.process, seat.ready = None, False
        self._listener.on_free_worker()

    def _on_exit(self, process: WorkerProcess, code: int) -> None:
        with self._lock:
            if process in self._retired:
                self._retired.remove(process)
            seat = self._seat_of(process)
            if seat is None or self._closed:
                return
            run_id, question_id = seat.run_id, seat.question_id
            if not seat.ready:
                self._put_off(seat, seat.problem or sentences.no_start(code, process.last_error))
            seat.process, seat.ready, seat.deadline = None, False, math.inf
            seat.run_id = seat.question_id = None
            if question_id is not None:
                self._listener.on_question_lost(question_id)
            if run_id is not None:
                self._listener.on_lost(run_id, code)
            self._lock.notify_all()

    def _seat_of(self, process: WorkerProcess) -> Seat | None:
        return next((seat for seat in self.seats if seat.process is process), None)
