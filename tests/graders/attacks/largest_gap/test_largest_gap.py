"""The checks of the exercise that attacks are tried on. Run by ``attack_run.py``, never collected by pytest."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from graders.grading import SubmissionProxy, Wrong


def _expect(submission: SubmissionProxy, values: Any, expected: float, kind: type) -> None:
    answer = submission.call("largest_gap", values)
    if type(answer) is not kind or not abs(answer - expected) < 1e-9:
        raise Wrong(
            "The largest difference between neighbours is another one.", expected=expected, received=answer
        )


def test_of_numbers(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`largest_gap` finds the largest gap in a list of whole numbers."""
    submission.require("largest_gap")
    for _ in range(3):
        values = [int(value) for value in rng.integers(-1000, 1000, 12)]
        _expect(submission, values, max(abs(b - a) for a, b in pairwise(values)), int)


def test_of_arrays(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`largest_gap` finds the largest gap in an array of floats."""
    values = rng.normal(size=50)
    _expect(submission, values, float(np.abs(np.diff(values)).max()), float)


def test_without_neighbours(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`largest_gap` of fewer than two values is 0."""
    for values in ([], [int(rng.integers(1, 1000))], [0]):
        _expect(submission, values, 0, int)
