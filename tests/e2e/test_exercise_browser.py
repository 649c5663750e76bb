"""The exercise page in a real browser: write, check in the real sandbox, read the answer, take hints, keep the work."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]

PROJECT = Path(__file__).resolve().parents[2]
SUITE = PROJECT / "graders" / "suites" / "callbacks"
ANSWERED = 180_000  # milliseconds: the sandbox imports TensorFlow first, and a solution trains real models
POINTS = re.compile(r"(\d+) of (\d+) points")


@pytest.fixture(scope="module")
def app(streamlit_server, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return streamlit_server(PROJECT / "dashboard" / "app.py", TENSORFLOW_BY_DOING_HOME=str(home))


@pytest.fixture
def open_exercise(app, new_page, records) -> Iterator[Callable[..., Page]]:
    def show(**window) -> Page:
        page = new_page(**window)
        page.goto(f"{app.url}/exercise-callbacks")
        expect(page.locator(".cm-content")).to_contain_text("Stop when it is good enough")
        return page

    yield show
    # Opened at a page's own address, Streamlit looks for its server below that address first, and does not find it.
    for record in records.values():
        record.errors[:] = [error for error in record.errors if "/_stcore/" not in error]


def write(page: Page, source: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)


def check(page: Page) -> None:
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("heading", name="What the checks found")).to_be_visible(timeout=ANSWERED)


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_text("Or hand in a file from your computer").click()
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Check this file").click()


def test_the_untouched_stub_is_not_started_and_never_a_failure(open_exercise, screenshot):
    page = open_exercise()

    check(page)

    expect(page.get_by_text("nothing is written yet")).to_be_visible()
    expect(page.get_by_text("Not yet")).to_have_count(0)
    screenshot(page, "exercise-stub")


def test_a_solution_written_in_the_page_earns_every_point(open_exercise, screenshot, tmp_path):
    page = open_exercise()
    solution = (SUITE / "solution.py").read_text(encoding="utf-8")

    write(page, solution)
    check(page)

    expect(page.get_by_text("every check passed")).to_be_visible()
    screenshot(page, "exercise-solved")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my file").click()
    download.value.save_as(tmp_path / "callbacks.py")
    assert (tmp_path / "callbacks.py").read_text(encoding="utf-8").strip() == solution.strip()


def test_a_mistake_is_explained_and_hints_come_one_at_a_time(open_exercise, screenshot):
    page = open_exercise()
    write(page, (SUITE / "mistakes" / "metric_key_acc.py").read_text(encoding="utf-8"))

    check(page)

    expect(page.get_by_text(re.compile("Not yet|Your code raised an error")).first).to_be_visible()
    hint = page.get_by_role("button", name=re.compile(r"Show a hint \(1 of")).first
    expect(page.get_by_text("Hint 1.")).to_have_count(0)
    hint.click()
    expect(page.get_by_text("Hint 1.").first).to_be_visible()
    expect(page.get_by_text("Hint 2.")).to_have_count(0)
    screenshot(page, "exercise-mistake")


def test_the_page_stays_usable_while_a_check_is_under_way(open_exercise, screenshot):
    page = open_exercise()
    write(page, (SUITE / "solution.py").read_text(encoding="utf-8"))

    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("You can go on editing.")).to_be_visible()
    screenshot(page, "exercise-checking")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("# meanwhile")

    expect(page.get_by_text("every check passed")).to_be_visible(timeout=ANSWERED)
    expect(page.locator(".cm-line").last).to_contain_text("# meanwhile")
    expect(page.get_by_text("Your code has changed since this check.")).to_be_visible()


def test_work_in_progress_survives_a_reload(open_exercise):
    page = open_exercise()
    write(page, "# my work\n")
    expect(page.locator('.editor[data-draft="kept"]')).to_be_visible()

    page.reload()

    expect(page.locator(".cm-line").first).to_have_text("# my work")


def test_starting_over_asks_first_and_brings_the_stub_back(open_exercise):
    page = open_exercise()
    write(page, "# to be dropped\n")

    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_text("It cannot be undone.")).to_be_visible()
    expect(page.locator(".cm-line").first).to_have_text("# to be dropped")
    page.get_by_role("button", name="Yes, replace my code").click()

    expect(page.locator(".cm-content")).to_contain_text("Stop when it is good enough")
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("Stop when it is good enough")


def test_a_file_can_be_handed_in_instead(open_exercise):
    page = open_exercise()

    upload(page, "callbacks.py", (SUITE / "solution.py").read_bytes())

    expect(page.get_by_text("every check passed")).to_be_visible(timeout=ANSWERED)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x7fELF\x00\x01\x02\x00" * 50, b"\n" * (2 * 2**20)],
    ids=["empty", "binary", "blank-and-big"],
)
def test_an_unreadable_file_gets_one_sentence(open_exercise, content, screenshot, request):
    page = open_exercise()

    upload(page, "callbacks.py", content)

    problem = (
        page.get_by_test_id("stAlert")
        .filter(has_not_text="Checking")
        .filter(has_not_text="sandbox is starting")
    )
    expect(problem).to_be_visible(timeout=ANSWERED)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    screenshot(page, f"exercise-upload-{request.node.callspec.id}")


def test_a_file_beyond_the_limit_is_refused_by_the_page(open_exercise):
    page = open_exercise()
    page.get_by_text("Or hand in a file from your computer").click()

    page.locator('input[type="file"]').set_input_files(
        {"name": "callbacks.py", "mimeType": "text/x-python", "buffer": b"#" * (6 * 2**20)}
    )

    expect(page.get_by_text(re.compile("must be 5.*MB or smaller"))).to_be_visible()
    expect(page.get_by_role("button", name="Check this file")).to_be_disabled()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_narrow_page_does_not_scroll_sideways(open_exercise, sideways_scroll, screenshot, dark):
    page = open_exercise(width=390, height=844, dark=dark)
    screenshot(page, f"exercise-narrow-{'dark' if dark else 'light'}")

    check(page)

    assert sideways_scroll(page) <= 0
    screenshot(page, f"exercise-narrow-answer-{'dark' if dark else 'light'}")
