"""The lab of the lesson on convolutions: what it computes, what it tells of a place, and what it keeps."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from dashboard.experiments.filters import PRESETS, FilterSettings, convolve2d
from dashboard.experiments.photographs import photograph

pytestmark = pytest.mark.browser

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
RESULT = """() => {
    const find = (root) => [...root.querySelectorAll('*')].flatMap(
        (e) => [...(e.matches('.filter-lab') ? [e] : []), ...(e.shadowRoot ? find(e.shadowRoot) : [])]);
    const { width, height, values } = find(document)[0].result;
    return { width, height, values: [...values] };
}"""
# Types a weight and returns the middle of the result before anything else can happen in the page.
TYPE_A_WEIGHT = """(input) => {
    input.value = 3;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    const { width, values } = input.closest('.filter-lab').result;
    return values[100 * width + 100];
}"""


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    return streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def open_lab(app, new_page):
    def show(query: str = "", **window) -> Page:
        page = new_page(**window)
        page.goto(f"{app.url}/lesson-convolutions?{query}")
        expect(page.locator(".filter-lab .total")).to_contain_text("the nine products add up to")
        return page

    return show


def result(page: Page) -> np.ndarray:
    found = page.evaluate(RESULT)
    return np.array(found["values"]).reshape(found["height"], found["width"])


@pytest.mark.parametrize("stride", ["1", "2", "3"])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_every_kernel_gives_what_the_course_computes_elsewhere(open_lab, padding, stride):
    page = open_lab("picture=Chelsea the cat")
    page.get_by_label("Stride", exact=True).select_option(stride)
    page.get_by_label("Padding", exact=True).select_option(padding)
    pixels = photograph("chelsea", grey=True)

    for preset in PRESETS:
        page.get_by_label("Kernel", exact=True).select_option(preset.name)

        wanted = convolve2d(pixels, FilterSettings(preset.kernel, int(stride), padding))
        np.testing.assert_allclose(result(page), wanted, atol=1e-6)


class SlowServer:
    """Holds back what the server says to a page, until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page, self.held, self.holds = page, [], False
        page.route_web_socket(re.compile("_stcore/stream"), self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        server = socket.connect_to_server()
        server.on_message(lambda message: self.held.append(message) if self.holds else socket.send(message))

    def hold(self) -> None:
        self.holds = True

    def wait_until_it_has_answered(self) -> None:
        said = -1
        while not self.held or len(self.held) > said:
            said = len(self.held)
            self.page.wait_for_timeout(1000)

    def let_go(self) -> None:
        self.holds = False
        for message in self.held:
            self.socket.send(message)


def test_a_late_answer_of_the_server_does_not_undo_what_was_chosen_meanwhile(app, new_page):
    page = new_page()
    server = SlowServer(page)
    page.goto(f"{app.url}/lesson-convolutions")
    expect(page.locator(".filter-lab .total")).to_contain_text("the nine products add up to")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    kernel = page.get_by_label("Kernel", exact=True)
    first, second = PRESETS[1], PRESETS[2]

    server.hold()
    kernel.select_option(first.name)
    server.wait_until_it_has_answered()
    kernel.select_option(second.name)
    server.let_go()

    wanted = ",".join(f"{weight:g}" for weight in second.kernel)
    page.wait_for_url(lambda address: parse_qs(urlsplit(address).query).get("kernel") == [wanted])
    expect(kernel).to_have_value(second.name)
    np.testing.assert_allclose(
        result(page), convolve2d(photograph("camera", grey=True), FilterSettings(second.kernel)), atol=1e-6
    )


def test_a_weight_changes_the_result_at_once_and_the_rest_of_the_page_soon(open_lab, screenshot):
    page = open_lab()
    weight = page.get_by_label("Weight in row 2, column 2")

    at_once = weight.evaluate(TYPE_A_WEIGHT)

    kernel = (-1, 0, 1, -2, 3, 2, -1, 0, 1)
    wanted = convolve2d(photograph("camera", grey=True), FilterSettings(kernel))
    assert at_once == pytest.approx(wanted[100, 100], abs=1e-6), "the server was asked first"
    np.testing.assert_allclose(result(page), wanted, atol=1e-6)
    expect(page.get_by_text("A kernel of your own.")).to_be_visible()
    page.wait_for_url(re.compile("kernel=-1%2C0%2C1%2C-2%2C3%2C2"))
    expect(page.get_by_test_id("stCode").last).to_contain_text("[-2, 3, 2]")
    screenshot(page, "lab")


def test_a_place_tells_its_nine_products_under_the_mouse_and_by_the_keyboard(open_lab):
    page = open_lab("kernel=0,0,0,0,2,0,0,0,0")
    after = page.locator(".after canvas")
    total = page.locator(".filter-lab .total")

    after.hover(position={"x": 3, "y": 3})
    expect(total).to_contain_text(re.compile(r"^Row [12], column [12]:"))
    after.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    expect(total).to_contain_text("Row 0")
    row, column = map(int, re.findall(r"Row (\d+), column (\d+)", total.inner_text())[0])
    pixel = int(photograph("camera", grey=True)[row + 1, column + 1])
    expect(page.locator(".products td").nth(4)).to_have_text(f"{pixel} × 2 = {2 * pixel}")
    expect(total).to_contain_text(f"add up to {2 * pixel}.")


def test_a_weight_that_is_none_is_marked_and_counts_as_nothing(open_lab):
    page = open_lab()
    weight = page.get_by_label("Weight in row 1, column 1")

    weight.fill("")

    expect(weight).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".products td").first).to_contain_text("× 0 = 0")


def test_a_picture_of_ones_own_is_taken_apart(open_lab):
    page = open_lab("picture=Your own")
    page.locator('input[type="file"]').set_input_files(
        Path(__file__).resolve().parents[2] / "data" / "photographs" / "coffee.png"
    )

    expect(page.get_by_text("Your picture, 256 × 256")).to_be_visible()
    wanted = convolve2d(photograph("coffee", grey=True), FilterSettings())
    np.testing.assert_allclose(result(page), wanted, atol=1e-6)


def test_a_reload_brings_everything_back(open_lab):
    page = open_lab("kernel=1,2,3,4,5,6,7,8,9&stride=3&padding=same&picture=A cup of coffee")
    page.reload()
    expect(page.locator(".filter-lab .total")).to_contain_text("the nine products add up to")

    wanted = convolve2d(
        photograph("coffee", grey=True), FilterSettings((1, 2, 3, 4, 5, 6, 7, 8, 9), 3, "same")
    )
    np.testing.assert_allclose(result(page), wanted, atol=1e-6)
