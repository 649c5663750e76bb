"""A project in a real browser with a real worker: pictures in, one bad file told, a model out."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.training]

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
TRAINS = 180_000  # milliseconds: a worker imports TensorFlow first, on a machine that may be busy


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    return streamlit_server(APP, TENSORFLOW_BY_DOING_HOME=str(tmp_path_factory.mktemp("home")))


def settled(page):
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_from_pictures_to_a_model_that_can_be_taken_away(app, new_page, screenshot):
    page = new_page()
    page.goto(f"{app.url}/project")
    page.get_by_role("button", name="Fill in rock, paper, scissors").click()
    expect(page.get_by_text("30 usable pictures.").nth(2)).to_be_visible()
    settled(page)
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        [{"name": "empty.png", "mimeType": "image/png", "buffer": b""}]
    )
    expect(page.get_by_text("30 usable pictures, 1 left out.")).to_be_visible()
    settled(page)

    page.get_by_role("button", name="Train on my pictures").click()
    expect(page.get_by_text(re.compile(r"\d+ of 24 validation pictures"))).to_be_visible(timeout=TRAINS)
    settled(page)
    screenshot(page, "project")

    with page.expect_download() as download:
        page.get_by_role("button", name="Everything (my_project.zip)").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as file:
        assert {"my_model.keras", "use_model.py", "train.ipynb"} <= set(file.namelist())
