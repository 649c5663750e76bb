"""The pool of training workers: queues runs fairly, follows them, ends what nobody watches.

It lives in the Streamlit process and never imports TensorFlow.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import Event, Failed, Queued, Stopped
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunStore, RunStoreError
from dashboard.workers import sentences
from dashboard.workers.crew import Crew, WorkerLimits
from dashboard.workers.fair_queue import FairQueue

_TICK_SECONDS = 0.25
_RECORDS_KEPT = 200
_MOST_WORKERS = 8


class PoolError(RuntimeError):
    """The pool cannot take a run; the message is one sentence for a person."""


@dataclass(frozen=True)
class Limits:
    """What learners and workers may use.

    Args:
        lease_seconds: a learner who is not heard of for so long has left; the work of theirs ends.
        waiting_runs: runs one learner may have in the queue.
        worker: what a worker may use.
    """

    lease_seconds: float = 90.0
    waiting_runs: int = 10
    worker: WorkerLimits = field(default_factory=WorkerLimits)


@dataclass(frozen=True)
class RunStatus:
    """A run as the page shows it.

    Args:
        state: where it stands; ``starting`` also while the workers themselves start.
        position: its place in the queue, 1 being next; None unless it is queued.
        run: its settings and history so far.
        message: one or two plain sentences, or empty.
    """

    state: RunState
    position: int | None
    run: Run
    message: str


@dataclass
class _Record:
    """A run this pool took."""

    run: Run
    learner: str
    state: RunState = RunState.QUEUED
    stopped_by: str = ""
    attempts: int = 0


class WorkerPool:
    """Worker processes that train runs, one a core.

    Args:
        store: where runs are kept.
        size: number of workers; by default the cores this process may use, at most 8.
        worker_argv: command line of a worker; the real worker by default.
        limits: what learners and workers may use.
    """

    def __init__(
        self,
        store: RunStore,
        size: int | None = None,
        worker_argv: Sequence[str] | None = None,
        limits: Limits | None = None,
    ) -> None:
        cores = _cores()
        self.size = size or min(cores, _MOST_WORKERS)
        threads = max(1, cores // self.size)
        argv = worker_argv or [sys.executable, "-m", "dashboard.workers.worker", "--threads", str(threads)]
        self._store = store
        self._limits = limits or Limits()
        self._changed = threading.Condition(threading.RLock())
        self._crew = Crew(argv, self.size, self._limits.worker, self._changed, self)
        self._records: dict[str, _Record] = {}
        self._queue = FairQueue()
        self._leases: dict[str, float] = {}
        self._closed = False
        self._supervisor = threading.Thread(target=self._supervise, name="worker-pool", daemon=True)

    def start(self) -> Self:
        """Start the workers in the background and return at once."""
        self._supervisor.start()
        return self

    def submit(self, config: TrainingConfig, learner: str) -> str:
        """Queue a run.

        Args:
            config: its settings.
            learner: who asks, any text that tells browsers apart; this renews their lease.

        Returns:
            The run's id.

        Raises:
            PoolError: if the learner has too many runs waiting, or the pool is closed.
            RunStoreError: if the run cannot be kept on disk.
        """
        with self._changed:
            self._check_may_submit(learner)
        run = self._store.create(config)  # without the lock: a slow disk holds up one learner only
        with self._changed:
            self._check_may_submit(learner)
            self.touch(learner)
            self._records[run.id] = _Record(run, learner)
            self._queue.add(learner, run.id)
            self._apply(run.id, Queued(self._position(run.id)))
            self.on_free_worker()
            self._forget_old_records()
        return run.id

    def status(self, run_id: str) -> RunStatus:
        """Return where a run stands, also of one that another process or an earlier one trained.

        Raises:
            RunNotFoundError: if there is no such run.
        """
        with self._changed:
            record = self._records.get(run_id)
            if record is not None:
                return self._status(record)
        run = self._store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def stop(self, run_id: str) -> None:
        """End a run: one in the queue leaves it, one in training keeps its curve so far; else nothing happens."""
        with self._changed:
            self._stop(run_id, by="learner")

    def touch(self, learner: str) -> None:
        """Renew a learner's lease: their page is still open."""
        with self._changed:
            self._leases[learner] = time.monotonic() + self._limits.lease_seconds

    def warm(self, config: TrainingConfig) -> None:
        """Let the workers compile what the config needs while they have nothing to do."""
        with self._changed:
            self._crew.warm(config)

    def worker_pids(self) -> tuple[int, ...]:
        """Return the process ids of the workers that are there."""
        with self._changed:
            return tuple(seat.process.pid for seat in self._crew.seats if seat.process is not None)

    def wait_ready(self, timeout: float) -> bool:
        """Wait until every worker can train, at most ``timeout`` seconds; return whether they can."""
        with self._changed:
            return self._changed.wait_for(lambda: all(seat.ready for seat in self._crew.seats), timeout)

    def wait(self, run_id: str, timeout: float) -> RunStatus:
        """Wait until a run is over, at most ``timeout`` seconds; return where it stands then.

        Raises:
            RunNotFoundError: if there is no such run.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.status(run_id).state.final, timeout)
        return self.status(run_id)

    def close(self) -> None:
        """End all workers and runs; the pool cannot be used again."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            processes = self._crew.shut()
            for run_id in list(self._records):
                self._apply(run_id, Failed(sentences.SHUT_DOWN))
            self._changed.notify_all()
        for process in processes:
            process.retire()
        for process in processes:
            process.join(2.0)
        if self._supervisor.ident is not None:
            self._supervisor.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What the crew tells; the lock is held.

    def on_free_worker(self) -> None:
        """Give waiting runs to free workers."""
        while not self._closed and any(seat.free for seat in self._crew.seats):
            run_id = self._queue.take(self._busy_learners())
            if run_id is None:
                return
            record = self._records[run_id]
            record.state = RunState.STARTING
            record.attempts += 1
            self._crew.give(record.run, self._store.root / run_id)

    def on_event(self, run_id: str, event: Event) -> None:
        """Follow a run in training."""
        self._apply(run_id, event)

    def on_over(self, run_id: str) -> None:
        """Let others have their turn before the learner whose run has ended."""
        self._queue.put_last(self._records[run_id].learner)

    def on_lost(self, run_id: str, code: int) -> None:
        """End, or queue again, a run whose process died."""
        record = self._records[run_id]
        self.on_over(run_id)
        if record.stopped_by:
            self._apply(run_id, Stopped(record.run.epochs_done, "", record.stopped_by))
        elif record.state is RunState.STARTING and record.attempts == 1:
            # The worker had died before it heard of the run: another takes it.
            record.state = RunState.QUEUED
            self._queue.add(record.learner, run_id)
            self.on_free_worker()
        else:
            self._apply(run_id, Failed(sentences.worker_died(code)))

    # All that follows expects the lock to be held.

    def _check_may_submit(self, learner: str) -> None:
        if self._closed:
            raise PoolError(sentences.CLOSED)
        mine = [record for record in self._records.values() if record.learner == learner]
        waiting = sum(record.state is RunState.QUEUED for record in mine)
        if waiting >= self._limits.waiting_runs:
            raise PoolError(sentences.too_many(waiting))

    def _status(self, record: _Record) -> RunStatus:
        state, position, message = record.state, None, record.run.message
        if state is RunState.QUEUED:
            position = self._position(record.run.id)
            problem = self._crew.problem()
            if problem:
                message = problem
            elif position <= sum(not seat.ready for seat in self._crew.seats):
                state, position, message = RunState.STARTING, None, sentences.STARTING
            else:
                message = sentences.queued(position)
        return RunStatus(state, position, replace(record.run, state=state), message)

    def _position(self, run_id: str) -> int:
        return self._queue.order(self._busy_learners()).index(run_id) + 1

    def _busy_learners(self) -> set[str]:
        return {self._records[run_id].learner for run_id in self._crew.running()}

    def _apply(self, run_id: str, event: Event) -> None:
        """Add one event to a run, in memory and on disk; a run that is over stays as it is."""
        record = self._records[run_id]
        if record.state.final:
            return
        by_person = isinstance(event, Stopped) and event.by != "callback"
        if isinstance(event, Stopped) and by_person:
            by = record.stopped_by or event.by
            event = replace(event, by=by, reason=sentences.stopped(by, event.epoch))
        record.run = record.run.after(event)
        # The worker of a run that a person stopped has still to write its files.
        files_to_come = by_person and run_id in self._crew.running()
        if (record.run.state.final and not files_to_come) or not record.stopped_by:
            record.state = record.run.state
        try:
            self._store.append(run_id, event)
        except RunStoreError as error:
            if str(error) not in record.run.message:
                record.run = replace(record.run, message=f"{record.run.message} {error}".strip())
        self._changed.notify_all()

    def _stop(self, run_id: str, by: str) -> None:
        record = self._records.get(run_id)
        if record is None or record.state.final or record.stopped_by:
            return
        record.stopped_by = by
        if self._queue.remove(run_id):
            self._apply(run_id, Stopped(0, "", by))
        else:
            record.state = RunState.STOPPING
            self._crew.stop(run_id)

    def _forget_old_records(self) -> None:
        """Drop the oldest finished runs from memory; their files still answer."""
        over = [run_id for run_id, record in self._records.items() if record.state.final]
        for run_id in over[: max(0, len(self._records) - _RECORDS_KEPT)]:
            del self._records[run_id]

    def _supervise(self) -> None:
        with self._changed:
            while not self._closed:
                self._crew.tend()
                self._end_expired_leases()
                self._changed.wait(_TICK_SECONDS)

    def _end_expired_leases(self) -> None:
        now = time.monotonic()
        gone = {learner for learner, deadline in self._leases.items() if now >= deadline}
        for learner in gone:
            del self._leases[learner]
        for run_id, record in list(self._records.items()):
            if record.learner in gone:
                self._stop(run_id, by="lease")


def _cores() -> int:
    """Return the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
