"""From whatever a check raises to a verdict for the learner."""

import pytest

from graders.grading.results import Status
from graders.grading.verdicts import (
    NeedsFailed,
    NotAttempted,
    Verdict,
    Wrong,
    check_result,
    verdict_of,
)
from graders.sandbox import (
    ChildDied,
    Frame,
    LearnerError,
    OutOfMemory,
    ProtocolError,
    SandboxError,
    TimedOut,
)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (None, Status.PASSED),
        (Wrong("no"), Status.FAILED),
        (NotAttempted("f"), Status.NOT_ATTEMPTED),
        (NeedsFailed(("the first",)), Status.SKIPPED),
        (LearnerError("ValueError", "no"), Status.ERRORED),
        (ChildDied("exit code 0"), Status.ERRORED),
        (ProtocolError("garbage"), Status.ERRORED),
        (TimedOut(5, "cpu"), Status.TIMED_OUT),
        (OutOfMemory(2**30), Status.OUT_OF_MEMORY),
        (SandboxError("no server"), Status.GRADER_ERROR),
        (KeyError("a bug of ours"), Status.GRADER_ERROR),
        (AssertionError("a bug of ours"), Status.GRADER_ERROR),
    ],
)
def test_each_outcome_has_its_verdict(error, status):
    assert verdict_of(error).status is status


def test_a_learners_error_shows_their_own_line_and_a_likely_cause():
    frame = Frame("callbacks.py", 4, "on_epoch_end", "if logs['acc'] > 0.6:")
    verdict = verdict_of(LearnerError("KeyError", "'acc'", (frame,)))
    assert "callbacks.py, line 4, in on_epoch_end" in verdict.message
    assert "if logs['acc'] > 0.6:" in verdict.message
    assert "'accuracy'" in verdict.message
    assert verdict.mistake == "metric_key_acc"


def test_only_a_pass_earns_points():
    for status in Status:
        result = check_result(
            Verdict(status), name="a", description="b", max_points=3.0, hints=("h",), seconds=0
        )
        assert result.points == (3.0 if status is Status.PASSED else 0.0)


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (Status.FAILED, "try"),
        (Status.ERRORED, "try"),
        (Status.PASSED, ""),
        (Status.SKIPPED, ""),
        (Status.GRADER_ERROR, ""),
    ],
)
def test_a_hint_is_given_where_trying_again_makes_sense(status, hint):
    result = check_result(
        Verdict(status), name="a", description="b", max_points=1, hints=("try", "more"), seconds=0
    )
    assert result.hint == hint


def test_nothing_returned_is_said_to_be_a_missing_return():
    assert "without return" in Wrong("no", received=None).received
    assert Wrong("no").received == ""


def test_notes_on_an_error_are_told_after_the_learners_lines():
    frame = Frame("callbacks.py", 9, "train_mnist", "plt.plot(x)")
    message = verdict_of(
        LearnerError("NameError", "name 'plt' is not defined", (frame,), ("Line 3 failed.",))
    ).message
    assert message.index("plt.plot(x)") < message.index("Line 3 failed.")


def test_a_learners_text_cannot_steer_or_stop_a_terminal():
    verdict = Verdict(Status.ERRORED, "red\x1b[31m\ud800\n\ttab, café, 😀", "\x07", "\u202e")
    result = check_result(verdict, name="a", description="b", max_points=1, hints=(), seconds=0)
    assert result.message == "red\\x1b[31m\\ud800\n\ttab, café, 😀"
    assert (result.expected, result.received) == ("\\x07", "\\u202e")
