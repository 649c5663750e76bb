"""Plain explanations of exceptions that learners of this course really meet."""

from __future__ import annotations

import re
from dataclasses import replace

from graders.grading.known_errors import PYTHON_ERRORS, Diagnosis
from graders.grading.known_keras_errors import KERAS_ERRORS

__all__ = ["DIAGNOSES", "Diagnosis", "diagnose"]

DIAGNOSES: tuple[Diagnosis, ...] = (*KERAS_ERRORS, *PYTHON_ERRORS)

_MAX_MESSAGE = 4_000
_MAX_GROUP = 80


def diagnose(type_name: str, message: str, line: str = "") -> Diagnosis | None:
    """Return the first diagnosis whose pattern matches, with its explanation filled in, or None.

    Args:
        type_name: the exception's class name, e.g. ``"TypeError"``.
        message: its text.
        line: the learner's own line in which it was raised, if there is one.
    """
    text = f"{type_name}: {message[:_MAX_MESSAGE]}"
    for known in DIAGNOSES:
        match = re.search(known.pattern, text)
        if match and re.search(known.line, line[:_MAX_MESSAGE]):
            explanation = known.explanation
            for name, value in match.groupdict().items():
                explanation = explanation.replace(f"{{{name}}}", (value or "")[:_MAX_GROUP])
            return replace(known, explanation=explanation)
    return None
