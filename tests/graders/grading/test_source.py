"""From a learner's bytes to Python source."""

import json

import pytest

from graders.grading.source import UnreadableSource, read_source


def notebook(*cells: dict) -> bytes:
    return json.dumps({"cells": list(cells), "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()


def code(*lines: str) -> dict:
    return {"cell_type": "code", "source": [line + "\n" for line in lines]}


@pytest.mark.parametrize(
    "content",
    [
        b"x = 1\n",
        b"\xef\xbb\xbfx = 1\n",
        b"x = 1\r\n",
        b"x = 1\r",
        "x = 1\n".encode("utf-16"),
    ],
    ids=["plain", "byte-order mark", "CRLF", "CR", "UTF-16"],
)
def test_every_common_encoding_reads_as_the_same_source(content):
    assert read_source(content, "a.py") == "x = 1\n"


def test_bytes_of_an_old_windows_editor_are_read_as_cp1252():
    assert read_source(b"name = 'caf\xe9'\n", "a.py") == "name = 'café'\n"


def test_a_coding_line_is_honoured():
    assert read_source("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), "a.py").endswith("x = 'é'\n")


def test_a_coding_line_that_names_no_encoding_does_not_stop_the_reading():
    assert "x = 1" in read_source(b"# coding: no-such-codec\nx = 1\n", "a.py")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.py", "is empty"),
        (b" \n\t", "a.py", "is empty"),
        (b"\x7fELF\x00\x01", "a.py", "binary"),
        (b"x" * 1_000_001, "a.py", "at most 1 MB"),
        (b"{not json", "a.ipynb", "not valid JSON"),
        (b"[1, 2]", "a.ipynb", "no list of cells"),
        (b"[" * 100_000, "a.ipynb", "not valid JSON"),
        (notebook({"cell_type": "markdown", "source": "hello"}), "a.ipynb", "no code cell"),
        (notebook(code("x" * 600_000), code("x" * 600_000)), "a.ipynb", "1 MB of code"),
    ],
)
def test_a_file_that_is_no_source_is_refused_in_one_sentence(content, name, sentence):
    with pytest.raises(UnreadableSource, match=sentence):
        read_source(content, name)


def test_a_notebook_becomes_its_code_cells_in_order():
    content = notebook(code("a = 1"), {"cell_type": "markdown", "source": "text"}, code("b = 2"))
    source = read_source(content, "a.ipynb")
    assert source.index("a = 1") < source.index("b = 2")
    assert "text" not in source


def test_a_cell_with_its_source_as_one_string_is_read_too():
    assert "a = 1" in read_source(notebook({"cell_type": "code", "source": "a = 1"}), "a.ipynb")


def test_worksheets_of_an_old_notebook_are_read_in_order():
    sheets = [{"cells": [{"cell_type": "code", "input": [f"{name} = 1"]}]} for name in "ab"]
    source = read_source(json.dumps({"worksheets": sheets, "nbformat": 3}).encode(), "a.ipynb")
    assert source.index("a = 1") < source.index("b = 1")


def test_a_notebook_that_was_only_renamed_is_read_as_one():
    content = notebook(code("a = 1"))
    assert read_source(content, "callbacks.py") == read_source(content, "callbacks.ipynb")


@pytest.mark.parametrize("text", ["{}", '{"cells": 1}', '{"a": "b"}  # "cells"'])
def test_python_that_begins_with_a_brace_is_no_notebook(text):
    assert read_source(text.encode(), "a.py") == text


def test_lone_surrogates_from_broken_notebook_escapes_do_not_survive():
    content = b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}'
    read_source(content, "a.ipynb").encode("utf-8")
