"""IPython's lines become Python on the same lines."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.grading.magics import comment_magics


@pytest.mark.parametrize(
    "line",
    [
        "!wget http://x/y.zip",
        "%matplotlib inline",
        "%%time",
        "  !ls",
        "files = !ls",
        "a, b = %timeit -o f()",
        "?print",
        "??print",
        "print?",
        "tf.keras??",
        "%tensorflow_version 2.x",
        "pip install -q tensorflow",
        "cd /content",
        "wget -O /tmp/x https://x",
    ],
)
def test_a_magic_line_becomes_pass_on_the_same_line(line):
    source = comment_magics(f"if True:\n    a = 1\n{line}\nb = 2")
    assert source.split("\n")[2].strip().startswith("pass  # ")
    assert source.count("\n") == 3


@pytest.mark.parametrize(
    "text",
    [
        "x = a % b",
        "print('%d' % 3)",
        "a != b",
        "x = (a\n  %b)",
        "x = a \\\n  %b",
        'x = """\n!ls\n%d\n"""',
        "x = 'it\\'s' # '\ny = [1,\n     2]",
        "ls -la",
        "cp = 3\nmv in cp",
        "pip.main()",
        "git(1)",
    ],
)
def test_ordinary_python_is_left_alone(text):
    assert comment_magics(text) == text


def test_a_command_over_several_lines_goes_as_a_whole():
    source = comment_magics("!wget \\\n  https://x \\\n  -O /tmp/x\na = 1")
    assert [ast.unparse(node) for node in ast.parse(source).body] == ["pass", "a = 1"]
    assert source.count("\n") == 3


def test_a_block_that_holds_only_a_magic_stays_a_block():
    assert len(ast.parse(comment_magics("if True:\n    !ls\nb = 2")).body) == 2


def test_an_unfinished_string_in_one_cell_does_not_hide_the_magics_of_the_next():
    assert "pass  # !ls" in comment_magics("# In[1]:\nx = ('''\n# In[2]:\n!ls\n")


@pytest.mark.parametrize("mark", ["# In[1]:", "#%%", "# %% title", "# <codecell>"])
def test_a_cell_in_another_language_becomes_a_comment_up_to_the_next_mark(mark):
    source = comment_magics(f"{mark}\n\n%%bash\nrm -rf x\n{mark}\na = 1")
    assert [ast.unparse(node) for node in ast.parse(source).body] == ["pass", "a = 1"]


def test_a_cell_that_is_timed_keeps_its_code():
    assert "a = 1" in [ast.unparse(node) for node in ast.parse(comment_magics("%%time\na = 1")).body]


def test_a_cell_that_writes_a_module_writes_it():
    source = comment_magics("%%writefile rates.py\nRATE = 1\n")
    assert source.startswith("__import__('pathlib').Path('rates.py').write_text('RATE = 1\\n")
    assert comment_magics("%%writefile ../x.py\nRATE = 1").startswith("pass")


@given(st.text(alphabet="ab =%!?'\"\\#()[]\n\t", max_size=60))
def test_any_text_keeps_its_number_of_lines(text):
    assert comment_magics(text).count("\n") == text.count("\n")
