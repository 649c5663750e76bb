"""One submission on a terminal."""

import io

import pytest
from rich.console import Console

from graders.grading.results import Status, SubmissionResult
from graders.reports.terminal import plain_class, plain_submission, render_submission
from graders.reports.wording import CHECK_WORDS, MARKS


def rendered(result: SubmissionResult, *, width: int = 100, terminal: bool = False) -> str:
    out = io.StringIO()
    Console(
        file=out, width=200, force_terminal=terminal, color_system="standard" if terminal else None
    ).print(render_submission(result, width=width))
    return out.getvalue()


@pytest.mark.parametrize("status", Status)
def test_every_verdict_is_a_word_and_a_mark(status, make_check, make_result) -> None:
    text = plain_submission(make_result(make_check(status)))
    assert f"{MARKS[status]} {CHECK_WORDS[status]}: Training stops once accuracy passes 60 %" in text


def test_marks_and_words_tell_all_verdicts_apart() -> None:
    assert len(set(MARKS.values())) == len(set(CHECK_WORDS.values())) == len(Status)


def test_a_failed_check_explains_itself(make_check, make_result) -> None:
    check = make_check(
        "failed",
        points=0.5,
        message="It went on to epoch 10.",
        expected="3 epochs",
        received="line one\nline two",
        hint="Look at logs.",
        hints=("Look at logs.", "The second hint."),
    )
    assert plain_submission(make_result(check)) == (
        "callbacks, handed in by Ana\n"
        "✗ failed: Training stops once accuracy passes 60 % (0.5 of 2 points)\n"
        "    It went on to epoch 10.\n"
        "    Expected: 3 epochs\n"
        "    Received:\n"
        "      line one\n"
        "      line two\n"
        "    Hint: Look at logs.\n"
        "Warning: Confined by: user, pid, landlock. That is too little for files of strangers: without network, "
        "seccomp.\n"
        "Score: 0.5 of 2 points (25 %), 0 of 1 check passed.\n"
    )


def test_a_passed_check_is_one_line_and_gives_no_hint_away(make_check, make_result) -> None:
    text = plain_submission(make_result(make_check(hint="Secret.", hints=("Secret.",))))
    assert "Secret" not in text
    assert len(text.splitlines()) == 4


def test_problem_and_notes_are_told(make_check, make_result) -> None:
    text = plain_submission(
        make_result(make_check(), problem="The file is empty.", notes=("Line 3 failed and was left out.",))
    )
    assert "Problem: The file is empty.\n" in text
    assert "Note: Line 3 failed and was left out.\n" in text


def test_unconfined_grading_is_a_plain_warning(make_check, make_result) -> None:
    result = make_result(make_check(), confinement=(), cpu_seconds=1.0)
    assert "Warning: Not confined: " in plain_submission(result)


def test_a_file_of_which_nothing_ran_is_no_warning(make_check, make_result) -> None:
    text = plain_submission(make_result(make_check("failed"), confinement=(), cpu_seconds=0.0))
    assert "None of this code was run." in text
    assert "Warning" not in text


def test_a_grader_error_is_not_a_zero(make_check, make_result) -> None:
    text = plain_submission(make_result(make_check(), make_check("grader_error", name="other", max_points=3)))
    assert "no points yet, worth 3" in text
    assert "not your mistake" in text
    assert "Score: not final (2 of 5 points so far, 1 of 2 checks passed)." in text


def test_only_full_marks_read_as_100_per_cent(make_check, make_result) -> None:
    almost = make_result(make_check(points=1.999, max_points=2))
    assert "(99 %)" in plain_submission(almost)
    assert "(100 %)" in plain_submission(make_result(make_check()))


def test_a_submission_without_checks_has_no_score(make_result) -> None:
    assert "Score: none yet" in plain_submission(make_result(problem="The file is a folder."))


def test_the_terminal_shows_the_same_words_in_colour(make_check, make_result) -> None:
    result = make_result(make_check("failed", message="It went on."), make_check())
    coloured = rendered(result, terminal=True)
    assert "\x1b[" in coloured
    assert rendered(result).split() == plain_submission(result).split()


def test_the_terminal_report_keeps_to_its_width(make_check, make_result) -> None:
    result = make_result(make_check("failed", message="word " * 100))
    assert max(map(len, rendered(result, width=60).splitlines())) <= 60


def test_hostile_text_cannot_drive_the_terminal(hostile_result) -> None:
    for text in (plain_submission(hostile_result), rendered(hostile_result)):
        assert text.encode("utf-8")
        assert not {c for c in text if c < " " or "\x7f" <= c < "\xa0"} - {"\n", "\t"}
        assert len(text) < 200_000


def test_a_class_is_counted_and_those_who_need_a_person_are_named(make_check, make_result) -> None:
    text = plain_class(
        [
            make_result(make_check()),
            make_result(make_check("failed"), learner="Bo"),
            make_result(make_check("grader_error"), learner="Cy"),
        ]
    )
    assert text.startswith("3 submissions graded.\n")
    assert "✓ full marks: 1\n" in text
    assert "✗ not yet full marks: 1\n" in text
    assert "Needs a person: callbacks, handed in by Cy\n" in text
    assert plain_class([]) == "No submission was graded.\n"
