"""The lesson Stop when it is good enough in a browser: overfit, record hooks, compare callbacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "epochs=30&units=16&compare_epochs=20&compare_patience=2"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_overfit_record_the_hooks_and_compare_callbacks(app, new_page, screenshot, sideways_scroll):
    page = new_page()
    page.goto(f"{app.url}/lesson-callbacks?{SMALL}")
    page.get_by_role("button", name="Train", exact=True).click(timeout=TRAINS)
    expect(page.get_by_text("What would EarlyStopping have saved?")).to_be_visible(timeout=TRAINS)

    page.get_by_role("button", name="Record a run").click()
    expect(page.get_by_text(re.compile("^56 calls in all"))).to_be_visible(timeout=TRAINS)
    page.get_by_role("button", name="Train all five").click()
    compared = page.get_by_text(re.compile("^Epochs trained: No callback 20"))
    expect(compared).to_be_visible(timeout=TRAINS)
    compared.scroll_into_view_if_needed()
    screenshot(page, "callbacks-compared")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    narrow.get_by_text(re.compile("^Epochs trained: No callback 20")).scroll_into_view_if_needed()
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "callbacks-narrow")
