import ast
from pathlib import Path

import pytest

from graders.sandbox.definitions import definitions_in, definitions_of
from graders.sandbox.loader import describe
from graders.sandbox.syntax import SourceError, parse


def test_definitions_are_found_with_kind_line_and_parameters():
    found = definitions_of(
        "RATE = 0.1\n"
        "def split(source, *parts, size=1, **rest):\n    pass\n"
        "class Stop:\n    def __init__(self, target):\n        pass\n"
    )
    assert {name: (entry["kind"], entry["line"]) for name, entry in found.items()} == {
        "RATE": ("other", 1),
        "split": ("function", 2),
        "Stop": ("class", 4),
    }
    assert found["split"]["parameters"] == ["source", "*parts", "size", "**rest"]
    assert found["Stop"]["parameters"] == ["target"]


@pytest.mark.parametrize(
    "same",
    [
        "def f(x):\n    return x + 1",
        "# a comment\n\n\ndef f( x ):\n        return (x + 1)  # same\n",
        'def f(x):\n    """Say more."""\n    return x + 1',
    ],
)
def test_the_digest_ignores_layout_comments_and_docstrings(same):
    reference = 'def f(x):\n    """Add one."""\n    return x + 1'
    assert definitions_of(same)["f"]["digest"] == definitions_of(reference)["f"]["digest"]


def test_the_digest_tells_other_code_apart():
    assert (
        definitions_of("def f(x): return x")["f"]["digest"]
        != definitions_of("def f(x): return x + 1")["f"]["digest"]
    )


def test_taking_a_digest_leaves_the_docstring_in_the_tree():
    tree = parse('def f():\n    """Keep me."""\n')
    definitions_in(tree)
    assert ast.get_docstring(tree.body[0]) == "Keep me."


def test_definitions_inside_if_and_try_are_found():
    found = definitions_of(
        "try:\n    import a\nexcept ImportError:\n    def f(): pass\nif True:\n    class C: pass\n"
    )
    assert set(found) == {"f", "C"}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def f(:\n", 1),
        ("x = 1\n  y = 2\n", 2),
        ("x = '\0'", None),
        ("x = '\ud800'", None),
        ("(" * 5000, 1),
        ("x = " + "-" * 100_000 + "1", None),
    ],
)
def test_what_is_no_python_is_one_kind_of_error_with_bounded_text(source, line):
    with pytest.raises(SourceError) as caught:
        parse(source)
    problem = caught.value.to_json()
    assert problem["message"]
    assert len(problem["text"]) <= 300
    if line is not None:
        assert problem["line"] == line


def test_a_byte_order_mark_is_no_error():
    assert definitions_of("\ufeffx = 1") == definitions_of("x = 1")


def test_an_exception_is_described_in_one_bounded_line():
    assert describe(ValueError("two\nlines")) == "ValueError: two lines."
    assert len(describe(ValueError("x" * 10_000))) < 310


def test_the_graders_never_need_tensorflow_to_read_a_file():
    text = (Path(__file__).parents[3] / "graders/sandbox/loader.py").read_text()
    assert "tensorflow" not in {
        name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names
    }
