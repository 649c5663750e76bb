"""The lesson From two to many in a browser: a training, a hand drawn and one uploaded to play, and a mismatch run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "epochs=1&filters=4&units=16&mismatch=ints-categorical"
HAND = PROJECT / "data" / "scenes" / "rock_paper_scissors" / "new_artist" / "paper" / "0000.jpg"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_a_training_two_rounds_against_the_model_and_a_mismatch(app, new_page, screenshot, sideways_scroll):
    page = new_page()
    page.goto(f"{app.url}/lesson-from-two-to-many?{SMALL}")
    expect(page.get_by_text("(16, 48, 48, 3), float32")).to_have_count(2, timeout=TRAINS)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("What happened", exact=True)).to_be_visible(timeout=TRAINS)
    expect(page.get_by_text(re.compile("There it is right for: "))).to_be_visible()
    expect(page.get_by_role("tab", name="Confusion matrix")).to_be_visible(timeout=TRAINS)
    _idle(page)

    _draw(page)
    expect(
        page.get_by_text(re.compile(r"^What the model gets: a tensor of shape \(1, 48, 48, 3\)"))
    ).to_be_visible()
    _play(page, "rock", rounds=1)
    page.get_by_text("Upload a picture", exact=True).click()
    page.locator('input[type="file"]').set_input_files(HAND)
    expect(page.get_by_text(re.compile("^What the model gets"))).to_be_visible()
    _play(page, "paper", rounds=2)
    page.get_by_role("button", name="Begin anew").scroll_into_view_if_needed()
    screenshot(page, "signs-play")

    page.get_by_text("It stops with an error", exact=True).click()
    page.get_by_role("button", name="Run it", exact=True).click()
    error = page.get_by_text("target.shape=(None,), output.shape=(None, 3)").last
    expect(
        page.get_by_text(re.compile(r"^You expected: It stops with an error\. It was: It stops"))
    ).to_be_visible(timeout=TRAINS)
    error.scroll_into_view_if_needed()
    screenshot(page, "signs-mismatch")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text(re.compile("There it is right for: "))).to_be_visible(timeout=TRAINS)
    _idle(narrow)
    narrow.get_by_role("heading", name="Play against your model").scroll_into_view_if_needed()
    assert sideways_scroll(narrow) <= 0
    screenshot(narrow, "signs-narrow")


def _draw(page: Page) -> None:
    """Draw a stroke on the pad."""
    pad = page.locator(".drawing-pad canvas")
    pad.hover(position={"x": 80, "y": 80})
    page.mouse.down()
    pad.hover(position={"x": 140, "y": 140})
    page.mouse.up()


def _play(page: Page, sign: str, rounds: int) -> None:
    """Say what is shown, play a round, and wait until it is counted."""
    group = page.get_by_role("radiogroup", name="You show", exact=True)
    group.get_by_text(sign, exact=True).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_text(re.compile(rf"^\d of {rounds}$"))).to_be_visible(timeout=TRAINS)
    expect(page.get_by_text(re.compile(f"^You show {sign}, the model plays "))).to_be_visible()


def _idle(page: Page) -> None:
    """Wait until the script rests: what is drawn or uploaded earlier may get lost."""
    expect(page.locator('.stApp[data-test-script-state="notRunning"]')).to_be_visible(timeout=TRAINS)
