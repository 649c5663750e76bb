"""What a learner finds again after a reload, in a second tab, and after the server was started anew."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started
from dashboard.experiments.runs import RunStore

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]

PROJECT = Path(__file__).resolve().parents[2]
LESSON = "lesson-hands-on-vision"
CHOSEN = "Both will be about the same"
ANSWERED = 180_000  # milliseconds: the sandbox imports TensorFlow first
COOKIE = "tensorflow_by_doing"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def app(streamlit_server, home):
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=str(home))


@pytest.fixture
def open_page(app, new_page, records) -> Iterator[Callable[..., Page]]:
    """``open_page("")``: a page of a new browser; ``open_page("", of=page)``: a second tab of that one."""

    def show(name: str, of: Page | None = None, **window) -> Page:
        page = of.context.new_page() if of is not None else new_page(**window)
        page.goto(f"{app.url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield show
    # Two of these tests end the server under an open page.
    for record in records.values():
        record.errors[:] = [error for error in record.errors if "ERR_CONNECTION" not in error]


def finished_run(home: Path) -> str:
    """Leave a finished run of 77 neurons and two epochs on disk, as an earlier visit does; return its id."""
    store = RunStore(home / "runs")
    run_id = store.create(TrainingConfig(units=77, epochs=2)).id
    epochs = [
        EpochEnd(n, {"loss": 0.5, "accuracy": 0.8, "val_loss": 0.6, "val_accuracy": 0.7}) for n in (0, 1)
    ]
    for event in (Queued(1), Started(), *epochs, Finished()):
        store.append(run_id, event)
    return run_id


def cookie(context: BrowserContext) -> dict:
    return next(dict(found) for found in context.cookies() if found["name"] == COOKIE)


def restart(app) -> None:
    app.stop()
    app.start()


def test_a_browser_has_one_id_in_every_tab_and_after_a_reload_and_no_script_reads_it(open_page):
    page = open_page("")
    first = cookie(page.context)
    tab = open_page(LESSON, of=page)
    page.reload()
    other = open_page("")

    assert (first["httpOnly"], first["sameSite"]) == (True, "Lax")
    assert cookie(page.context)["value"] == first["value"] != cookie(other.context)["value"]
    assert COOKIE not in tab.evaluate("document.cookie")


def test_a_prediction_is_there_on_the_next_visit_after_the_server_was_started_anew(app, open_page):
    page = open_page(LESSON)
    page.get_by_text(CHOSEN).first.click()
    expect(page.get_by_text("Your prediction is kept")).to_be_visible()
    page.goto("about:blank")
    restart(app)

    page.goto(f"{app.url}/{LESSON}")

    expect(page.get_by_text("Your prediction is kept")).to_be_visible()
    expect(page.get_by_role("radio", name=CHOSEN)).to_be_checked()
    other = open_page(LESSON)
    expect(other.get_by_role("button", name="Train", exact=True)).to_be_visible()
    expect(other.get_by_text("Your prediction is kept")).to_have_count(0)


def test_the_last_run_is_offered_on_the_next_visit_and_shown_only_when_asked_for(
    app, home, open_page, screenshot
):
    page = open_page(f"{LESSON}?units=77&epochs=2&run={finished_run(home)}")
    expect(page.locator(".live-curve .summary")).to_contain_text("After 2 epochs")
    offer = page.get_by_role("button", name="Show your last run")
    expect(offer).to_have_count(0)
    page.goto("about:blank")
    restart(app)

    page.goto(f"{app.url}/{LESSON}")
    expect(offer).to_be_visible()
    expect(page.locator(".live-curve .summary")).not_to_contain_text("After 2 epochs")
    screenshot(page, "progress-last-run")
    offer.click()

    expect(page.locator(".live-curve .summary")).to_contain_text("After 2 epochs")
    expect(page).to_have_url(re.compile(r"units=77"))
    expect(offer).to_have_count(0)


def test_a_last_run_that_was_removed_is_not_offered(home, open_page):
    run_id = finished_run(home)
    page = open_page(f"{LESSON}?run={run_id}")
    expect(page.locator(".live-curve .summary")).to_contain_text("After 2 epochs")
    RunStore(home / "runs").delete(run_id)

    page.goto("about:blank")
    again = open_page(LESSON, of=page)

    expect(again.get_by_role("button", name="Train", exact=True)).to_be_visible()
    expect(again.get_by_text("From the notes:")).to_be_visible()
    expect(again.get_by_role("button", name="Show your last run")).to_have_count(0)


def test_a_result_outlives_a_reload_the_home_page_tells_it_and_it_can_be_forgotten(
    home, open_page, screenshot, sideways_scroll
):
    page = open_page(f"{LESSON}?run={finished_run(home)}", width=390)
    expect(page.locator(".live-curve .summary")).to_contain_text("After 2 epochs")
    exercise = open_page("exercise-callbacks", of=page)
    exercise.get_by_role("button", name="Check", exact=True).click()
    found = exercise.get_by_role("heading", name="What the checks found")
    expect(found).to_be_visible(timeout=ANSWERED)

    exercise.reload()
    expect(exercise.get_by_text("From your last visit:")).to_be_visible()
    expect(found).to_be_visible()

    front = open_page("", of=page)
    expect(front.get_by_text("you have trained here")).to_be_visible()
    expect(front.get_by_text("your best: 0 of")).to_be_visible()
    assert sideways_scroll(front) <= 0
    front.get_by_role("button", name="Forget my progress").click()
    screenshot(front, "progress-forget")
    front.get_by_role("button", name="Yes, forget my progress").click()
    expect(front.get_by_text("your best:")).to_have_count(0)
    expect(front.get_by_text("you have trained here")).to_have_count(0)
    exercise.reload()
    expect(exercise.get_by_role("button", name="Check", exact=True)).to_be_visible()
    expect(found).to_have_count(0)
