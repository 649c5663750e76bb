"""The baseline: one submission in a fresh Python, its code in the process that runs pytest, without any sandbox.

    python benchmarks/fresh_pytest.py EXERCISE FILE [--own]

What most graders do. The checks, the probes and the questions are the grader's own; only the confined child is
replaced by a call. **Never run it on a file of a stranger**: the benchmark runs it on files that are ours.
``--own`` looks for the exercise in ``benchmarks/suites``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import graders.paths  # noqa: E402

if "--own" in sys.argv:
    graders.paths.SUITES, graders.paths.EXERCISES = HERE / "suites", HERE / "stubs"

from graders.grading import evaluation, grade, proxy  # noqa: E402
from graders.grading.plugin import GradingUnit  # noqa: E402
from graders.grading.submission import Submission  # noqa: E402
from graders.sandbox import LearnerError, ProtocolError, child  # noqa: E402


class InProcess:
    """Answers as a confined child does, from this very process."""

    layers = ()
    stdout = stderr = ""
    cpu_seconds = 0.0

    def __init__(self, *_: object, **__: object) -> None:
        self._session = child.Session(Path(tempfile.mkdtemp()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, kind: str, /, **fields: Any) -> Any:
        """Answer one question."""
        how, payload = self._session.answer(kind, fields)
        if how == "answer":
            return payload
        if how == "raised":
            raise LearnerError(payload["type"], payload["message"])
        raise ProtocolError(f"{how}: {payload}")

    def close(self) -> None:
        """There is nothing to end."""


def main() -> None:
    """Grade the file and print its score."""
    exercise, name = sys.argv[1:3]
    proxy.Child = evaluation.Child = InProcess  # type: ignore[misc,assignment]
    file = Path(name)
    submission = Submission("", exercise, file.name, file.read_bytes())
    result = grade.grade(GradingUnit(submission, 7), "")
    print(json.dumps({"score": result.score, "max_score": result.max_score}))


if __name__ == "__main__":
    main()
