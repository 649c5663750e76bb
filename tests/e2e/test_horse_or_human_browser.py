"""The lesson Horse or human in a browser: real batches, a training, an own picture, and where the model looks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "epochs=1&filters=4&units=16&target=64&take=8"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_batches_a_training_a_picture_of_ones_own_and_where_the_model_looks(
    app, new_page, screenshot, sideways_scroll
):
    page = new_page()
    page.goto(f"{app.url}/lesson-horse-or-human?{SMALL}")
    expect(page.get_by_text("(8, 64, 64, 3), float32")).to_have_count(2, timeout=TRAINS)
    screenshot(page, "horses-batches")

    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("What happened", exact=True)).to_be_visible(timeout=TRAINS)
    maps = page.get_by_text("A grey square moves over it.", exact=True)
    expect(maps).to_have_count(1, timeout=TRAINS)  # the page has settled: what is uploaded earlier gets lost
    page.locator('input[type="file"]').set_input_files(PROJECT / "data" / "photographs" / "chelsea.png")
    expect(page.get_by_text(re.compile("^The sigmoid gives"))).to_be_visible(timeout=TRAINS)
    expect(maps).to_have_count(2, timeout=TRAINS)
    maps.last.scroll_into_view_if_needed()
    screenshot(page, "horses-where")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text("A grey square moves over it.", exact=True)).to_be_visible(timeout=TRAINS)
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "horses-narrow")
