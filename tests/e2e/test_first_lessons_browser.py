"""The first two lessons in a real browser: what only a browser can show of their main interactions."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    return streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def open_lesson(app, new_page) -> Callable[..., Page]:
    """``open_lesson("hello-neuron", "lr=0.1", width=390)``: the lesson at that address."""

    def show(slug: str, query: str = "", **window) -> Page:
        page = new_page(**window)
        page.goto(f"{app.url}/lesson-{slug}?{query}")
        expect(train(page)).to_be_enabled()
        return page

    return show


def train(page: Page):
    return page.get_by_role("button", name="Train", exact=True)


def view(page: Page):
    return page.locator(".neuron-view .summary")


def trained(page: Page, epochs: int) -> None:
    expect(page.locator(".live-curve .summary")).to_contain_text(f"After {epochs} epochs", timeout=TRAINS)
    expect(train(page)).to_be_enabled()


def place_of(page: Page, *locators) -> list[float]:
    return [locator.bounding_box()["y"] for locator in locators]


def test_the_neuron_answers_18_98_and_its_way_can_be_watched_again(open_lesson, screenshot):
    page = open_lesson("hello-neuron", height=1500)
    fixed = train(page), page.locator(".live-curve .plot").first
    expect(fixed[1]).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_visible()
    before = place_of(page, *fixed)
    page.get_by_text("Nearly 19, but not quite").click()
    expect(page.get_by_text("Your prediction is kept.")).to_be_visible()

    train(page).click()

    trained(page, 500)
    expect(view(page)).to_contain_text("After epoch 500 of 500: weight 1.998")
    expect(page.get_by_text(re.compile(r"After 500 epochs it says 18\.98\d+ for x = 10"))).to_be_visible()
    assert place_of(page, *fixed) == before, "nothing that came moved the button or the curve"
    screenshot(page, "hello-neuron")
    slider = page.get_by_role("slider", name="Epoch shown")
    slider.focus()
    page.keyboard.press("Home")
    expect(view(page)).to_contain_text("Before the first step: weight 1.2408, bias 0.0000")
    page.keyboard.press("ArrowRight")
    expect(view(page)).to_contain_text("After epoch 1 of 500: weight 1.2893")
    page.get_by_role("button", name="Watch again").click()
    expect(view(page)).to_contain_text("After epoch 500 of 500")


def test_the_line_moves_while_a_slow_run_trains(open_lesson):
    page = open_lesson("hello-neuron", "speed=5&epochs=100")
    train(page).click()
    line = page.locator(".neuron-view .guess-line")
    # While it trains, the last epoch that the view knows of is not the last of the run.
    under_way = re.compile(r"After epoch \d+ of \d\d?:")
    expect(view(page)).to_contain_text(under_way, timeout=TRAINS)
    words, drawn = view(page).inner_text(), line.get_attribute("d")
    expect(view(page)).not_to_have_text(words)
    expect(view(page)).to_contain_text(under_way)
    assert line.get_attribute("d") != drawn
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(train(page)).to_be_enabled(timeout=TRAINS)


def test_divergence_is_drawn_as_far_as_it_can_and_explained(open_lesson, sideways_scroll, screenshot):
    page = open_lesson("hello-neuron", "lr=0.3&step=2", width=390, height=844, dark=True)
    train(page).click()
    trained(page, 500)
    expect(view(page)).to_contain_text("the weight is nan and the bias nan, so there is no line")
    expect(
        page.get_by_text("because each step was too large. Try a smaller learning rate.").first
    ).to_be_visible()
    assert "NaN" not in page.locator(".neuron-view").evaluate("node => node.outerHTML")
    expect(page.get_by_text("gradient of weight = 2/6")).to_be_attached()
    assert sideways_scroll(page) <= 0
    page.locator(".neuron-view").scroll_into_view_if_needed()
    screenshot(page, "hello-neuron-diverged-narrow-dark")


def test_own_points_are_typed_into_the_table_and_learned(open_lesson):
    page = open_lesson("hello-neuron", height=1200)
    table = page.get_by_test_id("stDataFrame")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    cells = table.locator(".dvn-scroller")
    width = cells.bounding_box()["width"]
    cells.click(position={"x": 0.75 * width, "y": 52})  # y of the first row, once the table stands still
    page.keyboard.press("Enter")
    editor = page.locator("#portal input, #portal textarea").first
    expect(editor).to_be_visible()
    editor.fill("3")
    page.keyboard.press("Enter")
    page.wait_for_url("**points=-1*3*")

    train(page).click()

    trained(page, 500)
    expect(page.get_by_test_id("stCode").last).to_contain_text("y = np.array([[3.0], [-1.0]")
    expect(view(page)).to_contain_text("The smallest loss is at weight 1.143 and bias 1.286")


def test_the_score_of_rules_falls_as_golf_arrives_and_the_learner_draws_its_boundary(open_lesson, screenshot):
    page = open_lesson("new-paradigm", "run-from=7&bike-from=15", height=1300)
    expect(page.get_by_text("Your rules, three activities: 280 of 300 people right, 93.3 %")).to_be_visible()

    page.get_by_role("radiogroup", name="Who is out there").get_by_text("Golf arrives").click()

    expect(page.get_by_text("280 of 400 people right, 70.0 %").first).to_be_visible()
    page.get_by_text("The learner", exact=True).first.click()
    fixed = train(page), page.locator(".live-curve .plot").first
    fixed[1].scroll_into_view_if_needed()
    before = place_of(page, *fixed)

    train(page).click()

    trained(page, 40)
    outcome = page.get_by_text(re.compile(r"Your rules were right for 70\.0 % .*, the learner for 9\d\.\d %"))
    expect(outcome).to_be_visible()
    assert place_of(page, *fixed) == before, "nothing that came moved the button or the curve"
    expect(page.get_by_text("The learner after epoch 40 of 40")).to_be_visible()
    epoch = page.get_by_role("slider", name="After epoch")
    epoch.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("The learner before its first step")).to_be_visible()
    epoch.scroll_into_view_if_needed()
    screenshot(page, "new-paradigm")


def test_the_rules_work_on_a_narrow_dark_page(open_lesson, sideways_scroll, screenshot):
    page = open_lesson("new-paradigm", "stage=rule", width=390, height=844, dark=True)
    sway = page.get_by_role("slider", name="Slow, and golfing from a sway")
    sway.scroll_into_view_if_needed()
    sway.press("ArrowLeft")
    expect(page.get_by_text("if sway > 8.75:")).to_be_visible()
    page.wait_for_url("**golf-from=8.75*")
    assert sideways_scroll(page) <= 0
    screenshot(page, "new-paradigm-narrow-dark")
