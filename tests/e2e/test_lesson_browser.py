"""The app in a real browser: open the lesson, train a real model, stop it, come back to it, take its code away."""

import ast
import json
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from playwright.sync_api import Page, expect

from dashboard import server
from dashboard.experiments.runs import RunStore

pytestmark = [pytest.mark.browser, pytest.mark.training]

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
LESSON = "lesson-hands-on-vision"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy
LONG = "epochs=100&examples=60000&batch=16"  # a run that is still going on whenever a test looks
GIVES_BACK = 30  # seconds
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    started = streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(home))
    started.home = home
    return started


@pytest.fixture
def open_lesson(app, new_page) -> Callable[..., Page]:
    """``open_lesson("units=64", width=390)``: the lesson at that address."""

    def show(query: str = "", on: str = "", **window) -> Page:
        page = new_page(**window)
        page.goto(f"{on or app.url}/{LESSON}?{query}")
        expect(train(page)).to_be_visible()
        return page

    return show


def train(page: Page):
    return page.get_by_role("button", name="Train", exact=True)


def stop(page: Page):
    return page.get_by_role("button", name="Stop", exact=True)


def summary(page: Page):
    return page.locator(".live-curve .summary")


def end_of(page: Page) -> None:
    """Stop what a test leaves running, so that the next one finds a free worker."""
    if stop(page).is_enabled():
        stop(page).click()
    expect(train(page)).to_be_enabled(timeout=TRAINS)


def test_one_click_from_the_open_page_to_a_moving_curve_and_a_look_inside(open_lesson, screenshot):
    page = open_lesson()
    page.locator(".live-curve").evaluate("node => { node.dataset.mark = 'kept' }")

    train(page).click()

    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 10"), timeout=TRAINS)
    screenshot(page, "lesson-training")
    expect(summary(page)).to_contain_text("After 10 epochs", timeout=TRAINS)
    expect(page.locator(".live-curve")).to_have_attribute("data-mark", "kept")
    expect(page.get_by_text("Inside the model you trained")).to_be_visible()
    accuracy = (
        page.get_by_test_id("stMetric").filter(has_text="Test accuracy").get_by_test_id("stMetricValue")
    )
    assert float(accuracy.inner_text().split()[0]) > 75
    screenshot(page, "lesson-trained")


# Every place on the page where the Train button has been, from the first paint on.
FOLLOW_TRAIN = """
    window.places = new Set();
    const each = () => {
        const button = [...document.querySelectorAll('button')].find((e) => e.innerText.trim().endsWith('Train'));
        const main = document.querySelector('[data-testid="stMain"]');
        if (button) window.places.add(Math.round(button.getBoundingClientRect().y + main.scrollTop));
        requestAnimationFrame(each);
    };
    each();
"""


def test_nothing_that_comes_or_goes_moves_the_train_button(app, new_page):
    """A click on a button that moves away in the same moment would be lost."""
    page = new_page()
    page.add_init_script(FOLLOW_TRAIN)
    page.goto(f"{app.url}/{LESSON}?epochs=2")
    expect(train(page)).to_be_visible()
    page.get_by_role("radio").first.check(force=True)
    expect(page.get_by_text("Your prediction is kept.")).to_be_visible()
    train(page).click()
    expect(page.get_by_text("You predicted")).to_be_visible(timeout=TRAINS)
    expect(page.get_by_test_id("stTabs")).to_be_visible()

    assert len(page.evaluate("[...window.places]")) == 1


def test_every_part_of_the_look_inside_can_be_opened(open_lesson, screenshot):
    page = open_lesson("epochs=3")
    train(page).click()
    inside = page.get_by_test_id("stTabs")
    expect(inside).to_be_visible(timeout=TRAINS)

    for name, shows in {
        "Its answers": page.get_by_text("The model says"),
        "Confusion matrix": page.get_by_text("The most frequent mistake"),
        "Its mistakes": page.get_by_text("test pictures: wrong answers"),
        "What neurons look for": page.get_by_text("Weights of 60 units"),
        "Its layers": page.get_by_text("101,770 weights in all."),
    }.items():
        page.get_by_role("tab", name=name).click()
        expect(shows.first).to_be_visible()
        inside.scroll_into_view_if_needed()
        screenshot(page, f"lesson-inside-{name.lower().replace(' ', '-')}")


def test_a_cell_of_the_confusion_matrix_opens_its_pictures(open_lesson):
    page = open_lesson("epochs=3")
    train(page).click()
    page.get_by_role("tab", name="Confusion matrix").click(timeout=TRAINS)
    expect(page.get_by_text(re.compile("test pictures?: .* called "))).to_be_visible()

    for label, said in (("The picture shows", "Bag called "), ("The model says", "Bag called Bag")):
        page.get_by_label(label).click()
        page.keyboard.press("Control+a")
        page.keyboard.type("Bag")
        page.get_by_role("option", name="Bag", exact=True).click()
        expect(page.get_by_text(re.compile(f"test pictures?: {said}"))).to_be_visible()

    expect(page.get_by_text(re.compile("24 of [0-9,]+ test pictures: Bag called Bag"))).to_be_visible()
    expect(page.locator("figure img")).to_have_count(24)


def test_stop_keeps_the_partial_curve_and_train_works_again(open_lesson, screenshot):
    page = open_lesson(LONG)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)

    stop(page).click()

    expect(
        page.get_by_text(re.compile("You stopped the training after \\d+ whole epoch")).first
    ).to_be_visible()
    expect(summary(page)).to_contain_text(re.compile(r"After \d+ epoch"))
    expect(train(page)).to_be_enabled()
    screenshot(page, "lesson-stopped")
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    end_of(page)


def test_a_reload_comes_back_to_the_running_training(open_lesson):
    page = open_lesson(LONG)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    address = page.url
    assert "run=" in address

    page.reload()

    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    expect(train(page)).to_be_disabled()
    assert page.url == address
    end_of(page)


def test_a_callback_stops_the_training_and_its_epoch_is_marked(open_lesson, screenshot):
    page = open_lesson("epochs=30&stop=0.8")

    train(page).click()

    expect(summary(page)).to_contain_text(re.compile(r"Training stopped at epoch \d+ of 30"), timeout=TRAINS)
    expect(page.locator(".live-curve .stop").first).to_be_attached()
    screenshot(page, "lesson-callback")


def test_divergence_is_explained_in_words(open_lesson, screenshot):
    page = open_lesson("optimizer=sgd&lr=10&epochs=3")

    train(page).click()

    expect(train(page)).to_be_enabled(timeout=TRAINS)
    expect(page.get_by_text(re.compile("nan|After 3 epochs")).first).to_be_visible()
    screenshot(page, "lesson-divergence")


def test_an_address_restores_the_settings_and_says_what_it_could_not_use(open_lesson):
    page = open_lesson("units=64&optimizer=sgd&lr=0.03&epochs=banana")

    expect(
        page.get_by_text("epochs must be a whole number from 1 to 500; received 'banana'.")
    ).to_be_visible()
    code = page.get_by_test_id("stCode").last
    expect(code).to_contain_text("keras.layers.Dense(64")
    expect(code).to_contain_text("keras.optimizers.SGD(learning_rate=0.03)")


def test_moving_a_slider_changes_the_code_and_the_address(open_lesson):
    page = open_lesson()

    page.get_by_role("slider", name="Epochs").press("ArrowRight")

    expect(page.get_by_test_id("stCode").last).to_contain_text("epochs=11")
    page.wait_for_url("**epochs=11*")


def test_the_browsers_back_button_brings_the_former_settings_back(open_lesson):
    page = open_lesson("epochs=20")
    page.get_by_role("slider", name="Epochs").press("ArrowRight")
    page.wait_for_url("**epochs=21*")

    page.go_back()

    expect(page.get_by_test_id("stCode").last).to_contain_text("epochs=20,")
    assert "epochs=20" in page.url


def test_the_program_can_be_taken_away_as_a_file_and_as_a_notebook(open_lesson, tmp_path):
    page = open_lesson("units=77")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download hands_on_vision.py").click()
    download.value.save_as(tmp_path / "lesson.py")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download hands_on_vision.ipynb").click()
    download.value.save_as(tmp_path / "lesson.ipynb")

    source = (tmp_path / "lesson.py").read_text(encoding="utf-8")
    ast.parse(source)
    assert "keras.layers.Dense(77" in source
    cells = json.loads((tmp_path / "lesson.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any("keras.layers.Dense(77" in cell["source"] for cell in cells)


def test_a_run_that_is_gone_leaves_a_working_page(open_lesson):
    page = open_lesson("run=AAAAAAAAAAAAAAAA&epochs=2")

    expect(page.get_by_text("There is no run 'AAAAAAAAAAAAAAAA'").first).to_be_visible()
    train(page).click()
    expect(summary(page)).to_contain_text("After 2 epochs", timeout=TRAINS)


# The most curves that are on the page at once, those of other script runs included.
COUNT_CURVES = """() => {
    const find = (root) => [...root.querySelectorAll('*')].flatMap(
        (e) => [...(e.matches('.live-curve') ? [e] : []), ...(e.shadowRoot ? find(e.shadowRoot) : [])]);
    window.most = 0;
    const each = () => { window.most = Math.max(window.most, find(document).length); requestAnimationFrame(each); };
    each();
}"""


def kill_workers(server) -> None:
    workers = [
        child
        for child in psutil.Process(server.pid).children()
        if "dashboard.workers.worker" in child.cmdline()
    ]
    assert workers
    for worker in workers:
        os.kill(worker.pid, signal.SIGKILL)


def test_a_killed_worker_is_told_and_train_works_again(open_lesson, app, screenshot):
    page = open_lesson(LONG)
    page.evaluate(COUNT_CURVES)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)

    kill_workers(app)

    expect(page.get_by_text("The training process was killed from outside").first).to_be_visible(
        timeout=TRAINS
    )
    screenshot(page, "lesson-worker-killed")
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    assert page.evaluate("window.most") == 1, "a message above the curve moved it to another place"
    end_of(page)


def run_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["run"][0]


def state_of(app, run_id: str) -> str:
    return str(RunStore(app.home / "runs").read(run_id).state)


def until_state(app, run_id: str, state: str) -> None:
    deadline = time.monotonic() + TRAINS / 1000
    while state_of(app, run_id) != state:
        assert time.monotonic() < deadline, f"the run is {state_of(app, run_id)}, not {state}"
        time.sleep(0.2)


def test_the_work_of_a_closed_tab_ends_by_itself(open_lesson, app):
    page = open_lesson(LONG)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    run_id = run_of(page)

    page.close()

    until_state(app, run_id, "stopped")
    assert "page" in RunStore(app.home / "runs").read(run_id).message


def test_an_open_tab_keeps_its_run_for_longer_than_the_lease(open_lesson, app):
    """The stream alone renews it: no script runs while the page is only looked at."""
    page = open_lesson(LONG)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)

    page.wait_for_timeout(1000 * (server.LEASE_SECONDS + 5))

    assert state_of(app, run_of(page)) == "running"
    page.reload()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    end_of(page)


def test_two_tabs_on_one_run_both_move_and_a_stop_in_one_reaches_the_other(open_lesson):
    first = open_lesson(LONG)
    train(first).click()
    expect(summary(first)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    second = open_lesson(urlsplit(first.url).query)
    expect(summary(second)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)

    stop(second).click()

    for page in (first, second):
        expect(summary(page)).to_contain_text(re.compile(r"After \d+ epoch"), timeout=TRAINS)
        expect(train(page)).to_be_enabled()


def test_a_page_that_is_open_while_the_server_restarts_comes_back_with_its_run(
    streamlit_server, open_lesson, records, tmp_path, screenshot
):
    own = streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path))
    page = open_lesson(LONG, on=own.url)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)

    own.stop()
    expect(page.get_by_role("status").filter(has_text="The connection to the server is lost")).to_be_visible()
    screenshot(page, "lesson-server-gone")
    own.start()

    expect(train(page)).to_be_enabled(timeout=TRAINS)
    expect(summary(page)).to_contain_text(re.compile(r"After \d+ epoch"))
    expect(page.get_by_role("status").filter(has_text="The connection to the server is lost")).to_have_count(
        0
    )
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)
    end_of(page)
    records[page].errors.clear()  # the lost connection is what this test is about


def test_the_server_ends_at_once_though_a_page_follows_a_run(
    streamlit_server, open_lesson, records, tmp_path
):
    own = streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path))
    own.home = tmp_path
    page = open_lesson(LONG, on=own.url)
    train(page).click()
    expect(summary(page)).to_contain_text(re.compile(r"Epoch \d+ of 100"), timeout=TRAINS)

    own.terminate()

    assert own.wait(60) == 0, "an open stream would hold the server until its run is over"
    assert state_of(own, run_of(page)) == "failed", "its run was not told to the disk"
    page.close()
    records[page].errors.clear()  # the lost connection is what this test is about


def test_the_lesson_leads_to_its_exercise(open_lesson):
    page = open_lesson()

    page.get_by_role("link", name="Now do it yourself").click()

    expect(page.get_by_role("heading", name="Stop when it is good enough")).to_be_visible()


def test_the_front_page_leads_to_the_lesson(app, page, screenshot):
    page.goto(app.url)
    expect(page.get_by_role("heading", name="TensorFlow by doing")).to_be_visible()
    screenshot(page, "home")

    page.get_by_role("link", name="Open the lesson").first.click()

    expect(train(page)).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_narrow_page_does_not_scroll_sideways(open_lesson, sideways_scroll, screenshot, dark):
    page = open_lesson("epochs=2", width=390, height=844, dark=dark)
    train(page).click()
    expect(page.get_by_test_id("stTabs")).to_be_visible(timeout=TRAINS)

    for name in ("Its answers", "Confusion matrix", "Its mistakes", "What neurons look for", "Its layers"):
        page.get_by_role("tab", name=name).click()
        assert sideways_scroll(page) <= 0, name
    screenshot(page, f"lesson-narrow-{'dark' if dark else 'light'}")


def test_the_keyboard_alone_trains_a_model(open_lesson):
    page = open_lesson("epochs=2")

    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Your prediction is kept.")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    for _ in range(12):
        page.keyboard.press("Tab")
        if train(page).evaluate("node => node === document.activeElement"):
            break
    expect(train(page)).to_be_focused()
    page.keyboard.press("Enter")

    expect(summary(page)).to_contain_text("After 2 epochs", timeout=TRAINS)
    expect(page.get_by_text("You predicted")).to_be_visible()


def test_the_server_of_one_learner_stays_small_and_free_of_tensorflow(
    open_lesson, streamlit_server, tmp_path_factory
):
    server = streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("alone")))
    page = open_lesson("epochs=2", on=server.url)
    train(page).click()
    expect(page.get_by_test_id("stTabs")).to_be_visible(timeout=TRAINS)

    process = psutil.Process(server.pid)

    # What drawing needed for a moment goes back to the system every 10 seconds.
    deadline = time.monotonic() + GIVES_BACK
    while process.memory_info().rss >= 200 * MEGABYTE and time.monotonic() < deadline:
        page.wait_for_timeout(1000)
    assert process.memory_info().rss < 200 * MEGABYTE
    if hasattr(process, "memory_maps"):
        assert not [area.path for area in process.memory_maps() if "tensorflow" in area.path]
