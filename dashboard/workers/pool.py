"""The pool of training workers: queues runs fairly, follows them, ends what nobody watches.

It lives in the Streamlit process and never imports TensorFlow.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import Event, Queued, Stopped
from dashboard.experiments.run import STATE, Run, RunState, broken_off
from dashboard.experiments.runs import RunStore, RunStoreError
from dashboard.workers import sentences
from dashboard.workers.crew import Crew, WorkerLimits
from dashboard.workers.fair_queue import FairQueue
from dashboard.workers.messages import Ask
from dashboard.workers.questions import Questions, refused
from dashboard.workers.records import PoolError, Record, checked_pace, resumption

__all__ = ["Limits", "PoolError", "RunStatus", "WorkerPool"]

_TICK_SECONDS = 0.25
_RECORDS_KEPT = 200
_MOST_WORKERS = 8
_HAND_OVER_SECONDS = 5.0  # a worker tells that it is free a moment after the end of a run
# What ends a run early while its worker has still to write its files.
_FILES_FOLLOW = frozenset({"learner", "lease", "step"})


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


class _Changes(threading.Condition):
    """The pool's lock; counts how often it was told that something changed."""

    count = 0

    def notify_all(self) -> None:
        self.count += 1
        super().notify_all()


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
        # Every worker may use every core: one learner alone gets the whole machine, and when all train, sharing costs
        # a fifth of the speed (docs/engine.md).
        threads = cores
        argv = worker_argv or [sys.executable, "-m", "dashboard.workers.worker", "--threads", str(threads)]
        self._store = store
        self._limits = limits or Limits()
        self._changed = _Changes(threading.RLock())
        self._crew = Crew(argv, self.size, self._limits.worker, self._changed, self)
        self._records: dict[str, Record] = {}
        self._queue = FairQueue()
        self._questions = Questions()
        self._leases: dict[str, float] = {}
        self._closed = False
        self._supervisor = threading.Thread(target=self._supervise, name="worker-pool", daemon=True)

    def start(self) -> Self:
        """Start the workers in the background and return at once."""
        self._supervisor.start()
        return self

    def submit(
        self, config: TrainingConfig, learner: str, *, until: int | None = None, pace: float = 0.0
    ) -> str:
        """Queue a run.

        Args:
            config: its settings.
            learner: who asks, any text that tells browsers apart; this renews their lease.
            until: whole epochs after which it pauses; None for all of them.
            pace: slow motion, seconds an epoch takes at least, as for :meth:`set_pace`.

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
            self._enqueue(Record(run, learner, until, pace=checked_pace(pace)))
            self._apply(run.id, Queued(self._position(run.id)))
            self.on_free_worker()
        return run.id

    def resume(
        self,
        run_id: str,
        learner: str,
        *,
        epochs: int | None = None,
        until: int | None = None,
        pace: float = 0.0,
    ) -> None:
        """Let a run that is over go on from its weights, also one of an earlier process; its curve grows.

        Args:
            run_id: the run.
            learner: who asks; this renews their lease.
            epochs: the epochs to reach, those done before included; by default those of its settings.
            until: whole epochs after which it pauses again; None to go on to the last one.
            pace: slow motion, as for :meth:`set_pace`.

        Raises:
            PoolError: if the run cannot go on, has no epoch left, or is at work already; if the learner has too many
                runs waiting, or the pool is closed.
            RunStoreError: if the run is gone, or cannot be kept on disk.
        """
        with self._changed:
            self._check_may_submit(learner)
            self._changed.wait_for(lambda: not self._ending(run_id), _HAND_OVER_SECONDS)
            run = self.status(run_id).run
            event = resumption(run, epochs, until)
            run = self._store.reopen(run, event)
            self._enqueue(Record(run, learner, event.until, resumed=True, pace=checked_pace(pace)))
            self._changed.notify_all()
            self.on_free_worker()

    def set_pace(self, run_id: str, seconds_per_epoch: float) -> None:
        """Show a run in slow motion, or at full speed again; for one that is over or unknown nothing happens.

        While another learner waits for a worker, runs go at full speed all the same.

        Args:
            run_id: the run.
            seconds_per_epoch: what an epoch takes at least, 0 to 10.

        Raises:
            ValueError: if the number is outside its range.
        """
        pace = checked_pace(seconds_per_epoch)
        with self._changed:
            record = self._records.get(run_id)
            if record is not None:
                record.pace = pace
                self._tell_paces()

    def ask(self, run_id: str, question: Mapping[str, Any], learner: str) -> Future[Path]:
        """Let a worker answer a question about a run's trained model, before it takes another run.

        Args:
            run_id: the run.
            question: what :func:`dashboard.workers.look.answer` understands, a JSON object. A question of the same
                learner with the same member ``slot`` that still waits is dropped in favour of this one.
            learner: who asks; this renews their lease.

        Returns:
            The file with the answer; or an ``AskError`` whose message is one sentence. It never raises anything else,
            and what is attached to it must be short: it is called with the pool locked.

        Raises:
            TypeError, ValueError: if the question is no JSON object.
        """
        question = json.loads(json.dumps(dict(question), allow_nan=False))
        with self._changed:
            if self._closed:
                return refused(sentences.CLOSED)
            try:
                run = self.status(run_id).run
            except RunStoreError as error:
                return refused(str(error))
            if STATE not in run.artifacts:
                return refused(sentences.NO_WEIGHTS if run.state.final else sentences.NO_WEIGHTS_YET)
            folder = (self._store.root / run_id).resolve()
            return self._add_question(Ask("", run_id, str(folder), run.config, question), learner)

    def ask_without_run(self, folder: Path, question: Mapping[str, Any], learner: str) -> Future[Path]:
        """Let a worker answer a question that needs no run: about the files of a data set, or a program of the course.

        Args:
            folder: where the answer is kept; made if it is not there.
            question: what a function named in ``_ANSWERS`` of :mod:`dashboard.workers.worker` understands, or
                :func:`dashboard.workers.folders.answer_batches`; a JSON object.
            learner: who asks, as for :meth:`ask`.

        Returns:
            As :meth:`ask`.

        Raises:
            TypeError, ValueError: if the question is no JSON object.
        """
        question = json.loads(json.dumps(dict(question), allow_nan=False))
        with self._changed:
            if self._closed:
                return refused(sentences.CLOSED)
            return self._add_question(Ask("", "", str(folder.resolve()), TrainingConfig(), question), learner)

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

    def stop(self, run_id: str) -> bool:
        """End a run: one in the queue leaves it, one in training keeps its curve so far.

        Returns:
            Whether there was anything to end.
        """
        with self._changed:
            return self._stop(run_id, by="learner")

    def touch(self, learner: str) -> None:
        """Renew a learner's lease: their page is still open."""
        with self._changed:
            self._leases[learner] = time.monotonic() + self._limits.lease_seconds

    def warm(self, config: TrainingConfig) -> None:
        """Let the workers compile what the config needs while they have nothing to do."""
        with self._changed:
            self._crew.warm(config)

    def foresee(self, config: TrainingConfig) -> None:
        """Compile ahead what a run of this config will need, if a worker has nothing else to do."""
        with self._changed:
            self._crew.foresee(config)

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

    def changes(self, since: int, timeout: float) -> int:
        """Wait until something has changed after the count ``since``, at most ``timeout`` seconds.

        Returns:
            The count now, to be passed the next time; 0 is before the first change.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._changed.count != since or self._closed, timeout)
            return self._changed.count

    def close(self) -> None:
        """End all workers and runs; the pool cannot be used again."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            processes = self._crew.shut()
            for run_id, record in list(self._records.items()):
                self._apply(run_id, broken_off(record.run, sentences.SHUT_DOWN))
            self._questions.close(sentences.CLOSED)
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
        """Give what waits to free workers: questions, which are short, and then runs."""
        while not self._closed and any(seat.free for seat in self._crew.seats):
            question = self._questions.take()
            if question is not None:
                self._crew.ask(question)
                continue
            run_id = self._queue.take(self._busy_learners())
            if run_id is None:
                return
            record = self._records[run_id]
            record.state = RunState.STARTING
            record.attempts += 1
            self._crew.give(record.command(self._store.root / run_id, hurry=self._others_wait(record)))

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
        if record.run.state is RunState.STOPPED and not record.state.final:
            record.state = RunState.STOPPED  # all but its files was there
            self._changed.notify_all()
        elif record.stopped_by:
            self._apply(run_id, Stopped(record.run.epochs_done, "", record.stopped_by))
        elif record.state is RunState.STARTING and record.attempts == 1:
            # The worker had died before it heard of the run: another takes it.
            record.state = RunState.QUEUED
            self._queue.add(record.learner, run_id)
            self.on_free_worker()
        else:
            self._apply(run_id, broken_off(record.run, sentences.worker_died(code)))

    def on_answer(self, question_id: str, file: str, problem: str) -> None:
        """Hand on an answer."""
        self._questions.answer(question_id, file, problem)

    def on_question_lost(self, question_id: str) -> None:
        """Tell that there will be no answer."""
        self._questions.answer(question_id, "", sentences.LOST_QUESTION)

    # All that follows expects the lock to be held.

    def _add_question(self, command: Ask, learner: str) -> Future[Path]:
        self.touch(learner)
        answer = self._questions.add(replace(command, id=secrets.token_urlsafe(8)), learner)
        self.on_free_worker()
        return answer

    def _check_may_submit(self, learner: str) -> None:
        if self._closed:
            raise PoolError(sentences.CLOSED)
        mine = [record for record in self._records.values() if record.learner == learner]
        waiting = sum(record.state is RunState.QUEUED for record in mine)
        if waiting >= self._limits.waiting_runs:
            raise PoolError(sentences.too_many(waiting))

    def _enqueue(self, record: Record) -> None:
        self.touch(record.learner)
        self._records.pop(record.run.id, None)  # resumed: the newest record again
        self._records[record.run.id] = record
        self._queue.add(record.learner, record.run.id)
        self._forget_old_records()

    def _ending(self, run_id: str) -> bool:
        record = self._records.get(run_id)
        return record is not None and record.state.final and run_id in self._crew.running()

    def _others_wait(self, record: Record) -> bool:
        return bool((self._queue.learners() | self._questions.learners()) - {record.learner})

    def _tell_paces(self) -> None:
        """Tell workers how fast their runs are to go; there is no slow motion while somebody else waits."""
        for run_id in self._crew.running():
            record = self._records[run_id]
            pace = 0.0 if self._others_wait(record) else record.pace
            if pace != record.told_pace:
                record.told_pace = pace
                self._crew.pace(run_id, pace)

    def _status(self, record: Record) -> RunStatus:
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
        files_to_come = False
        if isinstance(event, Stopped) and event.by in _FILES_FOLLOW:
            files_to_come = run_id in self._crew.running()
            by = record.stopped_by or event.by
            event = replace(event, by=by, reason=sentences.stopped(by, event.epoch))
        record.run = record.run.after(event)
        if not files_to_come and (record.run.state.final or not record.stopped_by):
            record.state = record.run.state
        try:
            self._store.append(run_id, event)
        except RunStoreError as error:
            if str(error) not in record.run.message:
                record.run = replace(record.run, message=f"{record.run.message} {error}".strip())
        self._changed.notify_all()

    def _stop(self, run_id: str, by: str) -> bool:
        record = self._records.get(run_id)
        if record is None or record.state.final or record.stopped_by:
            return False
        record.stopped_by = by
        if self._queue.remove(run_id):
            self._apply(run_id, Stopped(record.run.epochs_done, "", by))
        else:
            record.state = RunState.STOPPING
            self._crew.stop(run_id)
            self._changed.notify_all()
        return True

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
                self._tell_paces()
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
