"""The look inside real models in a real browser: any layer of any picture, health in words, weights as pictures."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

APP = Path(__file__).with_name("results_app.py")
TRAINS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy
CONV = {"recipe": "conv", "filters": 4, "units": 16, "examples": 1000, "epochs": 1}
NEURON = {"recipe": "neuron", "dataset": "line", "optimizer": "sgd", "learning_rate": 0.01, "epochs": 200}
DENSE = {"examples": 1000, "units": 64, "epochs": 2}


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    return streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def look_inside(app, new_page) -> Callable[..., Page]:
    """``look_inside(CONV, width=390)``: the page once a model with these settings is trained."""

    def show(settings: dict, **window) -> Page:
        page = new_page(**window)
        page.goto(f"{app.url}/?config={quote(json.dumps(settings))}")
        expect(page.get_by_test_id("stTabs")).to_be_visible(timeout=TRAINS)
        return page

    return show


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list by keyboard alone."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(option)
    page.get_by_role("option", name=option).first.wait_for()
    page.keyboard.press("Enter")


def test_any_layer_of_any_picture_can_be_seen(look_inside, screenshot):
    page = look_inside(CONV)
    tab(page, "What each layer sees")
    expect(page.get_by_text("4 maps of 26×26").first).to_be_visible(timeout=TRAINS)
    screenshot(page, "results-maps")

    for layer, told in {
        "max_pooling2d (": "shape (1, 13, 13, 4)",
        "conv2d_1": "shape (1, 11, 11, 4)",
        "flatten": "shape (1, 100)",
        "dense (": "shape (1, 16)",
        "dense_1": "shape (1, 10)",
    }.items():
        choose(page, "Layer", layer)
        expect(page.get_by_text(told).first).to_be_visible()
    screenshot(page, "results-softmax")

    page.get_by_role("button", name="A wrong one").click()
    expect(page.get_by_text("It is wrong: the label is").first).to_be_visible()
    page.get_by_role("button", name="Another one").click()
    expect(page.get_by_text(re.compile(r"It is (right|wrong): the label is")).first).to_be_visible()
    expect(page.get_by_text("shape (1, 10)").first).to_be_visible()


def test_kernels_biases_shapes_and_health_of_a_convnet_can_be_seen(look_inside, screenshot):
    page = look_inside(CONV)
    tab(page, "What neurons look for")
    expect(page.get_by_text("Kernels of 4 filters of 3×3").first).to_be_visible()
    choose(page, "Layer with weights", "conv2d_1")
    expect(page.get_by_text("for channel 0 of the 4 it reads").first).to_be_visible()
    screenshot(page, "results-kernels")
    tab(page, "Its layers")
    expect(page.get_by_role("cell", name="(None, 26, 26, 4)").first).to_be_visible()
    tab(page, "Its health")
    expect(
        page.get_by_text("The length of the gradient, from the first layer to the last").first
    ).to_be_visible()
    screenshot(page, "results-health")


def test_a_neuron_shows_its_weight_its_bias_and_its_predictions(look_inside, screenshot):
    page = look_inside(NEURON)
    expect(page.get_by_text("the model computes y = 1.").first).to_be_visible()
    expect(page.get_by_text("Predictions for 6 points").first).to_be_visible()
    expect(page.get_by_role("tab", name="Confusion matrix")).to_have_count(0)
    screenshot(page, "results-neuron")
    tab(page, "Its health")
    expect(page.get_by_text("Nothing unusual").first).to_be_visible()


def test_nan_is_explained(look_inside, screenshot):
    page = look_inside({**NEURON, "learning_rate": 1.0})
    expect(page.get_by_text("This model has no predictions").first).to_be_visible()
    tab(page, "Its health")
    expect(
        page.get_by_text(re.compile(r"\(not a number\) in epoch \d+, after .* in epoch")).first
    ).to_be_visible()
    expect(page.get_by_text("Try a smaller learning rate, for example 0.1").first).to_be_visible()
    screenshot(page, "results-nan")


def test_a_model_that_diverged_is_named_in_words(look_inside, screenshot):
    page = look_inside({**DENSE, "optimizer": "sgd", "learning_rate": 10.0})
    tab(page, "Its health")
    expect(page.get_by_text(re.compile("exploded|not a number")).first).to_be_visible()
    screenshot(page, "results-diverged")


@pytest.mark.parametrize(
    ("settings", "dark"), [(CONV, True), (DENSE, False)], ids=["conv-dark", "dense-light"]
)
def test_no_tab_of_a_narrow_page_scrolls_sideways(look_inside, sideways_scroll, screenshot, settings, dark):
    page = look_inside(settings, width=390, height=844, dark=dark)
    for name, told in {
        "Its answers": "The model says",
        "What each layer sees": " gives ",
        "What neurons look for": "nine of ten lie between",
        "Its layers": "weights in all",
        "Its health": "The length of the gradient",
    }.items():
        tab(page, name)
        expect(page.get_by_text(told).first).to_be_visible(timeout=TRAINS)
        assert sideways_scroll(page) <= 0, name
        page.get_by_test_id("stTabs").scroll_into_view_if_needed()
        screenshot(page, f"results-narrow-{name.lower().replace(' ', '-')}")


def test_figures_have_their_numbers_in_a_table(look_inside):
    page = look_inside(DENSE)
    tab(page, "Its health")
    page.get_by_text("Show the numbers as a table").first.click()
    expect(page.get_by_role("cell", name=re.compile("% dead")).first).to_be_visible()
