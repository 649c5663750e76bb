"""What is kept of a learner, and how a browser gets its id."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from dashboard import progress

ID = "abcdefghijklmnopqrstuv"
PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TENSORFLOW_BY_DOING_HOME", str(tmp_path))
    progress._store.clear()
    yield tmp_path
    progress._store.clear()


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The cookies of the browser whose page is drawn."""
    jar = {progress.COOKIE: ID}
    monkeypatch.setattr(st, "context", SimpleNamespace(cookies=SimpleNamespace(to_dict=lambda: dict(jar))))
    return jar


async def answer(headers: dict[str, str], *, method: str = "GET", status: int = 200) -> Message:
    """Return the start of the answer to one request through the middleware."""

    async def page(request: Request) -> Response:
        return PlainTextResponse("page", status, {"set-cookie": "other=1"})

    app = Starlette(
        routes=[Route("/", page, methods=["GET", "POST"])], middleware=[Middleware(progress.LearnerCookie)]
    )
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": raw,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]


def set_cookies(headers: dict[str, str], **options) -> list[str]:
    import asyncio

    start = asyncio.run(answer(headers, **options))
    return [value.decode() for name, value in start["headers"] if name == b"set-cookie"]


def test_a_browser_that_opens_a_page_gets_an_id_that_scripts_cannot_read():
    other, ours = set_cookies(PAGE)

    assert other == "other=1"
    assert re.fullmatch(
        r"tensorflow_by_doing=[A-Za-z0-9_-]{22}; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax", ours
    )


def test_every_browser_gets_another_id():
    assert len({set_cookies(PAGE)[1] for _ in range(5)}) == 5


def test_a_browser_keeps_its_id_and_its_year_begins_anew():
    _, ours = set_cookies({**PAGE, "cookie": f"x=1; {progress.COOKIE}={ID}"})

    assert ours.startswith(f"{progress.COOKIE}={ID}; Max-Age=31536000")


@pytest.mark.parametrize("value", ["short", "a" * 23, "../../../../etc/passw", "é" * 22, ""])
def test_an_id_that_is_not_one_of_ours_is_replaced(value):
    _, ours = set_cookies({**PAGE, "cookie": f"{progress.COOKIE}={value}"})

    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", ours.split(";")[0].split("=")[1])
    assert value == "" or value not in ours


def test_a_page_that_the_browser_has_already_renews_the_id_too():
    assert len(set_cookies({**PAGE, "cookie": f"{progress.COOKIE}={ID}"}, status=304)) == 2


@pytest.mark.parametrize(
    ("headers", "options"),
    [({"accept": "*/*"}, {}), ({}, {}), (PAGE, {"method": "POST"}), (PAGE, {"status": 404})],
    ids=["a script or a picture", "a health check", "a form", "a page that is not there"],
)
def test_nothing_but_a_page_sets_a_cookie(headers, options):
    assert set_cookies(headers, **options) == ["other=1"]


def test_without_a_cookie_nothing_is_kept_and_nothing_fails(home, cookies):
    cookies.clear()
    progress.keep_prediction("q", "yes")
    progress.keep_lesson("vision", {"run": "r"})
    progress.keep_result(progress.learner_id(), "callbacks", {}, 1, 2, "")
    progress.forget_result("callbacks")

    assert progress.learner_id() is None
    assert (progress.predictions(), progress.lessons(), progress.exercises()) == ({}, {}, {})
    assert list(home.iterdir()) == []


def test_an_id_that_somebody_made_up_is_nobodys(home, cookies):
    cookies[progress.COOKIE] = "' OR 1=1 --"

    assert progress.learner_id() is None


def test_a_prediction_and_a_lesson_are_there_on_the_next_visit_of_this_browser_only(home, cookies):
    progress.keep_prediction("q", "yes")
    progress.keep_lesson("vision", {"run": "r", "units": "64"})
    progress._store.clear()  # the server was restarted

    assert progress.prediction("q") == "yes"
    assert progress.lessons() == {"vision": {"run": "r", "units": "64"}}

    cookies[progress.COOKIE] = ID[::-1]
    assert progress.prediction("q") is None
    assert progress.lessons() == {}


def test_an_address_that_is_too_long_is_not_kept(home, cookies):
    progress.keep_lesson("vision", {"run": "r", "pins": "x" * 5_000})

    assert progress.lessons() == {}


def test_the_best_score_stays_when_a_later_one_is_lower(home, cookies):
    for score in (2.0, 5.0, 3.0):
        progress.keep_result(ID, "callbacks", {"score": score}, score, 6.0, "digest")

    kept = progress.exercises()["callbacks"]
    assert (kept.best, kept.most, kept.result, kept.digest) == (5.0, 6.0, {"score": 3.0}, "digest")


def test_a_best_score_of_other_points_is_compared_by_its_share(home, cookies):
    progress.keep_result(ID, "callbacks", {}, 9.0, 10.0, "")
    progress.keep_result(ID, "callbacks", {}, 5.0, 5.0, "")

    assert progress.exercises()["callbacks"].best == 5.0


def test_a_result_that_is_too_long_leaves_its_score(home, cookies):
    progress.keep_result(ID, "callbacks", {"stdout": "x" * 300_000}, 4.0, 6.0, "digest")

    kept = progress.exercises()["callbacks"]
    assert (kept.best, kept.result, kept.digest) == (4.0, None, "")


def test_starting_over_drops_the_result_and_leaves_the_best_score(home, cookies):
    progress.keep_result(ID, "callbacks", {"score": 4.0}, 4.0, 6.0, "digest")
    progress.forget_result("callbacks")

    kept = progress.exercises()["callbacks"]
    assert (kept.best, kept.result) == (4.0, None)


def test_forgetting_removes_all_of_this_learner_and_nothing_of_others(home, cookies):
    progress.keep_prediction("q", "yes")
    progress.keep_result(ID, "callbacks", {}, 1.0, 6.0, "")
    cookies[progress.COOKIE] = ID[::-1]
    progress.keep_prediction("q", "no")
    cookies[progress.COOKIE] = ID

    progress.forget()

    assert (progress.predictions(), progress.lessons(), progress.exercises()) == ({}, {}, {})
    cookies[progress.COOKIE] = ID[::-1]
    assert progress.prediction("q") == "no"


def test_a_disk_that_cannot_be_written_costs_the_progress_and_not_the_page(home, cookies, monkeypatch):
    monkeypatch.setenv("TENSORFLOW_BY_DOING_HOME", str(home / "file" / "below"))
    (home / "file").write_text("not a folder")
    progress._store.clear()

    progress.keep_prediction("q", "yes")

    assert progress.prediction("q") is None
