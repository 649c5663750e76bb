"""Runs an attack in the sandbox, and looks at everything around it that must not have changed."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.util
import inspect
import os
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graders.grading.evaluation import Evaluator
from graders.grading.exercise import Exercise
from graders.grading.proxy import SubmissionProxy
from graders.grading.results import Status, SubmissionResult
from graders.grading.seeds import question_rng
from graders.grading.submission import Submission
from graders.grading.verdicts import NeedsFailed, NotAttempted, check_result, verdict_of
from graders.sandbox import Child

_LOADING = threading.Lock()


def checks_of(exercise: Exercise) -> dict[str, Callable[..., None]]:
    """Return the test functions of an exercise by the names of its checks."""
    with _LOADING:
        return _load_checks(exercise.id, exercise.folder, tuple(check.name for check in exercise.checks))


@cache
def _load_checks(exercise_id: str, folder: Path, names: tuple[str, ...]) -> dict[str, Callable[..., None]]:
    path = folder / f"test_{exercise_id}.py"
    spec = importlib.util.spec_from_file_location(f"attacked_{exercise_id}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return {name: getattr(module, f"test_{name}") for name in names}


def grade_in_thread(submission: Submission, exercise: Exercise, address: str, seed: int) -> SubmissionResult:
    """Grade as :func:`graders.grading.grade.grade` does, without pytest, which cannot run in many threads."""
    proxy, evaluator = SubmissionProxy(submission, exercise, address, seed), Evaluator(address)
    done: dict[str, Any] = {}
    for spec in exercise.checks:
        error: BaseException | None = None
        try:
            failed = tuple(need for need in spec.needs if done[need].status is not Status.PASSED)
            if failed:
                raise NeedsFailed(failed)
            if proxy.is_stub(spec.definition):
                raise NotAttempted(spec.definition)
            fixtures = {
                "submission": proxy,
                "evaluator": evaluator,
                "rng": question_rng(seed, spec.name),
            }
            check = checks_of(exercise)[spec.name]
            check(**{name: fixtures[name] for name in inspect.signature(check).parameters})
        except Exception as raised:
            error = raised
        done[spec.name] = check_result(
            verdict_of(error),
            name=spec.name,
            description=exercise.descriptions[spec.name],
            max_points=spec.points,
            hints=spec.hints,
            seconds=0.0,
        )
    proxy.close()
    return SubmissionResult(
        submission.learner,
        exercise.id,
        tuple(done.values()),
        confinement=proxy.layers,
        seed=seed,
        stdout=proxy.output[0],
        stderr=proxy.output[1],
        notes=proxy.notes,
    )


# --- what is left of a child


class WatchedChild(Child):
    """A child that notes, when it is closed, which of its processes are still there."""

    survivors = threading.local()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._held: int | None = None
        super().__init__(*args, **kwargs)
        # Held open, so that no other child's namespace can get the same number meanwhile.
        with contextlib.suppress(OSError):
            self._held = os.open(f"/proc/{self.pid}/ns/pid", os.O_RDONLY)

    def close(self) -> None:
        held, self._held = self._held, None
        if held is None:
            super().close()
            return
        namespace = _link(f"/proc/self/fd/{held}")
        before = _members(namespace)
        super().close()
        left = {(pid, started) for pid, started in before | _members(namespace) if _started(pid) == started}
        self.survivors.found = getattr(self.survivors, "found", set()) | left
        os.close(held)


def _members(namespace: str) -> set[tuple[int, str]]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return {(pid, _started(pid)) for pid in pids if _link(f"/proc/{pid}/ns/pid") == namespace}


def _link(path: str) -> str:
    try:
        return str(Path(path).readlink())
    except OSError:
        return ""


def _started(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "gone"


# --- what lies around


class Surroundings:
    """Canaries of the test's own: files, an environment variable, listeners on loopback and an abstract socket.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.secrets = ["CANARY-home-51ac", "CANARY-other-submission-9e02", "CANARY-environment-c4d7"]
        # Of the suites and solutions, whose files are the project's.
        self.secrets += ["CANARY-solution-7d1f", "CANARY-suite-3b90", "class StopAbove(tf.keras.callbacks"]
        self.folder = folder
        (folder / "home" / ".ssh").mkdir(parents=True)
        (folder / "home" / ".ssh" / "id").write_text(self.secrets[0])
        (folder / "submissions" / "anna").mkdir(parents=True)
        (folder / "submissions" / "anna" / "largest_gap.py").write_text(f"# {self.secrets[1]}\n")
        (folder / "reports").mkdir()
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)  # only the sandbox keeps anybody away
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract_name = f"grading-canary-{os.getpid()}-{folder.name}"
        self._abstract.bind(f"\0{self._abstract_name}")
        self._abstract.listen()
        for each in (self._tcp, self._udp, self._abstract):
            each.setblocking(False)
        self._before = self._digest()

    def close(self) -> None:
        for each in (self._tcp, self._udp, self._abstract):
            each.close()

    def places(self) -> dict[str, str]:
        """Return what the placeholders of an attack stand for."""
        return {
            "HOME": str(self.folder / "home"),
            "SECRET": str(self.folder / "home" / ".ssh" / "id"),
            "OTHER": str(self.folder / "submissions" / "anna" / "largest_gap.py"),
            "PROJECT": str(Path(__file__).resolve().parents[3]),
            "TCP": str(self._tcp.getsockname()[1]),
            "UDP": str(self._udp.getsockname()[1]),
            "ABSTRACT": self._abstract_name,
            "JUDGE": str(os.getpid()),
        }

    def changes(self) -> list[str]:
        """Return what an attack has done to the surroundings, a line each."""
        changed = [] if self._digest() == self._before else ["a file outside was touched"]
        for name, arrived in (("TCP", self._tcp.accept), ("abstract socket", self._abstract.accept)):
            try:
                connection, _ = arrived()
            except BlockingIOError:
                continue
            connection.close()
            changed.append(f"a connection came by {name}")
        with contextlib.suppress(BlockingIOError):
            changed.append(f"a packet came by UDP: {self._udp.recv(100)!r}")
        return changed

    def leaks(self, text: str) -> list[str]:
        """Return which secrets stand in ``text``, also backwards, in hexadecimal or in base 64."""

        def forms(secret: str) -> list[str]:
            raw = secret.encode()
            inner = [base64.b64encode(raw[start:]).decode()[2:-4] for start in range(3)]
            return [secret, secret[::-1], raw.hex(), *inner]

        return [secret for secret in self.secrets if any(form in text for form in forms(secret))]

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted((self.folder, *self.folder.rglob("*"))):
            status = path.lstat()
            digest.update(f"{path} {status.st_mode} {status.st_uid} {status.st_mtime_ns}".encode())
            digest.update(path.read_bytes() if path.is_file() else b"")
        return digest.hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What came of one attack.

    Args:
        result: its grade.
        survivors: processes of its that outlived it.
        changes: what it did to the surroundings.
        leaks: secrets in its result.
        next_result: of the good submission graded right after it.
    """

    result: SubmissionResult
    survivors: frozenset[tuple[int, str]]
    changes: tuple[str, ...]
    leaks: tuple[str, ...]
    next_result: SubmissionResult
