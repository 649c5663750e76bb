"""Grading speed: this grader against a fresh pytest process a submission, in one run.

    python -m benchmarks.grading [SUBMISSIONS]

Prints one JSON object a case. The baseline does what most graders do: for each submission a fresh Python imports
TensorFlow and runs the same checks on the same file in its own process, without any sandbox. It only ever runs the
reference solution, which is ours.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from graders.grading.exercise import Exercise, find_exercise

ROOT = Path(__file__).resolve().parent.parent

_IN_PROCESS_PLUGIN = """
import importlib.util, json, sys, types
import numpy as np
import pytest

def load(name, path, **names):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    vars(module).update(names)
    spec.loader.exec_module(module)
    return module

class InProcess:
    def __init__(self, suite):
        self.module = load("submission", suite / "solution.py")
        self.probes = load("probe", suite / "probe.py", submission=self.module)
    def require(self, name, kind="function"):
        assert hasattr(self.module, name)
    def probe(self, function, **kwargs):
        return getattr(self.probes, function)(**kwargs)

class Evaluator:
    def predict(self, model, x):
        from graders.grading import evaluation_probe
        return evaluation_probe.predict(model.config, list(model.weights), x)

@pytest.fixture(scope="session")
def submission(request):
    return InProcess(request.config.rootpath)

@pytest.fixture
def rng():
    return np.random.default_rng(7)

@pytest.fixture
def evaluator():
    return Evaluator()
"""


def _measured(work: Callable[[], float]) -> tuple[float, float]:
    """Return the seconds on the clock and the CPU seconds of all processes that ``work`` took.

    ``work`` returns the CPU seconds of confined children: killing a PID namespace hides them from ``getrusage``.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    confined = work()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, confined + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _class_of(exercise: Exercise, folder: Path, count: int) -> Path:
    source = (exercise.folder / "solution.py").read_bytes()
    for number in range(count):
        place = folder / "submissions" / f"learner{number:04d}"
        place.mkdir(parents=True)
        (place / f"{exercise.id}.py").write_bytes(source)
    return folder / "submissions"


def _grade(submissions: Path, reports: Path, jobs: int) -> float:
    command = [sys.executable, "-m", "graders", "grade", submissions, "--out", reports, "--jobs", str(jobs)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    records = (reports / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return sum(json.loads(line)["cpu_seconds"] for line in records)


def _fresh_pytest(exercise: Exercise, plugins: Path, count: int) -> float:
    (plugins / "in_process.py").write_text(_IN_PROCESS_PLUGIN, encoding="utf-8")
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "in_process", "-p", "no:cacheprovider", "-p", "no:randomly",
        "-o", "addopts=", "-c", "/dev/null", f"--rootdir={exercise.folder}", "--import-mode=importlib",
        "--noconftest", exercise.folder,
    ]  # fmt: skip
    environment = {"PYTHONPATH": f"{ROOT}:{plugins}", "PATH": "/usr/bin:/bin", "TF_CPP_MIN_LOG_LEVEL": "3"}
    for _ in range(count):
        subprocess.run(command, cwd=plugins, env=environment, check=True, stdout=subprocess.DEVNULL)
    return 0.0


def _case(name: str, count: int, seconds: float, cpu: float, **more: object) -> dict[str, object]:
    return {
        "case": name,
        "submissions": count,
        "submissions_per_minute": round(60 * count / seconds, 1),
        "cpu_seconds_per_submission": round(cpu / count, 2),
        **more,
    }


def main() -> None:
    """Run every case on one exercise whose checks train."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    exercise = find_exercise("callbacks")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        submissions = _class_of(exercise, folder, count)
        fewer = max(2, count // 5)
        plain_seconds, plain_cpu = _measured(lambda: _fresh_pytest(exercise, folder, fewer))
        print(
            json.dumps(_case("fresh pytest a submission, unconfined", fewer, plain_seconds, plain_cpu)),
            flush=True,
        )
        for jobs in (1, 2):
            reports = folder / f"reports{jobs}"
            seconds, cpu = _measured(lambda reports=reports, jobs=jobs: _grade(submissions, reports, jobs))
            ratios = {
                "times_as_many_a_minute": round(plain_seconds / fewer / (seconds / count), 2),
                "times_less_cpu": round(plain_cpu / fewer / (cpu / count), 2),
            }
            print(
                json.dumps(
                    _case(f"graders grade --jobs {jobs}, start included", count, seconds, cpu, **ratios)
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()
