"""The live controls in a real browser with a real worker: Step, Resume, Reset, slow motion, two tabs."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
LESSON = "lesson-hands-on-vision"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy
SMALL = "examples=1000&epochs=4"
SLOW = "examples=1000&epochs=100&speed=2"  # fifty seconds: long enough for any test to look


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    return streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def open_lesson(app, new_page, records) -> Iterator[Callable[..., Page]]:
    """``open_lesson("units=64", width=390)``: the lesson at that address."""

    def show(query: str = "", **window) -> Page:
        page = new_page(**window)
        page.goto(f"{app.url}/{LESSON}?{query}")
        expect(button(page, "Train")).to_be_visible()
        return page

    yield show
    # Opened at a page's own address, Streamlit looks for its server below that address first, and does not find it.
    for record in records.values():
        record.errors[:] = [error for error in record.errors if "/_stcore/" not in error]


def button(page: Page, name: str):
    # Streamlit shows a Stop of its own above the page while the script runs.
    return page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def line(page: Page, text: str):
    return page.get_by_text(text, exact=True).first


def summary(page: Page):
    return page.locator(".live-curve .summary")


def table(page: Page, epochs: int) -> list[str]:
    """The figures of the curve, epoch by epoch."""
    toggle = page.locator(".live-curve details")
    if toggle.get_attribute("open") is None:
        toggle.locator("> summary").click()
    rows = page.locator(".live-curve table tbody tr")
    expect(rows).to_have_count(epochs)
    return rows.all_text_contents()


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def stop(page: Page) -> None:
    button(page, "Stop").click()
    expect(button(page, "Train")).to_be_enabled(timeout=TRAINS)


def test_steps_and_resume_draw_the_curve_of_one_training(open_lesson, screenshot):
    page = open_lesson(SMALL)
    for name in ("Stop", "Resume", "Reset"):
        expect(button(page, name)).to_be_disabled()
    button(page, "Step").click()
    expect(line(page, "Paused after epoch 1 of 4.")).to_be_visible(timeout=TRAINS)
    expect(summary(page)).to_contain_text("After 1 epoch:")
    screenshot(page, "controls-paused")
    run = parameters(page)["run"]
    button(page, "Step").click()
    expect(line(page, "Paused after epoch 2 of 4.")).to_be_visible(timeout=TRAINS)
    button(page, "Resume").click()
    expect(line(page, "Trained 4 epochs.")).to_be_visible(timeout=TRAINS)
    expect(summary(page)).to_contain_text("After 4 epochs")
    assert parameters(page)["run"] == run
    expect(button(page, "Resume")).to_be_disabled()
    stepped = table(page, 4)

    button(page, "Reset").click()
    expect(summary(page)).to_contain_text("Nothing has been trained yet")
    assert "run" not in parameters(page)
    button(page, "Train").click()
    expect(line(page, "Trained 4 epochs.")).to_be_visible(timeout=TRAINS)
    assert parameters(page)["run"] != run
    expect(summary(page)).to_contain_text("After 4 epochs")
    assert table(page, 4) == stepped


def test_a_step_beyond_the_last_epoch_moves_the_slider(open_lesson):
    page = open_lesson("examples=1000&epochs=1")
    button(page, "Step").click()
    expect(line(page, "Trained 1 epoch.")).to_be_visible(timeout=TRAINS)
    button(page, "Step").click()
    expect(line(page, "Trained 2 epochs.")).to_be_visible(timeout=TRAINS)
    page.wait_for_url(re.compile(r"epochs=2\b"))
    expect(button(page, "Resume")).to_be_disabled()


def test_slow_motion_is_stopped_at_once_and_resumed_at_full_speed_after_a_restart(app, open_lesson):
    page = open_lesson(SLOW)
    button(page, "Train").click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    for name in ("Train", "Resume", "Step", "Reset"):
        expect(button(page, name)).to_be_disabled()
    stop(page)
    expect(page.get_by_text(re.compile(r"Stopped after epoch \d+ of 100\.")).first).to_be_visible()
    address = page.url.replace("&speed=2", "").replace("speed=2&", "")
    page.close()

    app.stop()
    app.start()
    page = open_lesson(urlsplit(address).query)
    expect(page.get_by_text(re.compile(r"Stopped after epoch \d+ of 100\.")).first).to_be_visible()
    button(page, "Resume").click()
    expect(line(page, "Trained 100 epochs.")).to_be_visible(timeout=TRAINS)


def test_the_speed_changes_while_it_trains_and_is_in_the_address(open_lesson):
    page = open_lesson(SLOW)
    expect(page.get_by_label("Speed")).to_have_value("2 epochs a second")
    button(page, "Train").click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    page.get_by_label("Speed").click()
    page.get_by_role("option", name="Full speed", exact=True).click()
    expect(line(page, "Trained 100 epochs.")).to_be_visible(timeout=TRAINS)
    assert "speed" not in parameters(page)


def test_of_two_tabs_the_one_that_lags_behind_is_told(open_lesson):
    first = open_lesson(SLOW)
    button(first, "Train").click()
    expect(summary(first)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    stop(first)
    second = open_lesson(urlsplit(first.url).query)
    expect(button(second, "Resume")).to_be_enabled()
    button(first, "Resume").click()
    expect(button(first, "Stop")).to_be_enabled()
    button(second, "Resume").click()
    expect(second.get_by_text("This run is waiting or training already.").first).to_be_visible()
    stop(first)


def test_the_controls_work_from_the_keyboard_and_fit_on_a_phone(open_lesson, screenshot, sideways_scroll):
    page = open_lesson(SMALL, width=390, dark=True)
    button(page, "Train").focus()
    for name in ("Step",):  # what is disabled is passed over
        page.keyboard.press("Tab")
        expect(button(page, name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(line(page, "Paused after epoch 1 of 4.")).to_be_visible(timeout=TRAINS)
    button(page, "Train").focus()
    for name in ("Resume", "Step", "Reset"):
        page.keyboard.press("Tab")
        expect(button(page, name)).to_be_focused()
    assert sideways_scroll(page) == 0
    screenshot(page, "controls-phone")
