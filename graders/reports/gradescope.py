"""Gradescope's ``results.json`` for one submission."""

from __future__ import annotations

import json
from typing import Any

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.text import shown, shown_line
from graders.reports.wording import GRADER_ERROR_NOTE, confinement_line, explained, score_line

_MESSAGE_LIMIT = 10_000  # characters of one check's text
_OUTPUT_LIMIT = 20_000  # characters of each output stream


def to_gradescope(result: SubmissionResult, *, leaderboard: bool = False) -> dict[str, Any]:
    """Return the object Gradescope reads, every field of its format filled.

    Args:
        result: the submission's result.
        leaderboard: whether Gradescope is to rank learners by score and by computing time; it does so in public,
            so the field is left out unless an instructor asks for it.

    Everything is plain text (format ``text``), so nothing a learner wrote is rendered. Gradescope's own
    ``stdout`` would show the grader's log, so it is hidden; what the learner's code printed is part of
    ``output``. Where the grader itself failed, every ``score`` is left out, of the submission and of all its
    tests: Gradescope then reports a run without a grade instead of adding up a lower one. A check that the grader
    failed on has no ``status`` either, for Gradescope knows no other than passed and failed.
    """
    needs_person = result.status is Status.GRADER_ERROR
    report: dict[str, Any] = {
        "score": result.score,
        "execution_time": round(result.seconds, 3),
        "output": _output(result),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "learner": shown_line(result.learner, 300),
            "exercise": shown_line(result.exercise, 300),
            "source": shown_line(result.source, 1_000),
            "status": result.status.value,
            "max_score": result.max_score,
            "seed": result.seed,
            "confinement": [shown_line(layer, 100) for layer in result.confinement],
            "needs_a_person": needs_person,
        },
        "tests": [_test(check, position) for position, check in enumerate(result.checks, start=1)],
    }
    if needs_person:
        for scored in (report, *report["tests"]):
            scored.pop("score", None)
    elif leaderboard:
        report["leaderboard"] = [
            {"name": "Score", "value": result.score, "order": "desc"},
            {"name": "Computing time in seconds", "value": round(result.cpu_seconds, 1), "order": "asc"},
        ]
    return report


def to_gradescope_json(result: SubmissionResult, *, leaderboard: bool = False) -> str:
    """Return :func:`to_gradescope` as JSON text in plain ASCII, ending in a line end."""
    return json.dumps(to_gradescope(result, leaderboard=leaderboard), indent=1, allow_nan=False) + "\n"


def _test(check: CheckResult, position: int) -> dict[str, Any]:
    test = {
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.status is Status.PASSED else "failed",  # it knows no other
        "name": shown_line(check.description or check.name, 400),
        "name_format": "text",
        "number": str(position),
        "output": explained(check, _MESSAGE_LIMIT),
        "output_format": "text",
        "tags": [check.status.value],
        "visibility": "visible",
        "extra_data": {
            "name": shown_line(check.name, 300),
            "seconds": round(check.seconds, 3),
            "mistake": shown_line(check.mistake, 300),
        },
    }
    if check.status is Status.GRADER_ERROR:
        del test["status"]
    return test


def _output(result: SubmissionResult) -> str:
    parts = [score_line(result)]
    if result.status is Status.GRADER_ERROR:
        parts.append(GRADER_ERROR_NOTE)
    if result.problem:
        parts.append(f"Problem: {shown(result.problem, _MESSAGE_LIMIT)}")
    parts += [f"Note: {shown(note, _MESSAGE_LIMIT)}" for note in result.notes]
    for label, output in (("printed", result.stdout), ("wrote to stderr", result.stderr)):
        if output.strip():
            parts.append(f"What your code {label}:\n{shown(output, _OUTPUT_LIMIT)}")
    parts.append(confinement_line(result))
    return "\n\n".join(parts)
