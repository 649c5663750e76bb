"""What a learner handed in, as plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Submission:
    """One file for one exercise.

    Args:
        learner: who handed it in; empty for a file checked alone.
        exercise: the exercise's id.
        filename: the file's own name, e.g. ``callbacks.py``.
        content: the file's bytes; empty where ``problem`` says why they could not be read.
        extra_files: modules beside the main file that it may import, name to bytes.
        source: the file's place in the graded folder, for people.
        problem: one sentence if the file could not be read, else empty.
    """

    learner: str
    exercise: str
    filename: str
    content: bytes = b""
    extra_files: Mapping[str, bytes] = field(default_factory=dict)
    source: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        """An id of who handed in what: the same exactly when a resumed run need not grade it again."""
        digest = hashlib.sha256()
        for part in (self.learner, self.exercise, self.filename, self.problem):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(hashlib.sha256(self.content).digest())
        for name in sorted(self.extra_files):
            digest.update(name.encode() + b"\0" + hashlib.sha256(self.extra_files[name]).digest())
        return digest.hexdigest()
