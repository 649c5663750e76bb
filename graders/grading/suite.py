"""Which version of an exercise's suite gave a result: a digest of everything that can change a verdict."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graders.grading.exercise import Exercise

_NO_VERDICT = frozenset({"mistakes", "solution.py", "__pycache__"})


def suite_digest(exercise: Exercise) -> str:
    """Return the SHA-256 of the suite's files and the stub, in hexadecimal.

    The reference solution, the known mistakes and compiled files do not count: they change no verdict.
    """
    digest = hashlib.sha256()
    for path in _files(exercise):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(exercise: Exercise) -> list[Path]:
    inside = [
        path
        for path in sorted(exercise.folder.rglob("*"))
        if path.is_file() and not _NO_VERDICT.intersection(path.relative_to(exercise.folder).parts)
    ]
    return [*inside, exercise.stub_path]
