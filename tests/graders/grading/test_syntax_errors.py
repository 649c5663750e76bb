"""One syntax error, for a beginner."""

import pytest

from graders.grading.syntax_errors import syntax_message
from graders.sandbox.syntax import SourceError, parse


def message_of(source: str) -> str:
    with pytest.raises(SourceError) as caught:
        parse(source)
    return syntax_message("callbacks.py", caught.value.to_json())


def test_the_caret_stands_under_the_place():
    lines = message_of("def f(x):\n    if x > 1)\n        pass\n").split("\n")
    assert lines[0].startswith("callbacks.py is not valid Python. Line 2: ")
    assert lines[1] == "    if x > 1)"
    assert lines[1][lines[2].index("^")] == ")"


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("x = “a”", "straight quotes"),
        ("x =\u00a01", "copied from a web page"),
        ("x = (1,\ny = 2", "closing bracket"),
        ("x = 'a\ny = 2", "missing quote"),
        ("def f():\nx = 1", "at least pass"),
        ("x = 1\n  y = 2", "four spaces"),
        ("if True:\n    x = 1\n  y = 2", "four spaces"),
        ("if x > 1\n    y = 2", "ends with a colon"),
        ("model = \n", "the one above"),
    ],
)
def test_the_usual_cause_is_told(source, cause):
    assert cause in message_of(source)


def test_the_caret_keeps_its_place_behind_wide_characters():
    told = syntax_message("a.py", {"message": "m", "line": 1, "column": 5, "text": "\tx猫 y ="})
    assert told.split("\n")[1:] == ["    x猫 y =", "        ^"]


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"message": None, "line": "1", "column": 10**9, "text": "x" * 10_000},
        {"message": "m", "line": -1, "column": -5, "text": "\n\n"},
    ],
)
def test_anything_that_a_child_reports_makes_a_bounded_message(error):
    assert len(syntax_message("a.py", error)) < 1500
