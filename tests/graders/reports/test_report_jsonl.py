"""results.jsonl, line by line."""

import json

import pytest

from graders.reports.jsonl import Record, read_lines, to_line


def test_a_line_holds_the_result_and_its_key(make_check, make_result) -> None:
    result = make_result(make_check())
    line = to_line(result, "Ana:callbacks:1f2e")
    assert json.loads(line) == result.to_json() | {"key": "Ana:callbacks:1f2e"}
    assert line.endswith("}\n")


def test_hostile_results_survive_as_one_ascii_line(hostile_result, hostile_text) -> None:
    line = to_line(hostile_result, hostile_text)
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert read_lines(line.encode()).records == (Record(hostile_text, hostile_result),)


def test_a_last_line_cut_anywhere_is_left_out(make_check, make_result) -> None:
    first = to_line(make_result(make_check()), "first").encode()
    second = to_line(make_result(make_check("failed")), "second").encode()
    for length in range(len(second)):
        contents = read_lines(first + second[:length])
        assert [record.key for record in contents.records] == ["first"]
        assert contents.intact == len(first)


def test_an_empty_file_holds_nothing() -> None:
    assert read_lines(b"").records == ()


@pytest.mark.parametrize(
    "damage",
    [b"{\n", b"\x00\x00\n", b"[]\n", b'{"schema": 1}\n', b'{"schema": 99}\n', b"\xff\n", b"[" * 9999 + b"\n"],
)
def test_a_damaged_whole_line_is_named(damage: bytes, make_check, make_result) -> None:
    line = to_line(make_result(make_check())).encode()
    with pytest.raises(ValueError, match="line 2 is not a result"):
        read_lines(line + damage + line)


def test_numbers_that_json_cannot_hold_are_refused(make_check, make_result) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        to_line(make_result(make_check(points=float("nan"))))
