"""What test_components_browser.py drives: the page of components_script.py, and event streams that a test moves.

``/move?run=&done=&state=&position=&message=&progress=`` says where a run stands, ``/cut?run=`` ends its streams in the
middle and refuses the next one, ``/streams`` answers which streams are open. The run ``gone`` is not there.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
for folder in (PROJECT, PROJECT / "tests" / "e2e"):
    sys.path.insert(0, str(folder))

import streamlit as st  # noqa: E402
from components_runs import move, status_of  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import JSONResponse, Response, StreamingResponse  # noqa: E402
from starlette.routing import Route  # noqa: E402

from dashboard import streams  # noqa: E402
from dashboard.stream_events import END, Follower  # noqa: E402

open_streams: list[str] = []
to_be_cut: set[str] = set()
to_be_refused: set[str] = set()


async def story(run_id: str) -> AsyncIterator[str]:
    """Tell the run from where it stands now, as the real stream does."""
    open_streams.append(run_id)
    follower = Follower(run_id)
    try:
        yield "retry: 100\n\n"
        if run_id == "gone":
            yield follower.lose("There is no such run.") + END
            return
        while run_id not in to_be_cut:
            yield follower.news(status_of(run_id))
            if follower.over:
                yield END
                return
            await asyncio.sleep(0.02)
        to_be_cut.discard(run_id)
    finally:
        open_streams.remove(run_id)


async def events(request: Request) -> Response:
    [run_id] = request.query_params.getlist("run")
    if run_id in to_be_refused:
        to_be_refused.discard(run_id)
        return Response("The server is starting.", 503)
    return StreamingResponse(story(run_id), media_type="text/event-stream")


async def move_run(request: Request) -> Response:
    asked = request.query_params
    move(
        asked["run"],
        int(asked.get("done", "0")),
        asked.get("state", "running"),
        int(asked["position"]) if "position" in asked else None,
        asked.get("message", ""),
        float(asked.get("progress", "0")),
    )
    return Response()


async def cut(request: Request) -> Response:
    to_be_refused.add(request.query_params["run"])
    to_be_cut.add(request.query_params["run"])
    return Response()


async def count(_request: Request) -> Response:
    return JSONResponse(open_streams)


app = st.App(
    Path(__file__).with_name("components_script.py"),
    routes=[
        Route(streams.PATH, events),
        Route("/move", move_run),
        Route("/cut", cut),
        Route("/streams", count),
    ],
)
