"""The lesson Cats and dogs on disk in a browser: a folder cleaned, split and watched, a leak trained and compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "epochs=2&filters=4&units=16&cut=mend&others=mend&misnamed=mend&pets-leak=b"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_a_folder_is_cleaned_split_and_watched_and_a_leak_is_trained(
    app, new_page, screenshot, sideways_scroll
):
    page = new_page()
    page.goto(f"{app.url}/lesson-cats-and-dogs-on-disk?{SMALL}")
    expect(page.get_by_text("504 of 522 files stay")).to_be_visible()
    page.get_by_role("radiogroup", name="Copies").get_by_text("drop").click()
    expect(page.get_by_text("No picture is on both sides.")).to_be_visible()
    page.get_by_text("Counted from the front: [:testing_length]").first.click()
    expect(page.get_by_text("80 of 80 testing pictures (100%) are in training too.")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    page.get_by_role("button", name="Watch from the start").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Watch from the start")).to_be_visible(timeout=TRAINS)
    expect(page.get_by_text("skipped: 24 files")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("button", name="Next file").click()
    expect(page.get_by_text("200.jpg is zero length, so ignoring.")).to_be_visible()
    screenshot(page, "pets-watch")

    page.get_by_role("button", name="Train them").click()
    expect(page.get_by_text("What happened", exact=True)).to_be_visible(timeout=TRAINS)
    leaky = "Counted from the front: [:testing_length], SPLIT_SIZE 0.8"
    expect(page.get_by_role("cell", name=leaky)).to_be_visible()
    screenshot(page, "pets-compared")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text("What happened", exact=True)).to_be_visible(timeout=TRAINS)
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "pets-narrow")
