"""Results and their JSON form."""

import json

import pytest

from graders.grading.results import CheckResult, Status, SubmissionResult


def check(status, points=0.0, name="a"):
    return CheckResult(name, "does it", status, points, 2.0, message="why", hints=("try",), mistake="known")


def result(*checks):
    return SubmissionResult("anna", "callbacks", checks, confinement=("user", "pid"), seed=7, notes=("n",))


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([Status.PASSED, Status.PASSED], Status.PASSED),
        ([Status.PASSED, Status.FAILED], Status.FAILED),
        ([Status.NOT_ATTEMPTED, Status.SKIPPED], Status.NOT_ATTEMPTED),
        ([Status.PASSED, Status.TIMED_OUT], Status.FAILED),
        ([Status.PASSED, Status.GRADER_ERROR], Status.GRADER_ERROR),
        ([], Status.GRADER_ERROR),
    ],
)
def test_a_submission_is_summed_up_in_one_word(statuses, expected):
    assert result(*map(check, statuses)).status is expected


def test_the_score_is_the_sum_of_points():
    both = result(check(Status.PASSED, 2.0), check(Status.FAILED))
    assert (both.score, both.max_score) == (2.0, 4.0)


def test_a_result_survives_json():
    whole = result(check(Status.PASSED, 2.0), check(Status.OUT_OF_MEMORY, name="b"))
    assert SubmissionResult.from_json(json.loads(json.dumps(whole.to_json()))) == whole


def test_a_result_of_another_schema_is_refused():
    data = result(check(Status.PASSED)).to_json() | {"schema": 99}
    with pytest.raises(ValueError, match="expected schema 1"):
        SubmissionResult.from_json(data)
