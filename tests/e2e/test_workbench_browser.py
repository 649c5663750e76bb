"""The workbench in a real browser: pin real runs, lay them over each other, sweep a setting, come back to it all."""

import contextlib
import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, TimeoutError, expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
LESSON = "lesson-hands-on-vision"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy
QUICK = "epochs=2&examples=1000&units=8"
LONG = "epochs=100&examples=60000&batch=16"


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
    return page.get_by_role("button", name=name, exact=True)


def train(page: Page) -> None:
    """Train a run to its end."""
    button(page, "Train").click()
    expect(page.locator(".live-curve .summary")).to_contain_text(
        re.compile(r"After \d+ epoch"), timeout=TRAINS
    )
    expect(button(page, "Train")).to_be_enabled(timeout=TRAINS)


def pin(page: Page, count: int) -> None:
    """Pin the run on show; it becomes one of ``count``."""
    button(page, "Pin this run").click()
    expect(page.get_by_text(f"{count} of at most 12 runs pinned.")).to_be_visible()


def settle(page: Page) -> None:
    """Wait until no script runs: while one does, what it replaces is still on the page beside it."""
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=TRAINS
    )


def start_sweep(page: Page, setting: str, values: str, runs: int) -> None:
    settle(page)
    page.get_by_text("Try several values at once").click()
    settle(page)
    chooser = page.get_by_role("combobox", name="Setting")
    for _ in range(5):  # a script run that begins meanwhile closes the list; typing opens it again
        if chooser.input_value() == setting:
            break
        chooser.click()
        chooser.press("Control+A")
        chooser.press_sequentially(setting)
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=setting, exact=True).click(timeout=5000)
        settle(page)
    expect(chooser).to_have_value(setting)
    box = page.get_by_role("textbox", name="Values")
    expect(box).to_have_count(1)
    box.fill(values)
    box.press("Enter")
    expect(page.get_by_text(re.compile(rf"^{runs} runs of "))).to_be_visible()
    button(page, "Run the sweep").click()
    expect(button(page, "Stop the sweep")).to_be_visible()


def parameter(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def small_charts(page: Page):
    return page.locator(".sweep-charts figure")


def test_a_repeat_gives_the_same_curve_and_another_setting_another(open_lesson, tmp_path, screenshot):
    """Real runs of a real model: the same settings and seed give the same figures."""
    page = open_lesson(QUICK)
    expect(button(page, "Pin this run")).to_have_count(0)
    train(page)
    pin(page, 1)
    train(page)
    pin(page, 2)
    expect(page.get_by_text("have the same settings: the curves lie on each other.")).to_be_visible()

    page.get_by_role("slider", name="Neurons").press("ArrowRight")
    expect(page.get_by_test_id("stCode").last).to_contain_text("keras.layers.Dense(9")
    train(page)
    pin(page, 3)
    expect(page.get_by_text(re.compile("The highest validation accuracy of 3 runs")).first).to_be_visible()
    expect(page.get_by_role("textbox", name="Its name")).to_have_value("9 neurons")
    screenshot(page, "workbench-tray")

    with page.expect_download() as download:
        button(page, "Download all curves").click()
    download.value.save_as(tmp_path / "runs.csv")
    with (tmp_path / "runs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    curves = [
        [row["val_loss"] for row in rows if row["name"] == name]
        for name in dict.fromkeys(r["name"] for r in rows)
    ]
    assert [len(curve) for curve in curves] == [2, 2, 2]
    assert [float(value) for value in curves[0]] == pytest.approx(
        [float(value) for value in curves[1]], abs=1e-6
    )
    assert curves[0] != curves[2]


def test_a_copied_address_shows_the_same_comparison_also_after_a_restart(open_lesson, app, records):
    page = open_lesson(QUICK)
    train(page)
    pin(page, 1)
    name = page.get_by_role("textbox", name="Its name")
    name.fill("small, ~but~ 100 % mine")
    name.press("Enter")
    page.wait_for_url("**mine*")
    told = page.get_by_text("“small, ~but~ 100 % mine” with").first
    expect(told).to_be_visible()
    sentence, address = told.inner_text(), page.url

    other = open_lesson()
    other.goto(address)
    expect(other.get_by_text(sentence).first).to_be_visible()
    page.reload()
    expect(page.get_by_text(sentence).first).to_be_visible()

    app.stop()
    app.start()
    third = open_lesson()
    third.goto(address)
    expect(third.get_by_text(sentence).first).to_be_visible()
    assert third.url == address
    for record in (records[page], records[other]):
        record.errors.clear()  # they lost their server for a while


def test_a_sweep_grows_in_the_background_and_is_concluded(open_lesson, screenshot):
    page = open_lesson(QUICK)
    train(page)
    start_sweep(page, "dropout", "0, 0.4, 0.8", 3)
    expect(small_charts(page)).to_have_count(3)
    page.locator(".sweep-charts").evaluate("node => { node.dataset.mark = 'kept' }")

    expect(page.get_by_text(re.compile("^Validation accuracy was highest with dropout")).first).to_be_visible(
        timeout=TRAINS
    )
    expect(page.locator(".sweep-charts")).to_have_attribute("data-mark", "kept")
    expect(page.locator(".sweep-charts path.line")).to_have_count(6 + 2)  # and those of the key
    assert parameter(page, "sweep").startswith("dropout:")
    screenshot(page, "workbench-sweep")

    address = page.url
    page.reload()
    expect(
        page.get_by_text(re.compile("^Validation accuracy was highest with dropout")).first
    ).to_be_visible()
    assert page.url == address
    button(page, "Pin all").click()
    expect(page.get_by_text("3 of at most 12 runs pinned.")).to_be_visible()
    button(page, "Close").click()
    expect(small_charts(page)).to_have_count(0)
    assert parameter(page, "sweep") == ""


def test_train_works_while_a_sweep_trains_and_the_sweep_can_be_stopped(open_lesson):
    page = open_lesson(QUICK)
    train(page)
    page.goto(page.url.replace("epochs=2", "epochs=100").replace("examples=1000", "examples=60000"))
    expect(button(page, "Pin this run")).to_be_visible()
    start_sweep(page, "neurons", "300, 310", 2)
    expect(small_charts(page).filter(has_text=re.compile("%, epoch [1-9]")).first).to_be_visible(
        timeout=TRAINS
    )

    expect(button(page, "Train")).to_be_enabled()
    button(page, "Train").click()
    expect(button(page, "Stop")).to_be_enabled()

    button(page, "Stop the sweep").click()
    expect(page.get_by_text(re.compile("was stopped after")).first).to_be_visible(timeout=TRAINS)
    expect(page.locator(".live-curve .summary")).to_contain_text(
        re.compile(r"Epoch \d+ of 100"), timeout=TRAINS
    )
    button(page, "Stop").click()
    expect(button(page, "Train")).to_be_enabled(timeout=TRAINS)


def test_pinned_runs_lie_behind_the_live_curve(open_lesson):
    page = open_lesson(QUICK)
    train(page)
    pin(page, 1)

    train(page)

    expect(page.locator(".live-curve ul.overlays li")).to_have_count(1)
    expect(page.locator(".live-curve path.overlay").first).to_be_attached()


def test_an_address_full_of_nonsense_leaves_a_working_page(open_lesson):
    page = open_lesson(f"units=-1&optimizer=x&pins=a~,{'A' * 16}~gone,%25%25&sweep=colour:1&{QUICK}&units=8")

    expect(
        page.get_by_text("1 pinned run that cannot be read").or_(page.get_by_text("2 pinned runs that")).first
    ).to_be_visible()
    expect(page.get_by_text("A sweep varies one of").first).to_be_visible()
    expect(page.get_by_text("A pinned run was removed to make room").first).to_be_visible()
    train(page)
    pin(page, 1)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_narrow_page_with_tray_and_sweep_does_not_scroll_sideways(
    open_lesson, sideways_scroll, screenshot, dark
):
    page = open_lesson(QUICK, width=390, height=844, dark=dark)
    train(page)
    pin(page, 1)
    start_sweep(page, "neurons", "8, 16", 2)
    expect(button(page, "Pin all")).to_be_enabled(timeout=TRAINS)
    for expander in page.get_by_test_id("stExpander").get_by_text("Show the numbers as a table").all():
        expander.click()
    expect(page.locator(".sweep-charts")).to_have_attribute("data-theme", "dark" if dark else "light")

    assert sideways_scroll(page) <= 0
    button(page, "Pin all").scroll_into_view_if_needed()
    screenshot(page, f"workbench-narrow-{'dark' if dark else 'light'}")


def test_the_keyboard_alone_pins_and_unpins_a_run(open_lesson):
    page = open_lesson(QUICK)
    train(page)

    button(page, "Pin this run").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of at most 12 runs pinned.")).to_be_visible()
    page.get_by_role("textbox", name="Its name").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if button(page, "Unpin").evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Pinned runs")).to_have_count(0)
    expect(button(page, "Pin this run")).to_be_enabled()
