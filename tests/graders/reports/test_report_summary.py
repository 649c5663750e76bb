"""What a class's results say taken together."""

from graders.grading.results import Status
from graders.reports.summary import status_counts, summarise


def test_submissions_are_counted_by_status(make_check, make_result) -> None:
    results = [
        make_result(make_check()),
        make_result(make_check("failed")),
        make_result(make_check("timed_out")),
    ]
    assert status_counts(results) == {Status.PASSED: 1, Status.FAILED: 2}


def test_scores_are_distributed_with_full_marks_apart(make_check, make_result) -> None:
    scores = (0, 9.99, 10, 55, 99.9, 100, 100)
    results = [
        make_result(make_check("passed" if score == 100 else "failed", points=score, max_points=100))
        for score in scores
    ]
    (summary,) = summarise(results)
    assert {bin_.label: bin_.count for bin_ in summary.bins if bin_.count} == {
        "0 to 9 %": 2,
        "10 to 19 %": 1,
        "50 to 59 %": 1,
        "90 to 99 %": 1,
        "100 %": 2,
    }
    assert len(summary.bins) == 11
    assert summary.median == 55
    assert summary.full_marks == 2


def test_grader_errors_count_neither_as_scores_nor_against_a_check(make_check, make_result) -> None:
    (summary,) = summarise([make_result(make_check("grader_error")), make_result(make_check(), learner="Bo")])
    assert (summary.submissions, summary.graded, summary.mean) == (2, 1, 100)
    assert summary.hardest == ()


def test_without_a_grade_there_is_no_average(make_check, make_result) -> None:
    (summary,) = summarise([make_result(make_check("grader_error"))])
    assert (summary.median, summary.mean) == (None, None)


def test_the_hardest_check_is_the_one_fewest_passed(make_check, make_result) -> None:
    def class_of(easy: str, hard: str, learner: str):
        return make_result(make_check(easy, name="easy"), make_check(hard, name="hard"), learner=learner)

    results = [
        class_of("passed", "failed", "a"),
        class_of("passed", "errored", "b"),
        class_of("failed", "passed", "c"),
        class_of("passed", "skipped", "d"),
        class_of("not_attempted", "not_attempted", "e"),
    ]
    (summary,) = summarise(results)
    assert [(check.name, check.passed, check.judged) for check in summary.hardest] == [
        ("hard", 1, 3),
        ("easy", 3, 4),
    ]


def test_a_recognised_mistake_counts_once_a_submission(make_check, make_result) -> None:
    failed = [make_check("failed", name=name, mistake="threshold", message="Stopped late.") for name in "ba"]
    (summary,) = summarise([make_result(*failed), make_result(*failed, learner="Bo")])
    (mistake,) = summary.mistakes
    assert (mistake.name, mistake.count, mistake.checks, mistake.message) == (
        "threshold",
        2,
        ("a", "b"),
        "Stopped late.",
    )


def test_messages_that_differ_by_their_numbers_are_one_mistake(make_check, make_result) -> None:
    results = [
        make_result(
            make_check("failed", message=f"Expected {n} epochs, received {n * 2.5}.\nMore: {n}"),
            learner=str(n),
        )
        for n in (2, 3, 11)
    ]
    (summary,) = summarise([*results, make_result(make_check("errored", message="KeyError: 'acc'"))])
    assert [(mistake.count, mistake.message) for mistake in summary.mistakes] == [
        (3, "Expected 2 epochs, received 5.0."),
        (1, "KeyError: 'acc'"),
    ]


def test_exercises_are_summarised_apart_in_alphabetical_order(make_check, make_result) -> None:
    summaries = summarise(
        [make_result(make_check(), exercise="zoo"), make_result(make_check(), exercise="arrays")]
    )
    assert [summary.exercise for summary in summaries] == ["arrays", "zoo"]
