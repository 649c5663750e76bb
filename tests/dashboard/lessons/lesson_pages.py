"""Opens a lesson's page as a script, and puts a scripted pool in place of the workers."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import server


def use_pool(monkeypatch: pytest.MonkeyPatch, scripted: Any) -> None:
    """Let the dashboard ask ``scripted``, and its store if it has one, instead of real workers."""
    monkeypatch.setattr(server, "worker_pool", lambda: scripted)
    if hasattr(scripted, "store"):
        monkeypatch.setattr(server, "run_store", lambda: scripted.store)
    monkeypatch.setattr(server, "start", lambda: None)
    st.cache_resource.clear()


def open_lesson(slug: str, **address: str) -> AppTest:
    """Return the page of a lesson, for example ``"hello-neuron"``, at an address."""
    at = AppTest.from_function(_page_script, args=(slug,), default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    """Return the text of a page."""
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def _page_script(slug):
    from dashboard.components import lesson_page
    from dashboard.lessons import discover

    [lesson] = [lesson for lesson in discover() if lesson.slug == slug]
    lesson_page.render(lesson, [])
