"""Gradescope's results.json, field by field.

The schema is written from Gradescope's specification of the format ("Autograder specifications"); it is stricter than
Gradescope, which takes fields that it does not know for ones of later versions.
"""

import json

import jsonschema
import pytest

from graders.grading.results import Status
from graders.reports.gradescope import to_gradescope, to_gradescope_json

FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
POINTS = {"type": "number", "minimum": 0}


def strict(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


TEST = strict(
    {
        "score": POINTS,
        "max_score": POINTS,
        "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string", "minLength": 1},
        "name_format": FORMAT,
        "number": {"type": "string"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "tags": {"type": "array", "items": {"type": "string"}},
        "visibility": VISIBILITY,
        "extra_data": {"type": "object"},
    }
)
LEADERBOARD = strict(
    {"name": {"type": "string"}, "value": {"type": ["number", "string"]}, "order": {"enum": ["asc", "desc"]}}
)
SCHEMA = strict(
    {
        "score": POINTS,
        "execution_time": {"type": "number", "minimum": 0},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {"type": "array", "items": TEST},
        "leaderboard": {"type": "array", "items": LEADERBOARD | {"required": ["name", "value"]}},
    }
)


def valid(report: dict[str, object]) -> dict[str, object]:
    jsonschema.validate(report, SCHEMA)
    return report


def test_every_field_of_the_format_is_filled_but_the_leaderboard(make_check, make_result) -> None:
    result = make_result(make_check(), make_check("failed", name="warns", points=0.5))
    report = valid(to_gradescope(result))
    assert set(report) == set(SCHEMA["properties"]) - {"leaderboard"}
    assert all(set(test) == set(TEST["properties"]) for test in report["tests"])
    assert (report["score"], report["execution_time"]) == (2.5, 1.25)
    assert [test["number"] for test in report["tests"]] == ["1", "2"]


def test_the_score_is_the_sum_of_the_tests(make_check, make_result) -> None:
    checks = [make_check(name=f"n{n}", points=0.1, max_points=1.0, status="failed") for n in range(7)]
    report = valid(to_gradescope(make_result(*checks)))
    assert report["score"] == pytest.approx(sum(test["score"] for test in report["tests"]))
    assert report["extra_data"]["max_score"] == sum(test["max_score"] for test in report["tests"])


def test_learners_see_the_feedback_and_not_the_grader_s_log(make_check, make_result) -> None:
    report = to_gradescope(make_result(make_check()))
    assert (report["visibility"], report["stdout_visibility"]) == ("visible", "hidden")
    assert {test["visibility"] for test in report["tests"]} == {"visible"}


def test_a_leaderboard_is_there_on_request_only(make_check, make_result) -> None:
    result = make_result(make_check(), cpu_seconds=3.21)
    board = valid(to_gradescope(result, leaderboard=True))["leaderboard"]
    assert [(row["name"], row["value"], row["order"]) for row in board] == [
        ("Score", 2.0, "desc"),
        ("Computing time in seconds", 3.2, "asc"),
    ]
    failed = make_result(make_check("grader_error"))
    assert "leaderboard" not in valid(to_gradescope(failed, leaderboard=True))


@pytest.mark.parametrize("status", Status)
def test_gradescope_knows_passed_and_failed_and_the_tag_says_more(status, make_check, make_result) -> None:
    (test,) = valid(to_gradescope(make_result(make_check(status))))["tests"]
    expected = {Status.PASSED: "passed", Status.GRADER_ERROR: None}.get(status, "failed")
    assert test.get("status") == expected
    assert test["tags"] == [status.value]


def test_a_test_says_what_went_wrong(make_check, make_result) -> None:
    check = make_check(
        "failed", message="It went on.", expected="3", received="10", hint="Look.", mistake="threshold"
    )
    (test,) = to_gradescope(make_result(check))["tests"]
    assert test["output"] == "It went on.\nExpected: 3\nReceived: 10\nHint: Look."
    assert test["extra_data"]["mistake"] == "threshold"


def test_a_grader_error_leaves_every_score_out(make_check, make_result) -> None:
    report = valid(to_gradescope(make_result(make_check(), make_check("grader_error", name="warns"))))
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
    text = to_gradescope_json(hostile_result, leaderboard=True)
    report = valid(json.loads(text))
    # Plain text is never rendered, so markup in it needs no escaping: it must only be declared as text everywhere.
    formats = [report[name] for name in ("output_format", "test_output_format", "test_name_format")]
    formats += [test[name] for test in report["tests"] for name in ("name_format", "output_format")]
    assert set(formats) == {"text"}
    assert text.isascii()
    assert "\\u0000" not in text
    assert json.dumps(report, ensure_ascii=False).encode("utf-8")
    assert len(text) < 1_000_000
