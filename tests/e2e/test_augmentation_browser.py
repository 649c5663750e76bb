"""The lesson More from the same pictures in a browser: real draws, four real trainings, and a picture of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "epochs=2&filters=2&units=4&batch=128&augmentation-gap=b&augmentation-validation=b"
WORKS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_draws_four_trainings_and_a_picture_of_ones_own(app, new_page, screenshot, sideways_scroll):
    page = new_page()
    page.goto(f"{app.url}/lesson-augmentation?{SMALL}")
    draws = page.get_by_role("group", name=re.compile("^16 draws of flip horizontal"))
    expect(draws.locator("img")).to_have_count(16, timeout=WORKS)
    expect(page.get_by_text("no pixel differs")).to_be_visible()
    before = draws.locator("img").first.get_attribute("src")
    page.get_by_role("button", name="Draw again").click()
    expect(draws.locator("img").first).not_to_have_attribute("src", before or "", timeout=WORKS)
    screenshot(page, "augmentation-draws")

    page.get_by_role("button", name="Train all four").click()
    happened = page.get_by_text("What happened", exact=True)
    expect(happened).to_have_count(2, timeout=WORKS)
    expect(page.get_by_text(re.compile("The training curves are the same to the last digit"))).to_be_visible()
    expect(page.get_by_text(re.compile("^Without augmentation: "))).to_be_visible()
    happened.first.scroll_into_view_if_needed()
    screenshot(page, "augmentation-runs")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(f"{page.url}&animal=own")
    expect(narrow.get_by_text("What happened", exact=True)).to_have_count(2, timeout=WORKS)
    expect(narrow.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=WORKS
    )
    narrow.locator('input[type="file"]').set_input_files(PROJECT / "data" / "photographs" / "chelsea.png")
    mine = narrow.get_by_role("group", name=re.compile("^16 draws of "))
    expect(mine.locator("img")).to_have_count(16, timeout=WORKS)
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "augmentation-narrow")
