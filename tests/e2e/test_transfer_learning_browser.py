"""The lesson Standing on shoulders in a browser: three bases trained for real, and a fine-tuning that is stopped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
TRAINS = 240_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_three_bases_train_and_a_fine_tuning_is_stopped(app, new_page, screenshot, sideways_scroll):
    page = new_page()
    page.goto(f"{app.url}/lesson-transfer-learning?transfer-bases=c")
    page.get_by_role("button", name="Train all three", exact=True).click()
    expect(page.get_by_text("What happened", exact=True)).to_be_visible(timeout=TRAINS)
    expect(
        page.get_by_text(re.compile(r"From scratch \d+\.\d %, Frozen random base \d+\.\d %"))
    ).to_be_visible()
    expect(page.get_by_text("154 layers", exact=True)).to_be_visible()
    expect(page.get_by_text("They are the same")).to_be_visible()
    screenshot(page, "transfer-bases")

    page.get_by_role("button", name="The right way").click()
    stop = page.get_by_role("button", name="Stop", exact=True).last
    expect(stop).to_be_enabled()
    stop.click()
    expect(page.get_by_role("button", name="The right way")).to_be_enabled(timeout=TRAINS)
    expect(page.get_by_role("cell", name="stopped").first).to_be_visible(timeout=TRAINS)

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text("154 layers", exact=True)).to_be_visible(timeout=TRAINS)
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "transfer-narrow")
