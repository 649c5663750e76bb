"""The event stream of a page, asked as a browser asks it, over a pool that a test moves by hand."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import streamlit as st
from starlette.requests import Request

from dashboard import server, streams
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunNotFoundError
from dashboard.workers.pool import RunStatus

PATIENCE = 60.0
FIRST, SECOND = "run0000000000001", "run0000000000002"


@dataclass
class HandMovedPool:
    """Stands in for the workers: a test says how each run stands, and waiting streams are woken."""

    runs: dict[str, RunStatus] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)
    count: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def put(self, run_id: str, *losses: float, state: RunState = RunState.RUNNING) -> None:
        run = Run(run_id, TrainingConfig(epochs=9), state, {"loss": list(losses)} if losses else {})
        with self.changed:
            self.runs[run_id] = RunStatus(state, None, run, "")
            self.count += 1
            self.changed.notify_all()

    def status(self, run_id: str) -> RunStatus:
        if run_id not in self.runs:
            raise RunNotFoundError(f"There is no run {run_id!r}.")
        return self.runs[run_id]

    def changes(self, since: int, timeout: float) -> int:
        with self.changed:
            self.changed.wait_for(lambda: self.count != since, timeout)
            return self.count

    def touch(self, learner: str) -> None:
        self.touched.append(learner)


class Browser:
    """One connection: what came over it, and the means to close it."""

    def __init__(self, query: str, headers: dict[str, str] | None = None, method: str = "GET") -> None:
        self._gone = asyncio.Event()
        self._came = asyncio.Event()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "method": method,
            "path": streams.PATH,
            "query_string": query.encode(),
            "headers": raw,
        }
        self.task = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        response = await streams.run_events(Request(self._scope))
        await response(self._scope, self._receive, self._send)

    async def _receive(self) -> dict[str, str]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.text += message.get("body", b"").decode()
        self._came.set()

    @property
    def events(self) -> list[tuple[str, dict]]:
        blocks = [block.split("\n") for block in self.text.split("\n\n") if block.startswith("event: ")]
        return [(name[len("event: ") :], json.loads(data[len("data: ") :])) for name, data in blocks]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._came.clear()
                await self._came.wait()

    async def until_names(self, *names: str) -> None:
        await self.until(lambda: tuple(name for name, _ in self.events) == names)

    async def close(self) -> None:
        self._gone.set()
        async with asyncio.timeout(PATIENCE):
            await self.task

    async def finish(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.task


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch):
    hand_moved = HandMovedPool()
    monkeypatch.setattr(server, "worker_pool", lambda: hand_moved)
    st.cache_resource.clear()
    yield hand_moved
    # The thread that follows the pool ends by itself once no stream is open.
    for thread in threading.enumerate():
        if thread.name == "run-events":
            hand_moved.put("nobody")
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_a_stream_tells_what_is_known_then_each_epoch_then_the_end(pool):
    async def watch():
        pool.put(FIRST, 0.9)
        browser = Browser(f"run={FIRST}")
        await browser.until_names("snapshot")
        pool.put(FIRST, 0.9, 0.8)
        await browser.until_names("snapshot", "epoch")
        pool.put(FIRST, 0.9, 0.8, state=RunState.FINISHED)
        await browser.finish()
        return browser

    browser = asyncio.run(watch())

    assert [name for name, _ in browser.events] == ["snapshot", "epoch", "state", "end"]
    assert browser.events[1][1]["logs"] == {"loss": [0.8]}
    assert browser.headers["content-type"].startswith("text/event-stream")
    assert browser.headers["cache-control"] == "no-store"
    assert not [name for name in browser.headers if name.startswith("access-control")]
    assert browser.text.startswith("retry: ")


def test_a_run_that_is_over_is_told_whole_and_the_stream_ends(pool):
    async def watch():
        pool.put(FIRST, 0.9, state=RunState.STOPPED)
        browser = Browser(f"run={FIRST}")
        await browser.finish()
        return browser.events

    assert [name for name, _ in asyncio.run(watch())] == ["snapshot", "end"]


def test_an_unknown_run_is_told_in_a_sentence_and_the_others_go_on(pool):
    async def watch():
        pool.put(FIRST)
        browser = Browser(f"run=nobody-knows-it&run={FIRST}")
        await browser.until_names("gone", "snapshot")
        pool.put(FIRST, state=RunState.FINISHED)
        await browser.finish()
        return browser.events

    events = asyncio.run(watch())

    assert events[0] == ("gone", {"run": "nobody-knows-it", "message": "There is no run 'nobody-knows-it'."})
    assert [name for name, _ in events] == ["gone", "snapshot", "state", "end"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Expected 1 to 12 runs, as /runs/events?run=<id>&run=<id>; received 0."),
        ("&".join(f"run=r{place}" for place in range(13)), "Expected 1 to 12 runs"),
        ("run=../../etc/passwd", "Expected the id of a run"),
        ("run=", "Expected the id of a run"),
        ("run=" + "x" * 65, "Expected the id of a run"),
    ],
    ids=["none", "too many", "a path", "empty", "too long"],
)
def test_a_malformed_question_gets_one_sentence(pool, query, sentence):
    async def ask():
        browser = Browser(query)
        await browser.finish()
        return browser

    browser = asyncio.run(ask())

    assert browser.status == 400
    assert browser.text.startswith(sentence)
    assert "\n" not in browser.text


def test_a_page_of_another_site_is_told_nothing(pool):
    async def ask(site):
        pool.put(FIRST, state=RunState.FINISHED)
        browser = Browser(f"run={FIRST}", {"sec-fetch-site": site})
        await browser.finish()
        return browser.status, browser.events

    assert asyncio.run(ask("cross-site")) == (403, [])
    assert asyncio.run(ask("same-site")) == (403, [])
    assert asyncio.run(ask("same-origin"))[0] == 200


def test_asking_for_the_headers_only_opens_no_stream(pool):
    async def ask():
        pool.put(FIRST)
        browser = Browser(f"run={FIRST}", method="HEAD")
        await browser.finish()
        return browser

    browser = asyncio.run(ask())

    assert (browser.status, browser.text) == (200, "")


def test_a_stream_without_news_shows_that_it_is_there(pool, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.01)

    async def watch():
        pool.put(FIRST)
        browser = Browser(f"run={FIRST}")
        await browser.until(lambda: browser.text.count(": still here\n\n") >= 3)
        await browser.close()

    asyncio.run(watch())


def test_an_open_stream_renews_the_lease_and_a_closed_one_does_not(pool, monkeypatch):
    monkeypatch.setattr(streams, "_TOUCH_SECONDS", 0.0)

    async def watch():
        pool.put(FIRST)
        server.own(FIRST, "ana")
        browser = Browser(f"run={FIRST}")
        await browser.until_names("snapshot")
        assert set(pool.touched) == {"ana"}
        await browser.close()
        assert streams._teller().streams == 0
        pool.touched.clear()
        pool.put(FIRST, 0.9)

    asyncio.run(watch())
    assert pool.touched == []


def test_a_run_that_is_over_has_no_owner_any_more(pool):
    async def watch():
        pool.put(FIRST, state=RunState.FINISHED)
        server.own(FIRST, "ana")
        await Browser(f"run={FIRST}").finish()

    asyncio.run(watch())

    assert server.owner(FIRST) is None


def test_many_streams_share_one_thread(pool):
    async def watch():
        pool.put(FIRST)
        pool.put(SECOND)
        browsers = [Browser(f"run={FIRST if place % 2 else SECOND}") for place in range(30)]
        for browser in browsers:
            await browser.until_names("snapshot")
        followers = [thread for thread in threading.enumerate() if thread.name == "run-events"]
        pool.put(FIRST, 0.9)
        pool.put(SECOND, 0.8)
        for browser in browsers:
            await browser.until_names("snapshot", "epoch")
            await browser.close()
        return len(followers)

    assert asyncio.run(watch()) == 1


def test_two_tabs_on_one_run_are_told_the_same(pool):
    async def watch():
        pool.put(FIRST)
        tabs = [Browser(f"run={FIRST}") for _ in range(2)]
        for tab in tabs:
            await tab.until_names("snapshot")
        pool.put(FIRST, 0.9, state=RunState.FINISHED)
        for tab in tabs:
            await tab.finish()
        return [tab.events for tab in tabs]

    first, second = asyncio.run(watch())

    assert first == second
    assert [name for name, _ in first] == ["snapshot", "epoch", "state", "end"]


def test_a_fault_with_one_run_silences_no_other_stream(pool, caplog):
    async def watch():
        pool.put(FIRST)
        pool.put(SECOND)
        good, bad = Browser(f"run={SECOND}"), Browser(f"run={FIRST}")
        await good.until_names("snapshot")
        await bad.until_names("snapshot")
        pool.runs[FIRST] = None
        pool.put(SECOND, 0.9, state=RunState.FINISHED)
        await good.finish()
        await bad.finish()
        return good.events

    assert [name for name, _ in asyncio.run(watch())] == ["snapshot", "epoch", "state", "end"]
    assert "could not be told" in caplog.text


def test_every_stream_ends_when_the_server_is_to_end(pool):
    """The server waits for answers under way; without this, Ctrl-C would wait for the runs."""

    async def watch():
        pool.put(FIRST)
        browser = Browser(f"run={FIRST}")
        await browser.until_names("snapshot")
        streams._teller().close()
        await browser.finish()
        late = Browser(f"run={FIRST}")
        await late.finish()
        return browser.events, late.status

    events, status = asyncio.run(watch())

    assert [name for name, _ in events] == ["snapshot"], "no `end`: the page is to come back"
    assert status == 200


def test_owners_of_runs_are_kept_for_the_newest_runs_only(monkeypatch):
    st.cache_resource.clear()
    monkeypatch.setattr(server, "_MOST_OWNERS", 3)

    for place in range(5):
        server.own(f"run-{place}", "ana")

    assert [server.owner(f"run-{place}") for place in range(5)] == [None, None, "ana", "ana", "ana"]
