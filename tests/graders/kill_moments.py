"""Kill parts of a grading run at random moments and resume it, until it is through.

    python -m tests.graders.kill_moments [--moments 12] [--seed 7]

does so with a class whose submissions train, and compares it with an undisturbed run; the test beside this file does
it with an exercise that trains nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from graders.grading.exercise import find_exercise
from graders.grading.mistakes import read_mistakes

ROOT = Path(__file__).resolve().parents[2]
_PROGRESS_BAR = re.compile(r"\d+[mu]?s/(step|epoch)")
_MARKS = {"server": "graders.sandbox.server", "worker": "spawn_main"}


@dataclass(frozen=True)
class Grading:
    """How a class is graded.

    Args:
        command: what comes before ``grade``.
        submissions: the class.
    """

    command: Sequence[str]
    submissions: Path

    def start(self, reports: Path, *options: str) -> subprocess.Popen[bytes]:
        """Start to grade the class into ``reports``, always with the same questions."""
        command = [
            *self.command,
            "grade",
            str(self.submissions),
            "--out",
            str(reports),
            "--seed",
            "5",
            "--jobs",
            "2",
        ]
        return subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def records(reports: Path) -> list[dict[str, Any]]:
    path = reports / "results.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def without_times(record: dict[str, Any]) -> dict[str, Any]:
    """Return a result without what the clock says: of the checks, and in the progress bar of ``model.fit``."""
    checks = [{key: value for key, value in check.items() if key != "seconds"} for check in record["checks"]]
    printed = "" if _PROGRESS_BAR.search(record["stdout"]) else record["stdout"]
    kept = {key: value for key, value in record.items() if key not in ("seconds", "cpu_seconds")}
    return kept | {"checks": checks, "stdout": printed}


def by_learner(reports: Path) -> dict[str, Any]:
    """Return every result but for its times; each submission must have exactly one."""
    found = records(reports)
    assert len({record["key"] for record in found}) == len(found), "a submission was recorded twice"
    return {record["learner"]: without_times(record) for record in found}


def victims(run: subprocess.Popen[bytes], kind: str) -> list[psutil.Process]:
    """Return the processes of a run that play a part: ``command``, ``server`` or ``worker``."""
    if kind == "command":
        return [psutil.Process(run.pid)]
    found = []
    for child in psutil.Process(run.pid).children():
        with suppress(psutil.Error):
            if any(_MARKS[kind] in part for part in child.cmdline()):
                found.append(child)
    return found


def kill_one(run: subprocess.Popen[bytes], kind: str, chance: random.Random) -> bool:
    with suppress(psutil.NoSuchProcess):
        alive = victims(run, kind)
        if alive and run.poll() is None:
            chance.choice(alive).send_signal(signal.SIGKILL)
            return True
    return False


def wait_for_moment(run: subprocess.Popen[bytes], reports: Path, chance: random.Random) -> None:
    """Wait until some more results are there, and then for a moment."""
    wanted = len(records(reports)) + chance.choice([0, 0, 1, 1, 2])
    deadline = time.monotonic() + 20
    while run.poll() is None and len(records(reports)) < wanted and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(chance.uniform(0.0, 0.5 if wanted == 0 else 0.05))


def grade_under_fire(
    grading: Grading, reports: Path, chance: random.Random, hit: dict[str, int], moments: int
) -> None:
    """Grade a class once, killing at most ``moments`` times and resuming, until the command has ended well.

    Args:
        grading: the class.
        reports: a new folder.
        chance: decides when and whom.
        hit: kills so far by kind; those that have had the least come next.
        moments: how many kills.

    Raises:
        AssertionError: if a killed run leaves processes behind.
    """
    ended = None
    while ended != 0:
        run = grading.start(reports, *(["--resume"] if records(reports) else []))
        family: set[psutil.Process] = set()
        while run.poll() is None and moments > 0:
            wait_for_moment(run, reports, chance)
            with suppress(psutil.NoSuchProcess):
                family |= set(psutil.Process(run.pid).children(recursive=True))
            kind = min(chance.sample(sorted(hit), len(hit)), key=hit.__getitem__)
            if kill_one(run, kind, chance):
                hit[kind] += 1
                moments -= 1
        ended = run.wait(1800)
        _, alive = psutil.wait_procs(family, timeout=30)
        assert not alive, "processes were left behind"


def _training_class(folder: Path) -> Path:
    exercise = find_exercise("callbacks")
    sources = [exercise.solution_source, exercise.stub_source]
    sources += [mistake.source for mistake in read_mistakes(exercise)[:6]]
    for number, source in enumerate(sources):
        (folder / f"learner{number}").mkdir(parents=True)
        (folder / f"learner{number}" / "callbacks.py").write_text(source, encoding="utf-8")
    return folder


def main() -> None:
    """Kill a class whose submissions train, and print what came of it as one JSON object."""
    parser = argparse.ArgumentParser(description="kill -9 at random moments, with training.")
    parser.add_argument("--moments", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    hit = {"command": 0, "server": 0, "worker": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        grading = Grading([sys.executable, "-m", "graders"], _training_class(folder / "submissions"))
        assert grading.start(folder / "undisturbed").wait() == 0
        grade_under_fire(grading, folder / "reports", random.Random(options.seed), hit, options.moments)
        undisturbed, disturbed = by_learner(folder / "undisturbed"), by_learner(folder / "reports")
    different = {
        name: [field for field, value in record.items() if disturbed.get(name, {}).get(field) != value]
        for name, record in undisturbed.items()
        if disturbed.get(name) != record
    }
    print(json.dumps({"submissions": len(undisturbed), "killed": hit, "different": different}))
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
