"""Several learners at once, over real WebSocket sessions: nothing is lost, nothing is mixed up, nobody is passed over.

``python -m benchmarks.learners`` is the long form.
"""

import asyncio
from pathlib import Path

import pytest

from benchmarks.learners import random_case
from benchmarks.learners_protocol import Problems, Session, SessionError

SCRIPT = """
import streamlit as st

clicked = st.button("Break")
st.slider("Number", 1, 9, 3)
if clicked:
    raise RuntimeError("broken on purpose")
"""


@pytest.fixture
def small_app(streamlit_server, tmp_path: Path):
    script = tmp_path / "app.py"
    script.write_text(SCRIPT, encoding="utf-8")
    return streamlit_server(script)


@pytest.mark.training
@pytest.mark.timeout(900)  # on a busy machine; everything in it waits for a condition
def test_four_learners_lose_no_run_see_their_own_charts_and_wait_their_turn():
    report = random_case(browsers=4, seconds=10)

    assert report["broken"] == {}
    assert report["runs"] > 1
    assert report["first_point_seconds"]["count"] > 0


def test_a_simulated_browser_notices_a_page_that_breaks(small_app):
    problems = asyncio.run(_break(small_app.url.removeprefix("http://")))

    assert any("broken on purpose" in text or "RuntimeError" in text for text in problems.exceptions)
    assert problems.disconnects == []


async def _break(address: str) -> Problems:
    problems = Problems()
    session = Session(address, "", "", cookies={}, problems=problems, on_change=lambda: None)
    await session.open()
    assert session.value("Number") == 3
    await session.answered(session.slide("Number", 5))
    assert session.value("Number") == 5
    assert problems == Problems()
    await session.answered(session.click("Break"))
    await session.close()
    return problems


def test_a_simulated_browser_notices_a_server_that_goes_away(small_app):
    problems = asyncio.run(_lose(small_app))

    assert problems.disconnects != []


async def _lose(server) -> Problems:
    problems = Problems()
    address = server.url.removeprefix("http://")
    session = Session(address, "", "", cookies={}, problems=problems, on_change=lambda: None)
    await session.open()
    await asyncio.to_thread(server.stop)
    with pytest.raises(SessionError):
        await session.answered(session.click("Break"))
    await session.close()
    return problems
