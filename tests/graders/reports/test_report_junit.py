"""junit.xml, parsed back."""

import xml.etree.ElementTree as ET

import pytest

from graders.grading.results import Status, SubmissionResult
from graders.reports.junit import to_junit


def parsed(*results: SubmissionResult) -> ET.Element:
    return ET.fromstring(to_junit(results).encode())


def test_one_suite_a_submission_and_one_case_a_check(make_check, make_result) -> None:
    root = parsed(
        make_result(make_check(), make_check("failed", name="warns", message="No warning came.")),
        make_result(make_check(), learner="Bo"),
    )
    assert [suite.get("name") for suite in root] == ["Ana/callbacks", "Bo/callbacks"]
    assert [case.get("name") for case in root[0].iter("testcase")] == ["stops_training", "warns"]
    assert (root[0].get("tests"), root[0].get("failures"), root[0].get("time")) == ("2", "1", "1.250")
    assert (root.get("tests"), root.get("failures"), root.get("time")) == ("3", "1", "2.500")
    failure = root[0].find("testcase/failure")
    assert failure is not None
    assert failure.text is not None
    assert "No warning came." in failure.text
    assert "(0 of 2 points)" in failure.text


@pytest.mark.parametrize(
    ("status", "tag", "counter"),
    [
        ("failed", "failure", "failures"),
        ("errored", "error", "errors"),
        ("timed_out", "error", "errors"),
        ("out_of_memory", "error", "errors"),
        ("grader_error", "error", "errors"),
        ("skipped", "skipped", "skipped"),
        ("not_attempted", "skipped", "skipped"),
    ],
)
def test_wrong_unjudged_and_left_out_are_told_apart(status, tag, counter, make_check, make_result) -> None:
    (suite,) = parsed(make_result(make_check(status)))
    outcome = suite.find(f"testcase/{tag}")
    assert outcome is not None
    assert outcome.get("type") == status
    assert {name: suite.get(name) for name in ("failures", "errors", "skipped")} == {
        name: "1" if name == counter else "0" for name in ("failures", "errors", "skipped")
    }


def test_a_passed_check_has_no_outcome_element(make_check, make_result) -> None:
    (suite,) = parsed(make_result(make_check()))
    (case,) = suite.iter("testcase")
    assert list(case) == []


def test_score_seed_and_confinement_are_properties(make_check, make_result) -> None:
    (suite,) = parsed(make_result(make_check()))
    properties = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert properties["score"] == "2.0"
    assert properties["seed"] == "7"
    assert properties["confinement"] == "user, pid, landlock"


def test_a_submission_without_checks_is_one_error(make_result) -> None:
    (suite,) = parsed(make_result(problem="The file is a folder."))
    error = suite.find("testcase/error")
    assert error is not None
    assert error.get("message") == "The file is a folder."
    assert (suite.get("tests"), suite.get("errors")) == ("1", "1")


def test_output_is_kept_in_bounds(make_check, make_result) -> None:
    (suite,) = parsed(make_result(make_check(), stdout="Epoch 1\n", stderr="x" * 1_000_000))
    assert suite.findtext("system-out") == "Epoch 1"
    assert len(suite.findtext("system-err") or "") < 21_000


def test_hostile_text_never_breaks_the_xml(hostile_result) -> None:
    (suite,) = parsed(hostile_result)
    assert suite.get("tests") == str(len(Status))
    assert len(to_junit([hostile_result])) < 1_000_000


def test_an_empty_class_is_an_empty_document() -> None:
    assert parsed().get("tests") == "0"
