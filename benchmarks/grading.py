"""A class on two cores: this grader against a fresh pytest a submission, without and with the sandbox, in one run.

    python -m benchmarks.grading [SUBMISSIONS] [--sample N]

Prints one JSON object a case. First, for each exercise, the same sample of a class in three ways: *fresh pytest* (a
new Python for each file, its code in pytest's own process, no sandbox; only files that are this project's own),
*fresh sandbox* (``python -m graders check`` for each file: a new interpreter, confined as here), and ``graders
grade``. Then a whole class of SUBMISSIONS over all exercises of the course with ``graders grade``.

CPU seconds are those of the command, the fork server, the workers and all children.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.grading_class import OURS, File, make_class
from graders.grading.exercise import Exercise, list_exercises, read_exercise

ROOT = Path(__file__).resolve().parent.parent
ARRAYS = read_exercise(ROOT / "benchmarks" / "suites" / "arrays", ROOT / "benchmarks" / "stubs")
OWN = ("benchmarks/own_suites.py",)
COURSE = ("-m", "graders")
IMPORT = "import tensorflow as tf\n"
_SAMPLE_SECONDS = 2.0


@dataclass(frozen=True)
class Case:
    """One exercise and its files.

    Args:
        name: for people.
        exercise: the exercise.
        graders: how Python starts the grader that knows it.
        before: the line that every file begins with.
    """

    name: str
    exercise: Exercise
    graders: Sequence[str]
    before: str = ""


@dataclass(frozen=True)
class Cost:
    """What some work took: on the clock, and of all processes together."""

    seconds: float
    cpu: float
    peak_bytes: int = 0


def measured(work: Callable[[], float]) -> Cost:
    """Return what ``work`` took; it returns the CPU seconds of confined children.

    The end of a PID namespace hides its processes from ``getrusage``; the judge has counted those.
    """
    stop = threading.Event()
    peak: list[int] = [0]
    watcher = threading.Thread(target=_watch_memory, args=(stop, peak))
    watcher.start()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    try:
        confined = work()
    finally:
        seconds = time.perf_counter() - started
        stop.set()
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = confined + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu, peak[0])


def _watch_memory(stop: threading.Event, peak: list[int]) -> None:
    """Keep the largest memory of all descendants, each shared page counted once."""
    while not stop.wait(_SAMPLE_SECONDS):
        total = 0
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error, OSError):
                total += process.memory_full_info().pss
        peak[0] = max(peak[0], total)


def grade(graders: Sequence[str], submissions: Path, reports: Path, jobs: int) -> float:
    """Grade a class and return the CPU seconds of its confined children."""
    command = [
        sys.executable,
        *graders,
        "grade",
        submissions,
        "--out",
        reports,
        "--jobs",
        str(jobs),
        "--seed",
        "7",
    ]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    records = (reports / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return sum(json.loads(line)["cpu_seconds"] for line in records)


def fresh_pytest(case: Case, paths: Sequence[Path]) -> float:
    """Check each file in a Python of its own, without a sandbox."""
    own = ["--own"] if case.graders == OWN else []
    for path in paths:
        command = [sys.executable, "benchmarks/fresh_pytest.py", case.exercise.id, path, *own]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 0.0


def fresh_sandbox(case: Case, paths: Sequence[Path]) -> float:
    """Check each file in a confined Python of its own; return the CPU seconds of the confined children."""
    total = 0.0
    for path in paths:
        command = [sys.executable, *case.graders, "check", path, "--exercise", case.exercise.id, "--json"]
        run = subprocess.run(
            command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with suppress(ValueError):  # a file that is no Python is refused before anything starts
            total += float(json.loads(run.stdout)["cpu_seconds"])
    return total


def say(name: str, count: int, cost: Cost, **more: object) -> None:
    """Print one case."""
    figures = {
        "case": name,
        "submissions": count,
        "submissions_per_minute": round(60 * count / cost.seconds, 1),
        "cpu_seconds_per_submission": round(cost.cpu / count, 3),
        "peak_megabytes": round(cost.peak_bytes / 2**20),
    }
    print(json.dumps(figures | more), flush=True)


def _times(baseline: Cost, cost: Cost) -> float:
    return round(baseline.cpu / cost.cpu, 2)


def compare(case: Case, count: int, folder: Path) -> None:
    """Grade one sample of an exercise's class in three ways."""
    files = [file for file in make_class((case.exercise,), 4 * count, case.before) if file.kind in OURS][
        :count
    ]
    paths = [file.write(folder / "submissions") for file in files]
    plain = measured(lambda: fresh_pytest(case, paths))
    say(f"{case.name}: fresh pytest", count, plain)
    confined = measured(lambda: fresh_sandbox(case, paths))
    say(f"{case.name}: fresh sandbox", count, confined)
    # Many copies, so that the start of the command and of the server counts as it does in a class.
    copies = [_again(file, number) for number in range(_CLASS // count) for file in files]
    for copy in copies:
        copy.write(folder / "class")
    ours = measured(lambda: grade(case.graders, folder / "class", folder / "reports", 2))
    share = count / len(copies)
    part = Cost(ours.seconds * share, ours.cpu * share)
    say(
        f"{case.name}: graders grade --jobs 2",
        len(copies),
        ours,
        times_less_cpu_than_fresh_pytest=_times(plain, part),
        times_less_cpu_than_fresh_sandbox=_times(confined, part),
    )


_CLASS = 120


def _again(file: File, number: int) -> File:
    return File(
        f"{file.learner}-{number}", file.exercise, file.kind, file.suffix, file.content + b"\n#%d\n" % number
    )


def main() -> None:
    """Compare exercise by exercise, then grade the whole class."""
    parser = argparse.ArgumentParser(description="Benchmark of grading.")
    parser.add_argument("submissions", type=int, nargs="?", default=100)
    parser.add_argument("--sample", type=int, default=4, help="files an exercise for the baselines")
    parser.add_argument("--only", help="compare this exercise only, and grade no class")
    options = parser.parse_args()
    course = list_exercises()
    cases = [
        Case("arrays (NumPy only)", ARRAYS, OWN),
        Case("arrays (file imports TensorFlow)", ARRAYS, OWN, IMPORT),
        *(Case(exercise.id, exercise, COURSE) for exercise in course),
    ]
    for case in cases:
        if options.only in (None, case.exercise.id):
            with tempfile.TemporaryDirectory() as name:
                compare(case, options.sample, Path(name))
    if options.only is None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file in make_class(course, options.submissions):
                file.write(folder / "submissions")
            cost = measured(lambda: grade(COURSE, folder / "submissions", folder / "reports", 2))
            say("the whole class: graders grade --jobs 2", options.submissions, cost)


if __name__ == "__main__":
    main()
