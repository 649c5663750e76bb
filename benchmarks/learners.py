"""Many learners on one machine: ``python -m benchmarks.learners`` prints one JSON object a case.

Simulated browsers hold real WebSocket sessions with a real server. They train, stop, move sliders, leave the page,
come back and reload, at random but with a seed. Each case says what broke (``broken``, which must be empty) and how
long learners waited; the command exits with 1 when something broke. The browsers share the machine with what they
measure, so that times are upper bounds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.learners_browser import Learner, Notes
from benchmarks.learners_judge import RunLogs, Turn, slope, unfair_turns
from benchmarks.learners_protocol import SessionError
from benchmarks.learners_server import Dashboard, Memory
from dashboard.experiments.config import TrainingConfig

START = TrainingConfig(examples=5_000, epochs=8)
SHORT = TrainingConfig(examples=1_000, epochs=1, units=16)
SETTLE_SECONDS = 2.0
END_SECONDS = 120.0
# MiB for each 100 runs in the second half of the runs, when all that is bounded is full.
FLAT = 4.0
SAMPLES = 20


@dataclass
class Case:
    """One dashboard with a number of learners, followed from the first page to the last run.

    Args:
        home: the dashboard's own home.
        browsers: how many learners.
        seed: of all choices.
        start: the settings in the address that everybody opens.
    """

    home: Path
    browsers: int
    seed: int
    start: TrainingConfig
    notes: Notes = field(default_factory=Notes)

    def __post_init__(self) -> None:
        self.dashboard = Dashboard(self.home)
        self.logs = RunLogs(self.dashboard.runs)
        self.memory: list[Memory] = []
        self.failures: list[str] = []

    async def random_learning(self, seconds: float) -> dict[str, Any]:
        """Let everybody learn at random; return the report."""
        return await self._with_learners(lambda learner: learner.learn(time.monotonic() + seconds))

    async def short_runs(self, runs: int) -> dict[str, Any]:
        """Let everybody train the same short run until there were ``runs``; return the report."""
        every = max(1, runs // SAMPLES)

        def more() -> bool:
            done = len(self.notes.trainings)
            if done // every >= len(self.memory):
                self.memory.append(self.dashboard.memory())
            return done < runs

        return await self._with_learners(lambda learner: learner.train_again_and_again(more))

    async def _with_learners(self, work: Any) -> dict[str, Any]:
        learners = [
            Learner(
                f"learner {number + 1}",
                self.dashboard.address,
                self.dashboard.runs,
                self.notes,
                lambda: self.logs.active,
                self.seed * 1000 + number,
                self.start,
            )
            for number in range(self.browsers)
        ]
        with self.dashboard:
            following = asyncio.create_task(self.logs.follow())
            try:
                await self._warm_up(learners[0])
                self.memory.append(self.dashboard.memory())
                began, before = time.monotonic(), self._cpu()
                await asyncio.gather(*(self._one(learner, work) for learner in learners))
                took = time.monotonic() - began
                used = {name: value - before[name] for name, value in self._cpu().items()}
                await self._all_over()
                self.memory.append(self.dashboard.memory())
                await asyncio.gather(*(learner.close() for learner in learners))
            finally:
                following.cancel()
        return self._report(took, used)

    def _cpu(self) -> dict[str, float]:
        """Return the CPU seconds that each party has used so far; ``others`` is the rest of the machine."""
        total = psutil.cpu_times()
        server, workers = self.dashboard.cpu_seconds()
        browsers = time.process_time()
        others = total.user + total.nice + total.system - server - workers - browsers
        return {"server": server, "workers": workers, "browsers": browsers, "others": others}

    async def _warm_up(self, learner: Learner) -> None:
        """Train once, so that no case measures the start of TensorFlow; forget what it noted."""
        await learner.open()
        await learner.train()
        await learner.finish()
        await learner.close()
        self.notes.trainings.clear()
        self.notes.answers.clear()
        self.notes.opened.clear()

    async def _one(self, learner: Learner, work: Any) -> None:
        try:
            await learner.open()
            await work(learner)
        except SessionError as error:
            self.failures.append(f"{learner.name}: {error}")

    async def _all_over(self) -> None:
        deadline = time.monotonic() + END_SECONDS
        while self.logs.active and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        await asyncio.sleep(SETTLE_SECONDS)
        self.logs.look()

    def _broken(self) -> dict[str, list[str]]:
        """Return every invariant that did not hold, with what was seen; empty when all did."""
        notes, logged = self.notes, self.logs.runs
        never_over = [
            f"run {run_id}: {entry.run.state}" for run_id, entry in logged.items() if entry.ended is None
        ]
        failed = [
            f"run {run_id}: {entry.run.message}"
            for run_id, entry in logged.items()
            if entry.run.state == "failed"
        ]
        without_run = [f"{t.learner}: a click on Train made no run" for t in notes.trainings if not t.run_id]
        problems = notes.problems
        found = {
            "lost_runs": [*notes.lost, *never_over, *failed, *without_run],
            "wrong_charts": notes.wrong_charts,
            "session_errors": [
                *self.failures,
                *problems.exceptions,
                *problems.errors_told,
                *problems.disconnects,
                *self.dashboard.complaints(),
            ],
            "unfair_turns": unfair_turns(self._turns(), 2 * self.logs.largest_gap),
        }
        return {name: sorted(set(what)) for name, what in found.items() if what}

    def _turns(self) -> list[Turn]:
        turns = []
        for training in self.notes.trainings:
            logged = self.logs.runs.get(training.run_id)
            if logged is not None and logged.queued is not None:
                turns.append(Turn(training.learner, logged.queued, logged.started))
        return turns

    def _report(self, seconds: float, cpu: dict[str, float]) -> dict[str, Any]:
        notes, workers = self.notes, len(self.memory[-1].workers)
        others = [answer for answer in notes.answers if answer.action not in ("train", "stop")]
        busy = [answer.seconds for answer in others if answer.active >= min(workers, self.browsers)]
        first = [t.first_point - t.clicked for t in notes.trainings if t.first_point is not None]
        waits = [t.started - t.queued for t in self._turns() if t.started is not None]
        return {
            "browsers": self.browsers,
            "seconds": round(seconds, 1),
            "workers": workers,
            "runs": len(self.logs.runs),
            "broken": self._broken(),
            "warnings_told": len(notes.problems.warnings_told),
            "streams_lost": notes.lost_connections,
            "clicks": len(notes.answers),
            "opened_seconds": _spread(notes.opened),
            "answer_seconds": _spread([answer.seconds for answer in others]),
            "answer_seconds_while_all_train": _spread(busy),
            "train_answer_seconds": _spread([a.seconds for a in notes.answers if a.action == "train"]),
            "stop_answer_seconds": _spread([a.seconds for a in notes.answers if a.action == "stop"]),
            "queue_seconds": _spread(waits),
            "first_point_seconds": _spread(first),
            "cores_used": {name: round(value / seconds, 2) for name, value in cpu.items()},
            "server_mib": [self.memory[0].server, self.memory[-1].server],
            "worker_mib": [self.memory[0].workers, self.memory[-1].workers],
            "log_margin_seconds": round(2 * self.logs.largest_gap, 3),
        }


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"count": 0}
    ordered = sorted(values)
    return {
        "count": len(values),
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
        "most": round(ordered[-1], 3),
    }


def random_case(browsers: int, seconds: float, seed: int = 1) -> dict[str, Any]:
    """Return the report of a number of learners who act at random for so long."""
    with tempfile.TemporaryDirectory() as home:
        report = asyncio.run(Case(Path(home), browsers, seed, START).random_learning(seconds))
    return {"benchmark": "learners", "case": f"{browsers} at random", **report}


def memory_case(runs: int, browsers: int = 4, seed: int = 1) -> dict[str, Any]:
    """Return the report of many short runs, with the memory of the server after each twentieth of them."""
    with tempfile.TemporaryDirectory() as home:
        case = Case(Path(home), browsers, seed, SHORT)
        report = asyncio.run(case.short_runs(runs))
    series = [memory.server for memory in case.memory[1:-1]]
    workers = [sum(memory.workers) for memory in case.memory[1:-1]]
    places = [place / len(series) * runs / 100 for place in range(len(series))]
    half = len(series) // 2
    growth = slope(series[half:], places[half:])
    if growth > FLAT:
        report["broken"]["memory"] = [
            f"the server grew by {growth:.1f} MiB each 100 runs; at most {FLAT} is flat"
        ]
    return {
        "benchmark": "learners",
        "case": f"{runs} short runs",
        **report,
        "server_mib_series": series,
        "workers_mib_series": workers,
        "server_mib_per_100_runs": round(slope(series, places), 2),
        "server_mib_per_100_runs_second_half": round(growth, 2),
    }


def main() -> int:
    """Run the cases; return 1 when an invariant did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browsers", default="1,4,10,30", help="numbers of learners, a case each")
    parser.add_argument("--seconds", type=float, default=120, help="how long each case acts at random")
    parser.add_argument(
        "--runs", type=int, default=500, help="short runs of the memory case; 0 leaves it out"
    )
    parser.add_argument("--seed", type=int, default=1, help="of all choices")
    options = parser.parse_args()
    broken = False
    counts = [int(count) for count in options.browsers.split(",") if count]
    for make in [
        *(lambda count=count: random_case(count, options.seconds, options.seed) for count in counts),
        *([lambda: memory_case(options.runs, seed=options.seed)] if options.runs else []),
    ]:
        report = make()
        print(json.dumps(report), flush=True)
        broken = broken or bool(report["broken"])
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
