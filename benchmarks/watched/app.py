"""What benchmarks.live_curve looks at: the same points, one every 50 ms, drawn in three ways (``?way=``)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

import streamlit as st  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import Response, StreamingResponse  # noqa: E402
from starlette.routing import Route  # noqa: E402

from benchmarks.watched import run  # noqa: E402
from dashboard import static_files, streams  # noqa: E402
from dashboard.stream_events import END, Follower  # noqa: E402


async def events(request: Request) -> Response:
    return StreamingResponse(_story(request.query_params["run"]), media_type="text/event-stream")


async def _story(run_id: str) -> AsyncIterator[str]:
    follower = Follower(run_id)
    while not follower.over:
        text = follower.news(run.status_of(run_id))
        if text:
            yield text
        await asyncio.sleep(0.005)
    yield END


async def emitted(request: Request) -> Response:
    """Answer when the first point of a run was emitted, in seconds since 1970."""
    return Response(str(run.first_point_at(request.query_params["run"])))


app = st.App(
    Path(__file__).with_name("page.py"),
    routes=[Route(streams.PATH, events), Route("/emitted", emitted)],
    middleware=static_files.middleware(),
)
