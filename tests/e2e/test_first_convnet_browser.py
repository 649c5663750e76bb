"""The lesson Your first ConvNet in a browser: train it, set the Dense model beside it, and show it a picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "examples=1000&epochs=2&filters=4&units=16"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_a_convnet_a_dense_model_beside_it_and_a_picture_of_ones_own(
    app, new_page, screenshot, sideways_scroll
):
    page = new_page()
    page.goto(f"{app.url}/lesson-first-convnet?{SMALL}")
    page.get_by_role("button", name="Train", exact=True).click()
    beside = page.get_by_role("button", name="Train Dense beside it")
    expect(beside).to_be_enabled(timeout=TRAINS)

    beside.click()

    compared = page.get_by_text(re.compile("^Both began with the same seed"))
    expect(compared).to_be_visible(timeout=TRAINS)
    expect(page.get_by_text("Pinned runs", exact=True)).to_be_visible()
    compared.scroll_into_view_if_needed()
    screenshot(page, "convnet-beside-dense")

    page.locator('input[type="file"]').set_input_files(PROJECT / "data" / "photographs" / "coffee.png")
    answer = page.get_by_text(re.compile("^The model says .*Whether it is right, you know best."))
    expect(answer).to_be_visible(timeout=TRAINS)
    answer.scroll_into_view_if_needed()
    screenshot(page, "convnet-own-picture")
    page.get_by_text("A channel in both", exact=True).click()
    expect(page.get_by_text("It trains, and whoever reads the program")).to_be_visible()

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    narrow.get_by_text(re.compile("^Both began with the same seed")).scroll_into_view_if_needed()
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "convnet-narrow")
