"""Who a learner is over reloads and restarts, and what is kept of them.

A random id in a cookie tells browsers apart; nothing about the person is kept. Kept are predictions, the last result
and the best score of each exercise, the lessons read, and the address of each lesson with its last run and pinned
runs. Without a cookie, as in a test or where cookies are blocked, nothing is kept and everything works for the session.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.experiments.progress_store import ProgressStore, ProgressStoreError
from dashboard.experiments.runs import default_root

COOKIE = "tensorflow_by_doing"
YEAR_SECONDS = 365 * 24 * 3600
_ID = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits as secrets.token_urlsafe(16) writes them
_PREDICTION, _EXERCISE, _LESSON, _READ, _SEEN = "prediction", "exercise", "lesson", "read", "seen"
_LONGEST_ADDRESS = 4_000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ExerciseProgress:
    """How far a learner came with an exercise.

    Args:
        best: the best score so far, in points.
        most: the points of the exercise when that score was made.
        result: the last result, as ``graders.SubmissionResult.to_json`` gives it, or None if it was too long.
        digest: SHA-256 of the code of that result in hexadecimal digits; empty for a file handed in.
    """

    best: float
    most: float
    result: Mapping[str, Any] | None = None
    digest: str = ""


def middleware() -> list[Middleware]:
    """Return the middleware that gives each browser its cookie."""
    return [Middleware(LearnerCookie)]


def learner_id() -> str | None:
    """Return the id in this browser's cookie, or None where there is none or it is not one of ours."""
    value = st.context.cookies.to_dict().get(COOKIE, "")
    return value if _ID.fullmatch(value) else None


def prediction(question: str) -> str | None:
    """Return the answer that was chosen for a question, as its text, or None."""
    return predictions().get(question)


def predictions() -> dict[str, str]:
    """Return the answers that were chosen, as their texts, by question."""
    return {name: value for name, value in _entries(_PREDICTION).items() if isinstance(value, str)}


def keep_prediction(question: str, answer: str) -> None:
    """Keep the answer that was chosen for a question."""
    _keep(learner_id(), _PREDICTION, question, answer)


def exercises() -> dict[str, ExerciseProgress]:
    """Return how far the learner came with each exercise that they checked, by its id."""
    found = {name: _exercise(value) for name, value in _entries(_EXERCISE).items()}
    return {name: value for name, value in found.items() if value is not None}


def keep_result(
    learner: str | None, exercise: str, result: Mapping[str, Any], score: float, most: float, digest: str
) -> None:
    """Keep the result of a check, from any thread.

    Args:
        learner: from :func:`learner_id`; nothing is kept for None.
        exercise: its id.
        result: the result as JSON.
        score: its points.
        most: the points of the exercise.
        digest: SHA-256 of the code in hexadecimal digits, or empty.
    """
    if learner is None:
        return
    before = _exercise(_entries(_EXERCISE, learner).get(exercise))
    # An exercise whose points have changed since is compared by share.
    better = before is None or _share(score, most) >= _share(before.best, before.most)
    best, of = (score, most) if better or before is None else (before.best, before.most)
    value = {"best": best, "most": of, "result": dict(result), "digest": digest}
    try:
        _keep(learner, _EXERCISE, exercise, value, quiet=False)
    except ProgressStoreError:
        _keep(learner, _EXERCISE, exercise, value | {"result": None, "digest": ""})


def forget_result(exercise: str) -> None:
    """Drop the last result of an exercise; the best score stays."""
    kept = exercises().get(exercise)
    if kept is not None:
        _keep(learner_id(), _EXERCISE, exercise, {"best": kept.best, "most": kept.most})


def lessons() -> dict[str, dict[str, str]]:
    """Return the address of each lesson that the learner trained in, as its parameters, by the lesson's slug."""
    found = {}
    for slug, value in _entries(_LESSON).items():
        if (
            isinstance(value, dict)
            and "run" in value
            and all(isinstance(text, str) for text in value.values())
        ):
            found[slug] = value
    return found


def keep_lesson(slug: str, address: Mapping[str, str]) -> None:
    """Keep the address of a lesson, which holds its settings, last run and pinned runs."""
    if sum(map(len, address.values())) <= _LONGEST_ADDRESS:
        _keep(learner_id(), _LESSON, slug, dict(address))


def read_lessons() -> frozenset[str]:
    """Return the slugs of the lessons that the learner says they have read."""
    return frozenset(slug for slug, value in _entries(_READ).items() if value is True)


def keep_read(slug: str, read: bool) -> None:
    """Keep whether a lesson has been read."""
    _keep(learner_id(), _READ, slug, read)


def has_seen(what: str) -> bool:
    """Return whether the learner has put away something that is shown once, such as the tour."""
    return _entries(_SEEN).get(what) is True


def keep_seen(what: str) -> None:
    """Keep that the learner has put something away."""
    _keep(learner_id(), _SEEN, what, True)


def forget() -> None:
    """Remove all that is kept of this learner, on disk and in this tab.

    Raises:
        ProgressStoreError: if the disk cannot be written.
    """
    learner = learner_id()
    if learner is not None:
        _store().forget(learner)
    st.session_state.clear()


class LearnerCookie:
    """Gives a browser that opens a page its id, for a year from its last visit.

    Args:
        app: the rest of the server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _opens_a_page(scope):
            await self._app(scope, receive, send)
            return
        cookie = _set_cookie(_id_in(scope) or secrets.token_urlsafe(16))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _opens_a_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _id_in(scope: Scope) -> str:
    try:
        value = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return value.value if value is not None and _ID.fullmatch(value.value) else ""


def _set_cookie(value: str) -> str:
    return f"{COOKIE}={value}; Max-Age={YEAR_SECONDS}; Path=/; HttpOnly; SameSite=Lax"


@st.cache_resource(show_spinner=False)
def _store() -> ProgressStore:
    return ProgressStore(default_root().parent / "progress.sqlite3")


def _entries(kind: str, learner: str | None = None) -> dict[str, Any]:
    """Return what is kept; a disk that cannot be read costs the learner their past, never the page."""
    learner = learner or learner_id()
    if learner is None:
        return {}
    try:
        return _store().entries(learner, kind)
    except (ProgressStoreError, ValueError):
        _LOG.exception("The progress of a learner could not be read")
        return {}


def _keep(learner: str | None, kind: str, name: str, value: Any, *, quiet: bool = True) -> None:
    if learner is None:
        return
    try:
        _store().keep(learner, kind, {name: value})
    except ProgressStoreError:
        if not quiet:
            raise
        _LOG.exception("The progress of a learner could not be kept")


def _exercise(value: Any) -> ExerciseProgress | None:
    try:
        return ExerciseProgress(
            float(value["best"]), float(value["most"]), value.get("result"), str(value.get("digest", ""))
        )
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _share(score: float, most: float) -> float:
    return score / most if most else 0.0
