"""The checks of the benchmark's exercise ``arrays``, which trains nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from graders.grading import SubmissionProxy, Wrong


def _expect(received: Any, expected: Any, function: str) -> None:
    same = isinstance(received, np.ndarray) and received.shape == np.shape(expected)
    if not same or not np.allclose(received, expected):
        raise Wrong(f"{function} returns something else.", expected=expected, received=received)


def test_scale(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`scale` divides by 255."""
    submission.require("scale")
    for height, width in ((28, 28), (5, 9)):
        images = rng.integers(0, 256, (int(rng.integers(1, 9)), height, width), dtype=np.uint8)
        _expect(submission.call("scale", images), images / 255, "scale")


def test_one_hot(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`one_hot` encodes labels."""
    submission.require("one_hot")
    for classes in (2, 10):
        labels = rng.integers(0, classes, 20)
        _expect(submission.call("one_hot", labels, classes), np.eye(classes)[labels], "one_hot")


def test_split(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split` cuts once."""
    submission.require("split")
    for fraction in (0.25, 0.8):
        items = rng.random(40)
        answer = submission.call("split", items, fraction)
        if not isinstance(answer, list) or len(answer) != 2:
            raise Wrong("split returns two arrays.", expected="two arrays", received=answer)
        _expect(answer[0], items[: int(40 * fraction)], "split")
        _expect(answer[1], items[int(40 * fraction) :], "split")


def test_accuracy(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`accuracy` counts hits."""
    submission.require("accuracy")
    outputs, labels = rng.random((50, 4)), rng.integers(0, 4, 50)
    answer = submission.call("accuracy", outputs, labels)
    wanted = float(np.mean(outputs.argmax(-1) == labels))
    if not isinstance(answer, float) or abs(answer - wanted) > 1e-9:
        raise Wrong("accuracy returns another number.", expected=wanted, received=answer)
