"""The lesson on coding layers in a browser: break a stack, mend it, train it, and compare three pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "layers=conv4x3-relu,pool2,flatten,dense10-softmax&epochs=2"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_a_stack_is_broken_mended_trained_and_followed(app, new_page, screenshot, sideways_scroll):
    page = new_page()
    page.goto(f"{app.url}/lesson-coding-layers?{SMALL}")
    # The last thing on the page stands: nothing moves any more.
    expect(page.get_by_text("Download coding_layers.ipynb")).to_be_visible(timeout=TRAINS)
    page.locator(".st-key-layers-add-pool").get_by_role("button").click(timeout=TRAINS)
    expect(page.get_by_text(re.compile("expected ndim=4, found ndim=2"))).to_be_visible(timeout=TRAINS)
    screenshot(page, "layers-misfit")
    page.locator(".st-key-layers-remove-4").get_by_role("button").click(timeout=TRAINS)
    expect(page.get_by_text(re.compile("^These layers fit: 6,810 weights"))).to_be_visible(timeout=TRAINS)

    page.get_by_role("button", name="Train", exact=True).click(timeout=TRAINS)

    alike = page.get_by_text("How alike they are, layer by layer")
    expect(alike).to_be_visible(timeout=TRAINS)
    alike.scroll_into_view_if_needed()
    screenshot(page, "layers-three-pictures")
    told = re.compile("^From the pixels to the last layer, the likeness of the first and the third picture")
    expect(page.get_by_text(told)).to_be_visible(timeout=TRAINS)

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text("How alike they are, layer by layer")).to_be_visible(timeout=TRAINS)
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "layers-narrow")
