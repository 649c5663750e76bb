"""Files that only need some leniency."""

import ast

import pytest

from graders.sandbox.syntax import SourceError, parse_leniently


def read(source):
    tree, notes = parse_leniently(source)
    return ast.unparse(tree), notes


def test_a_windows_path_is_read_as_it_was_meant():
    code, notes = read("x = 1\npath = 'C:\\Users\\Nala'\n")
    assert "'C:\\\\Users\\\\Nala'" in code
    assert len(notes) == 1
    assert notes[0].startswith("Line 2: ")


@pytest.mark.parametrize(
    ("code", "size"), [("def f():\n\tx = 1\n    return x", 4), ("if 1:\n        x = 1\n\ty = 2", 8)]
)
def test_a_tab_is_four_columns_or_else_eight(code, size):
    assert f"{size} spaces" in read(code)[1][0]


def test_a_broken_cell_without_definitions_is_left_out():
    code, notes = read("# In[1]:\na = 1\n# In[2]:\nb = (\n# In[3]:\nc = 3\n")
    assert code == "a = 1\nc = 3"
    assert "line 4 (" in notes[0]


@pytest.mark.parametrize(
    "source",
    [
        "a = (",
        "# In[1]:\ndef f(:\n    pass\n# In[2]:\nb = 1\n",
        "# In[1]:\n    class C:\n",
        "x = '\\N{no such name}' (",
    ],
)
def test_what_is_truly_broken_is_told_as_in_the_original(source):
    with pytest.raises(SourceError):
        parse_leniently(source)
