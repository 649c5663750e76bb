"""The lesson Dropout in a browser: step through the small network, compare without and with, measure, and look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "examples=200&epochs=2&units=16&drop_rate=0.5&drop_seed=3"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_steps_through_the_network_then_compares_measures_and_looks(
    app, new_page, screenshot, sideways_scroll
):
    page = new_page()
    page.goto(f"{app.url}/lesson-dropout?{SMALL}")
    first = page.get_by_text(re.compile("^Step 1 of 12: "))
    expect(first).to_be_visible(timeout=TRAINS)
    dropped = page.locator(".dropout-view .neuron.dropped")
    named = page.locator(".dropout-view .summary")
    page.get_by_role("button", name="Next step").click()
    expect(named).to_contain_text("Step 2 of 12: ")
    page.get_by_label("Training step").press("End")
    expect(named).to_contain_text("Step 12 of 12: ")
    page.get_by_role("checkbox", name="training=False").check()
    expect(named).to_contain_text("nothing is dropped and nothing is scaled")
    expect(dropped).to_have_count(0)
    named.scroll_into_view_if_needed()
    screenshot(page, "dropout-network")

    page.get_by_role("button", name="Train without and with dropout, 4 seeds").click()
    expect(page.get_by_text(re.compile("^Without dropout: training"))).to_be_visible(timeout=TRAINS)
    page.get_by_role("button", name="Measure the weights of the runs above").click()
    measured = page.get_by_text(re.compile("^The mean absolute correlation is"))
    expect(measured).to_be_visible(timeout=TRAINS)
    measured.scroll_into_view_if_needed()
    screenshot(page, "dropout-measured")

    page.get_by_role("button", name="Train", exact=True).click()
    passes = page.get_by_text(re.compile("^With training=False, all 10 passes gave the same"))
    expect(passes).to_be_visible(timeout=TRAINS)
    passes.scroll_into_view_if_needed()
    screenshot(page, "dropout-passes")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text(re.compile("^Step 1 of 12: "))).to_be_visible(timeout=TRAINS)
    assert sideways_scroll(narrow) <= 0
    narrow.locator(".dropout-view").scroll_into_view_if_needed()
    screenshot(narrow, "dropout-narrow")
