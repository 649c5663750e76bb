"""Everything that grades. Other packages import only the names listed here.

The names are resolved on first use, so that importing a submodule (the fork server does) stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Achievement": "graders.reports.achievement",
    "CheckResult": "graders.grading.results",
    "Earned": "graders.reports.achievement",
    "Exercise": "graders.grading.exercise",
    "ExerciseError": "graders.grading.exercise",
    "GradingService": "graders.service",
    "GradingUnavailable": "graders.service",
    "LetteringError": "graders.reports.lettering",
    "Status": "graders.grading.results",
    "SubmissionResult": "graders.grading.results",
    "achievement_bytes": "graders.reports.achievement",
    "Translation": "graders.translation.result",
    "TranslationError": "graders.translation.result",
    "list_exercises": "graders.grading.exercise",
    "translate": "graders.translation.translate",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name's home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
