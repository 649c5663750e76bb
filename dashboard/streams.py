"""The event stream of a page: ``GET /runs/events?run=<id>&run=<id>`` tells its runs as they happen.

One thread follows the pool for all streams that are open, and sleeps until the pool has news; the streams
themselves are coroutines. An open stream is a lease: whoever started its runs is still there. What is told is in
:mod:`dashboard.stream_events`; the design is in ``docs/live-curve.md``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from types import FrameType
from typing import Any

import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from dashboard import server
from dashboard.experiments.runs import RunStoreError
from dashboard.stream_events import END, Follower

PATH = "/runs/events"
MOST_RUNS = 12
HEARTBEAT_SECONDS = 10.0
RECONNECT_MILLISECONDS = 1000
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOUCH_SECONDS = 4.0
# What the pool does not announce, such as the seconds to the next try of a worker, is told this late at most.
_POLL_SECONDS = 1.0
# Epochs that come faster than this go into one event: a screen shows no more, and other work gets its turn.
_BREATH_SECONDS = 0.015
_LOG = logging.getLogger(__name__)


def routes() -> list[BaseRoute]:
    """Return the routes to serve beside the pages."""
    return [Route(PATH, run_events, methods=["GET"])]


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Start what all pages share before the first page is served; end the streams when the server is to end."""
    server.start()
    await anyio.to_thread.run_sync(_load_pages)
    with _streams_end_on_signals():
        yield
    _teller().close()
    await anyio.to_thread.run_sync(server.close)


def _load_pages() -> None:
    try:
        server.load_pages()
    except Exception:  # the page that is broken says so itself; the others must work
        _LOG.exception("Not every page could be loaded")


async def run_events(request: Request) -> Response:
    """Answer with the events of the runs that the query names."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return PlainTextResponse("The events of a run are for the pages of this server only.", 403)
    run_ids = list(dict.fromkeys(request.query_params.getlist("run")))
    problem = _problem(run_ids)
    if problem:
        return PlainTextResponse(problem, 400)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(headers=headers, media_type="text/event-stream")
    return StreamingResponse(_events(run_ids), headers=headers, media_type="text/event-stream")


def _problem(run_ids: Sequence[str]) -> str:
    if not 1 <= len(run_ids) <= MOST_RUNS:
        return f"Expected 1 to {MOST_RUNS} runs, as {PATH}?run=<id>&run=<id>; received {len(run_ids)}."
    for run_id in run_ids:
        if _RUN_ID.fullmatch(run_id) is None:
            return f"Expected the id of a run, letters, digits, - and _ only; received {run_id[:40]!r}."
    return ""


async def _events(run_ids: Sequence[str]) -> AsyncIterator[str]:
    stream = Stream(run_ids)
    teller = _teller()
    yield f"retry: {RECONNECT_MILLISECONDS}\n\n"
    teller.open(stream)
    try:
        await anyio.to_thread.run_sync(teller.tell, stream)
        while not stream.closed:
            yield await stream.take(HEARTBEAT_SECONDS) or ": still here\n\n"
            if stream.over:
                yield END
                return
    finally:
        teller.leave(stream)


class Stream:
    """One connection: its runs, and the text on its way to it.

    Args:
        run_ids: the runs to tell.
    """

    def __init__(self, run_ids: Sequence[str]) -> None:
        self.followers = [Follower(run_id) for run_id in run_ids]
        self.lock = threading.Lock()  # of the followers: the teller's thread and the greeting both ask them
        self.over = False
        self.closed = False
        self.touch_at = 0.0
        self._loop = asyncio.get_running_loop()
        self._ready = asyncio.Event()
        self._text = ""

    @property
    def slow(self) -> bool:
        """Whether the connection has yet to take what it was told: more waits until then, and goes in one piece."""
        return bool(self._text)

    async def take(self, timeout: float) -> str:
        """Return what is new, or an empty text after ``timeout`` seconds without news."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), timeout)
        self._ready.clear()
        text, self._text = self._text, ""
        return text

    def add(self, text: str, over: bool) -> None:
        """Give the connection text, from any thread; ``over`` when it is the last."""
        self._call(self._add, text, over)

    def close(self) -> None:
        """End the connection, from any thread, though its runs go on."""
        self.closed = True
        self._call(self._ready.set)

    def _add(self, text: str, over: bool) -> None:
        self._text += text
        self.over = over
        self._ready.set()

    def _call(self, function: Callable[..., object], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended with the server
            self._loop.call_soon_threadsafe(function, *arguments)


class Teller:
    """Follows the pool for every open stream, in one thread that is there only while a stream is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: set[Stream] = set()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def open(self, stream: Stream) -> None:
        """Begin to tell a stream what is new."""
        with self._lock:
            self._streams.add(stream)
            if self._thread is None:
                self._thread = threading.Thread(target=self._follow, name="run-events", daemon=True)
                self._thread.start()
        if self._closed:
            stream.close()

    def leave(self, stream: Stream) -> None:
        """Tell a stream no more."""
        with self._lock:
            self._streams.discard(stream)

    def close(self) -> None:
        """End every stream, and every one that is still to be opened; also called by a signal handler."""
        self._closed = True
        for stream in tuple(self._streams):
            stream.close()

    def tell(self, stream: Stream) -> None:
        """Tell one stream what has come since it was last told."""
        with stream.lock:
            if stream.slow or stream.over:
                return
            text = "".join(_news(follower) for follower in stream.followers if not follower.over)
            over = all(follower.over for follower in stream.followers)
            if text or over:
                stream.add(text, over)
            if time.monotonic() >= stream.touch_at:
                stream.touch_at = time.monotonic() + _TOUCH_SECONDS
                _touch(stream)

    def _follow(self) -> None:
        changes = 0
        while True:
            with self._lock:
                streams = tuple(self._streams)
                if not streams:
                    self._thread = None
                    return
            for stream in streams:
                try:
                    self.tell(stream)
                except Exception:  # one broken run must not silence the others
                    _LOG.exception("A stream of run events could not be told")
                    stream.close()
            time.sleep(_BREATH_SECONDS)
            changes = server.worker_pool().changes(changes, _POLL_SECONDS)


def _news(follower: Follower) -> str:
    try:
        text = follower.news(server.worker_pool().status(follower.run_id))
    except RunStoreError as error:
        text = follower.lose(str(error))
    if follower.over:
        server.disown(follower.run_id)
    return text


def _touch(stream: Stream) -> None:
    """Renew the lease of whoever started the runs, also before a reload."""
    owners = {server.owner(follower.run_id) for follower in stream.followers if not follower.over}
    for owner in owners:
        if owner is not None:
            server.worker_pool().touch(owner)


@st.cache_resource(show_spinner=False)
def _teller() -> Teller:
    return Teller()


@contextlib.contextmanager
def _streams_end_on_signals() -> Iterator[None]:
    """End the streams at Ctrl-C or a request to terminate: the server waits for open answers before it ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    teller = _teller()

    def end(number: int, frame: FrameType | None) -> None:
        teller.close()
        handler = before[signal.Signals(number)]
        uvicorn_server: Any = getattr(handler, "__self__", None)
        if getattr(uvicorn_server, "should_exit", None) is False:
            # What its handler does, but for raising the signal again at the end: Ctrl-C is no failure.
            uvicorn_server.should_exit = True
        elif callable(handler):  # a second time: end at once
            handler(number, frame)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
