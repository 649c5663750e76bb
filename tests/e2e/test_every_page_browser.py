"""Every page in a real browser, wide and light, narrow and dark: whole, within the window, and open to everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import graders
from dashboard import lessons

pytestmark = pytest.mark.browser

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
# What stands at the end of each page, by its address.
PAGES = (
    {
        "": "Open the exercise",
        "glossary": "A number by which a neuron multiplies",
        "project": "Train on my pictures",
    }
    | {f"lesson-{lesson.slug}": "From the notes:" for lesson in lessons.discover()}
    | {f"exercise-{one.id.replace('_', '-')}": "Check" for one in graders.list_exercises()}
)
LOOKS = {
    "light": {"width": 1280, "height": 900},
    "dark": {"width": 390, "height": 844, "dark": True},
}
# What axe-core finds in parts that are not ours, by rule: a piece of the element's HTML.
NOT_OURS: dict[str, tuple[str, ...]] = {
    # Streamlit's navigation has headings between its list items.
    "list": ('data-testid="stSidebarNavItems"',),
    "listitem": ('<li class="st-emotion-cache',),
    # A block of code of Streamlit's can be scrolled only with a mouse or a finger; it can be copied with its button.
    "scrollable-region-focusable": ('<pre class="st-emotion-cache', 'class="cm-scroller"'),
    "color-contrast": (
        # The chosen option of Streamlit's segmented control has the theme's primary colour on a tint of it.
        "<p>Training</p>",
        "<p>A man with a camera</p>",
        # The label of a disabled slider: what cannot be used need not stand out.
        "<p>Slow, and golfing from a sway of (cm)</p>",
        # The value above a slider of Streamlit's has the theme's primary colour: 3.7 to 1 on a dark page.
        "<p>0.00</p>",
        "<p>0.10</p>",
        # Streamlit's colours of code.
        '<span class="token',
    ),
}


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    return streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("home")))


def barriers(page: Page) -> list[str]:
    """Serious violations of the accessibility rules, a line each, without those of parts that are not ours."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:300]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(piece in node["html"] for piece in NOT_OURS.get(rule["id"], ()))
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", PAGES, ids=lambda address: address or "home")
def test_a_page_is_whole_and_open_to_everybody(address, look, app, new_page, screenshot, sideways_scroll):
    page = new_page(**LOOKS[look])
    page.goto(f"{app.url}/{address}")
    expect(page.get_by_text(PAGES[address]).last).to_be_attached()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    assert sideways_scroll(page) <= 0
    screenshot(page, f"page-{address or 'home'}-{look}")
    found = barriers(page)
    assert found == [], "\n".join(found)
