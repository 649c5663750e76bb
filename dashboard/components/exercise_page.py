"""The page of one exercise: the task, an editor with the learner's code, and the answer of the checks."""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass

import streamlit as st

import graders
from dashboard import progress, server
from dashboard.components import exercise_page_answer
from dashboard.components.code_editor import code_editor

PROSE_WIDTH = 760
POLL_SECONDS = 0.4


@dataclass(frozen=True)
class Job:
    """A check under way.

    Args:
        future: its coming result.
        started: ``time.monotonic()`` at the start.
        number: counts the checks of this page, so that each answer has widgets of its own.
        digest: of the editor's code that is being checked; empty for a file handed in.
    """

    future: Future[graders.SubmissionResult]
    started: float
    number: int
    digest: str


@dataclass(frozen=True)
class Answer:
    """What came of the last check: a result, or a sentence on why there is none; number 0 is of an earlier visit."""

    number: int
    digest: str
    result: graders.SubmissionResult | None = None
    problem: str = ""


def render(exercise: graders.Exercise) -> None:
    """Draw the page of an exercise, and have the sandbox warm while the learner reads it."""
    server.grading_service()
    key = f"exercise-{exercise.id}"
    st.title(exercise.title, anchor=False)
    st.caption(f"Exercise · {exercise.points:g} points")
    st.markdown(_without_title(exercise.statement), width=PROSE_WIDTH)
    source = _editor(exercise, key)
    _buttons(exercise, key, source)
    _upload(exercise, key)
    job: Job | None = st.session_state.get(f"{key}-job")
    st.fragment(_progress, run_every=POLL_SECONDS if job else None)(key)
    _answer(exercise, key, source)


def _without_title(statement: str) -> str:
    """Drop the statement's own first heading: the page has its title already."""
    first, _, rest = statement.partition("\n")
    return rest.strip() if first.startswith("# ") else statement


def _editor(exercise: graders.Exercise, key: str) -> str:
    return code_editor(
        key=f"{key}-editor",
        value=exercise.stub_source,
        draft_key=key,
        label=f"Your code for “{exercise.title}”",
        reset_token=st.session_state.get(f"{key}-resets", 0),
    )


def _buttons(exercise: graders.Exercise, key: str, source: str) -> None:
    # Reaching for a button sends the newest text; a download made on the click, not before it, has that text.
    newest: dict[str, str] = st.session_state.setdefault(f"{key}-newest", {})
    newest["source"] = source
    with st.container(horizontal=True):
        if st.button(
            "Check",
            type="primary",
            icon=":material/task_alt:",
            key=f"{key}-check",
            disabled=_is_checking(key),
        ):
            _start_check(exercise, key, source.encode(), f"{exercise.id}.py", from_editor=True)
        st.download_button(
            "Download my file",
            lambda: newest["source"],
            file_name=f"{exercise.id}.py",
            mime="text/x-python",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}-download",
        )
        with st.popover("Start over", icon=":material/restart_alt:"):
            st.markdown("This replaces your code on this page with the untouched file. It cannot be undone.")
            st.button("Yes, replace my code", key=f"{key}-reset", on_click=_reset, args=(exercise, key))


def _reset(exercise: graders.Exercise, key: str) -> None:
    st.session_state[f"{key}-resets"] = st.session_state.get(f"{key}-resets", 0) + 1
    st.session_state[f"{key}-answer"] = None
    progress.forget_result(exercise.id)


def _upload(exercise: graders.Exercise, key: str) -> None:
    with st.expander("Or hand in a file from your computer", icon=":material/upload_file:"):
        upload = st.file_uploader(
            "A Python file of at most 1 MB, or a notebook of at most 5 MB",
            type=["py", "ipynb"],
            key=f"{key}-upload",
        )
        wanted = st.button(
            "Check this file", key=f"{key}-check-upload", disabled=upload is None or _is_checking(key)
        )
        if wanted and upload is not None:
            _start_check(exercise, key, upload.getvalue(), upload.name, from_editor=False)


def _is_checking(key: str) -> bool:
    return st.session_state.get(f"{key}-job") is not None


def _start_check(
    exercise: graders.Exercise, key: str, source: bytes, filename: str, *, from_editor: bool
) -> None:
    number = st.session_state.get(f"{key}-checks", 0) + 1
    st.session_state[f"{key}-checks"] = number
    digest = _digest(source) if from_editor else ""
    learner = progress.learner_id()
    future = server.check_in_background(exercise.id, source, filename)
    # Kept when it comes, also when the page was left or reloaded meanwhile.
    future.add_done_callback(lambda done: _keep_result(learner, exercise.id, digest, done))
    st.session_state[f"{key}-job"] = Job(future, time.monotonic(), number, digest)
    st.rerun()


def _keep_result(
    learner: str | None, exercise: str, digest: str, done: Future[graders.SubmissionResult]
) -> None:
    try:
        result = done.result()
    except (graders.GradingUnavailable, CancelledError):
        return
    if result.status is not graders.Status.GRADER_ERROR:  # a fault of ours is no grade to come back to
        progress.keep_result(learner, exercise, result.to_json(), result.score, result.max_score, digest)


def _kept_answer(exercise: graders.Exercise) -> Answer | None:
    """Return the answer of an earlier visit, or None."""
    kept = progress.exercises().get(exercise.id)
    if kept is None or kept.result is None:
        return None
    try:
        return Answer(0, kept.digest, result=graders.SubmissionResult.from_json(kept.result))
    except (KeyError, ValueError, TypeError, AttributeError):  # written by another version
        return None


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _progress(key: str) -> None:
    """Show that a check is under way; once it is done, keep its answer and draw the page again."""
    job: Job | None = st.session_state.get(f"{key}-job")
    if job is None:
        return
    if not job.future.done():
        seconds = time.monotonic() - job.started
        warm = server.grading_service().ready
        words = "Checking your code" if warm else "The sandbox is starting; this takes some seconds, once"
        st.info(f"{words}… {seconds:.0f} s. You can go on editing.", icon=":material/hourglass_top:")
        return
    st.session_state[f"{key}-answer"] = _answer_of(job)
    st.session_state[f"{key}-job"] = None
    st.rerun()


def _answer_of(job: Job) -> Answer:
    try:
        return Answer(job.number, job.digest, result=job.future.result())
    except graders.GradingUnavailable as error:
        return Answer(job.number, job.digest, problem=str(error))


def _answer(exercise: graders.Exercise, key: str, source: str) -> None:
    if f"{key}-answer" not in st.session_state:
        st.session_state[f"{key}-answer"] = _kept_answer(exercise)
    answer: Answer | None = st.session_state[f"{key}-answer"]
    if answer is None or _is_checking(key):
        return
    if answer.result is None:
        st.error(answer.problem, icon=":material/build:")
        return
    if answer.number == 0:
        st.caption("From your last visit:")
    exercise_page_answer.show(answer.result, f"{key}-answer-{answer.number}")
    if answer.digest and answer.digest != _digest(source.encode()):
        st.caption("Your code has changed since this check.")
