"""A grade, check by check, as a learner reads it: verdict, points, what came, and hints one at a time."""

from __future__ import annotations

import itertools
import textwrap
from dataclasses import dataclass

import streamlit as st

from graders import CheckResult, Status, SubmissionResult

UNREADABLE = "unreadable_file"  # the mistake of every check whose submission is no source at all
_MARKDOWN = frozenset("\\`*_{}[]()<>#+-!|$:~&")


@dataclass(frozen=True)
class Verdict:
    """How one status is shown: never by colour alone."""

    words: str
    mark: str
    colour: str


VERDICTS = {
    Status.PASSED: Verdict("Passed", ":material/check_circle:", "green"),
    Status.FAILED: Verdict("Not yet", ":material/cancel:", "red"),
    Status.NOT_ATTEMPTED: Verdict("Not started", ":material/radio_button_unchecked:", "gray"),
    Status.SKIPPED: Verdict("Waits for an earlier check", ":material/pending:", "gray"),
    Status.ERRORED: Verdict("Your code raised an error", ":material/error:", "red"),
    Status.TIMED_OUT: Verdict("Took too long", ":material/timer_off:", "red"),
    Status.OUT_OF_MEMORY: Verdict("Used too much memory", ":material/memory:", "red"),
    Status.GRADER_ERROR: Verdict("Our fault, not graded", ":material/build:", "orange"),
}


def headline(result: SubmissionResult) -> str:
    """Return the whole grade in one sentence."""
    score = f"{result.score:g} of {result.max_score:g} points"
    if result.status is Status.PASSED:
        return f"{score}: every check passed. Well done!"
    if result.status is Status.NOT_ATTEMPTED:
        return f"{score}: nothing is written yet. Start with the first check below."
    if result.status is Status.GRADER_ERROR:
        return (
            f"{score} so far: a fault of ours stopped some checks. It costs you nothing; please check again."
        )
    passed = sum(check.status is Status.PASSED for check in result.checks)
    return f"{score}: {passed} of {len(result.checks)} checks passed."


def unreadable(result: SubmissionResult) -> str:
    """Return why the file could not be read at all, or an empty text; then no check has more to say."""
    told = (check.message for check in result.checks if check.mistake == UNREADABLE)
    return result.problem or next(told, "")


@st.fragment
def show(result: SubmissionResult, key: str) -> None:
    """Draw a grade.

    Args:
        result: what grading found.
        key: prefix of the widgets' keys; a new grade needs a new key, so that its hints start hidden.
    """
    problem = unreadable(result)
    if problem:
        st.error(plain_text(problem), icon=":material/error:")
        return
    st.subheader("What the checks found", anchor=False)
    share = result.score / result.max_score if result.max_score else 0.0
    st.progress(min(1.0, max(0.0, share)), text=headline(result))
    for check in result.checks:
        _check(check, key)
    for note in result.notes:
        _message(note)
    _output(result)


def _check(check: CheckResult, key: str) -> None:
    verdict = VERDICTS[check.status]
    unit = "point" if check.max_points == 1 else "points"
    with st.container(border=True, key=f"{key}-{check.name}", gap="small"):
        st.markdown(
            f":{verdict.colour}[{verdict.mark} **{verdict.words}**]"
            f" · {check.points:g} of {check.max_points:g} {unit}"
        )
        st.markdown(check.description)
        if check.status is Status.SKIPPED:
            st.caption(plain_text(check.message))
        else:
            _message(check.message)
        if check.expected or check.received:
            _expected_and_received(check)
        if check.status not in (Status.PASSED, Status.SKIPPED, Status.GRADER_ERROR):
            _hints(check, key)


def _message(message: str) -> None:
    """Draw a message: sentences as text, indented lines (code, a traceback) as code."""
    for indented, lines in itertools.groupby(
        message.splitlines(), key=lambda line: line.startswith((" ", "\t"))
    ):
        block = "\n".join(lines)
        if indented:
            st.code(textwrap.dedent(block), language=None, wrap_lines=True)
        elif block.strip():
            st.markdown("  \n".join(plain_text(line) for line in block.splitlines()))


def _expected_and_received(check: CheckResult) -> None:
    expected, received = st.columns(2)
    with expected:
        st.caption("Expected")
        st.code(check.expected or "-", language=None, wrap_lines=True)
    with received:
        st.caption("Received")
        st.code(check.received or "-", language=None, wrap_lines=True)


def _hints(check: CheckResult, key: str) -> None:
    shown_key = f"{key}-{check.name}-hints-shown"
    shown = st.session_state.setdefault(shown_key, 0)
    for place, hint in enumerate(check.hints[:shown], 1):
        st.info(f"**Hint {place}.** {hint}", icon=":material/lightbulb:")
    if shown < len(check.hints):

        def reveal() -> None:
            st.session_state[shown_key] = shown + 1

        words = "Show a hint" if shown == 0 else "Show the next hint"
        st.button(
            f"{words} ({shown + 1} of {len(check.hints)})",
            key=f"{key}-{check.name}-hint",
            icon=":material/lightbulb:",
            on_click=reveal,
        )


def _output(result: SubmissionResult) -> None:
    for title, text in (
        ("What your code printed", result.stdout),
        ("Warnings and errors it wrote", result.stderr),
    ):
        if text.strip():
            with st.expander(title):
                st.code(text, language=None, wrap_lines=True)
    where = f"in a sandbox ({', '.join(result.confinement)})" if result.confinement else "without a sandbox"
    st.caption(f"Checked in {result.seconds:.1f} s, {where}.")


def plain_text(text: str) -> str:
    """Return Markdown that shows a text as it is, but for `names between backticks`, which become code.

    A file's name or a value in a message is the learner's: it must not become a link, a picture or a heading.
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner is only a character
        return _escape(text)
    return "".join(f"`{part}`" if place % 2 and part else _escape(part) for place, part in enumerate(parts))


def _escape(text: str) -> str:
    return "".join(f"\\{char}" if char in _MARKDOWN else char for char in text)
