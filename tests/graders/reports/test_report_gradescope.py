"""Gradescope's results.json, field by field."""

import json

import pytest

from graders.grading.results import Status
from graders.reports.gradescope import to_gradescope, to_gradescope_json

TOP_LEVEL = {
    "score",
    "execution_time",
    "output",
    "output_format",
    "test_output_format",
    "test_name_format",
    "visibility",
    "stdout_visibility",
    "extra_data",
    "tests",
    "leaderboard",
}
OF_A_TEST = {
    "score",
    "max_score",
    "status",
    "name",
    "name_format",
    "number",
    "output",
    "output_format",
    "tags",
    "visibility",
    "extra_data",
}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


def test_every_field_of_the_format_is_filled(make_check, make_result) -> None:
    report = to_gradescope(make_result(make_check(), make_check("failed", name="warns", points=0.5)))
    assert set(report) == TOP_LEVEL
    assert {report["output_format"], report["test_output_format"], report["test_name_format"]} <= FORMATS
    assert {report["visibility"], report["stdout_visibility"]} <= VISIBILITIES
    assert (report["score"], report["execution_time"], report["leaderboard"]) == (2.5, 1.25, [])
    for test in report["tests"]:
        assert set(test) == OF_A_TEST
        assert {test["name_format"], test["output_format"]} <= FORMATS
        assert test["visibility"] in VISIBILITIES
    assert [test["number"] for test in report["tests"]] == ["1", "2"]


@pytest.mark.parametrize("status", Status)
def test_gradescope_knows_passed_and_failed_and_the_tag_says_more(status, make_check, make_result) -> None:
    (test,) = to_gradescope(make_result(make_check(status)))["tests"]
    assert test["status"] == ("passed" if status is Status.PASSED else "failed")
    assert test["tags"] == [status.value]


def test_a_test_says_what_went_wrong(make_check, make_result) -> None:
    check = make_check(
        "failed", message="It went on.", expected="3", received="10", hint="Look.", mistake="threshold"
    )
    (test,) = to_gradescope(make_result(check))["tests"]
    assert test["output"] == "It went on.\nExpected: 3\nReceived: 10\nHint: Look."
    assert test["extra_data"]["mistake"] == "threshold"


def test_a_grader_error_leaves_every_score_out(make_check, make_result) -> None:
    report = to_gradescope(make_result(make_check(), make_check("grader_error", name="warns")))
    assert "score" not in report
    assert not any("score" in test for test in report["tests"])
    assert report["extra_data"]["needs_a_person"] is True
    assert "not a zero" in report["output"]


def test_output_tells_notes_printing_and_confinement(make_check, make_result) -> None:
    result = make_result(make_check(), stdout="Epoch 1\n", stderr="careful\n", notes=("Line 3 failed.",))
    output = to_gradescope(result)["output"]
    assert "Note: Line 3 failed." in output
    assert "What your code printed:\nEpoch 1" in output
    assert "What your code wrote to stderr:\ncareful" in output
    assert "Confined by: user, pid, landlock." in output


def test_hostile_text_is_plain_and_bounded(hostile_result) -> None:
    text = to_gradescope_json(hostile_result)
    assert text.isascii()
    assert "\\u0000" not in text
    assert json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")
    assert len(text) < 1_000_000
