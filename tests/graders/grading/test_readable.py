"""Values in the words of a report."""

import numpy as np
import pytest

from graders.grading.readable import readable
from graders.sandbox import Opaque

PICTURE = np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        (0.123456789, "0.1235"),
        (float("nan"), "nan (not a number)"),
        (True, "True"),
        (None, "None"),
        ([1, 2.5, "a", None], "[1, 2.5, 'a', None]"),
        ({"loss": [0.25, 0.125], "stopped": False}, "{'loss': [0.25, 0.125], 'stopped': False}"),
        (np.array([[1, 2], [3, 4]], np.int64), "array of shape (2, 2), int64: [[1, 2], [3, 4]]"),
        (np.array([0.5, np.nan]), "array of shape (2,), float64: [0.5, nan]"),
        (
            PICTURE,
            "array of shape (28, 28), float32, values from 0 to 1: "
            "[0. , 0.0013, 0.0026, 0.0038, 0.0051, 0.0064, …]",
        ),
        (np.zeros((0, 3)), "an empty array of shape (0, 3), float64"),
        (
            np.arange(20) < 5,
            "array of shape (20,), bool, 5 of 20 true: [ True, True, True, True, True, False, …]",
        ),
        (Opaque("Sequential", "a model"), "Sequential: a model"),
        (Opaque("Sequential", "<Sequential name=sequential>"), "an object of class Sequential"),
        (list(range(1000)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (1000 in all)]"),
        (10**1200, "a whole number of about 1201 digits"),
    ],
)
def test_values_are_shown_readably(value, text):
    assert readable(value) == text


def test_numbers_that_are_none_are_counted_in_a_large_array():
    values = np.ones(100)
    values[:3] = np.nan, np.inf, -np.inf
    assert "values from 1 to 1, 3 of them nan or infinite" in readable(values)
    assert "all 100 values nan or infinite" in readable(np.full(100, np.nan))


def test_long_and_deep_values_are_cut():
    deep = []
    for _ in range(1000):
        deep = [deep]
    for value in ("x" * 100_000, list(range(100_000)), {str(n): n for n in range(10_000)}, deep):
        assert len(readable(value)) < 700
