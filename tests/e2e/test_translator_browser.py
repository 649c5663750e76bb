"""The lesson Before you begin in a browser: an example is loaded, code is pasted, broken and taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

PROJECT = Path(__file__).resolve().parents[2]
STARTS = 120_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy
PASTED = "def train(lr):\n    return RMSprop(lr=lr)\nif history.history['acc'][-1] > 0.9:\n    model.predict([7.0])"
TODAY = (
    "import numpy as np\ndef train(lr):\n    return RMSprop(learning_rate=lr)\n"
    "if history.history['accuracy'][-1] > 0.9:\n    model.predict(np.array([7.0]))"
)


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=home)


def test_old_code_is_loaded_pasted_translated_and_taken_away(app, new_page, screenshot, sideways_scroll):
    page = new_page()
    page.goto(f"{app.url}/lesson-before-you-begin")
    # What runs here has its values, and the last thing on the page stands: nothing moves any more.
    expect(page.get_by_text("A worker process said this just now.")).to_be_visible(timeout=STARTS)
    expect(page.get_by_text("From the notes:")).to_be_attached(timeout=STARTS)
    expect(page.get_by_text("4 lines translated.", exact=True)).to_be_visible(timeout=STARTS)

    page.get_by_role("button", name="Horses and humans").click()
    expect(page.get_by_text("13 lines translated.", exact=True)).to_be_visible(timeout=STARTS)
    editor = page.get_by_role("textbox", name="Old code")
    expect(editor).to_contain_text("flow_from_directory")
    screenshot(page, "translator-horses")

    editor.press("ControlOrMeta+A")
    page.keyboard.insert_text(PASTED)
    expect(page.get_by_text("3 lines translated.", exact=True)).to_be_visible(timeout=STARTS)
    # The button comes last: when the script has ended, it has the new code.
    expect(page.get_by_test_id("stCode").first).to_contain_text("model.predict(np.array([7.0]))")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download translated.py").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == TODAY

    editor.press("ControlOrMeta+A")
    page.keyboard.insert_text("model.fit(x,\nprint(1)")
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("Line 1: '(' was never closed")
    screenshot(page, "translator-broken")

    narrow = new_page(width=390, height=844, dark=True)
    narrow.goto(page.url)
    expect(narrow.get_by_text("4 lines translated.", exact=True)).to_be_visible(timeout=STARTS)
    assert sideways_scroll(narrow) <= 0
    narrow.get_by_text("4 lines translated.", exact=True).scroll_into_view_if_needed()
    screenshot(narrow, "translator-narrow")
