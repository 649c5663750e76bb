"""The pages in a real browser: nothing of a learner's runs, hints come one at a time, the table sorts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from graders.reports.details import ClassDetails
from graders.reports.write import ReportFolder
from graders.similarity.compare import Source, compare

pytestmark = pytest.mark.browser
ATTACK = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture
def report_page(tmp_path, make_check, make_result, browser: Browser) -> Iterator[Page]:
    """Open the class page of three learners, one of them hostile, on a phone; no page may complain."""
    hints = ("The first hint.", "The second hint.", "The third hint.")
    results = [
        make_result(
            make_check("failed", message=ATTACK, hint=hints[0], hints=hints), learner=ATTACK, stdout=ATTACK
        ),
        make_result(make_check("failed", points=0.5), learner="Bo"),
        make_result(make_check(), learner="Cy"),
    ]
    with ReportFolder(tmp_path) as folder:
        code = "\n".join(f"{ATTACK!r}; x.method_{n}(y[{n}], key_{n}=z)" for n in range(30))
        sources = [Source(name, f"{name}/callbacks.py", code) for name in ("Bo", ATTACK)]
        folder.finish(results, ClassDetails(similar=(compare("callbacks", sources, ""),)))
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    yield page
    page.close()
    assert complaints == []


def test_a_learner_s_markup_never_runs(report_page: Page) -> None:
    assert report_page.title() == "Results of the class"
    report_page.locator("table.sortable").get_by_role("link", name="<script>").click()
    assert "owned" not in report_page.title().removesuffix(ATTACK)
    assert report_page.locator("img, main script").count() == 0


def test_hints_are_revealed_one_at_a_time(report_page: Page) -> None:
    report_page.locator("table.sortable").get_by_role("link", name="<script>").click()
    second = report_page.get_by_text("The second hint.")
    report_page.get_by_text("Show a hint").click()
    assert report_page.get_by_text("The first hint.").is_visible()
    assert not second.is_visible()
    report_page.get_by_text("Show the next hint (2 of 3)").click()
    assert second.is_visible()
    assert not report_page.get_by_text("The third hint.").is_visible()


def test_a_heading_sorts_the_table_both_ways(report_page: Page) -> None:
    rows = report_page.locator("table.sortable tbody tr")
    report_page.get_by_role("button", name="Per cent").click()
    assert [text.split()[-1] for text in rows.locator("th").all_inner_texts()][1:] == ["Bo", "Cy"]
    report_page.get_by_role("button", name="Per cent").click()
    assert rows.locator("th").all_inner_texts()[:2] == ["Cy", "Bo"]


def test_similar_submissions_can_be_read_with_the_keyboard(report_page: Page) -> None:
    report_page.get_by_role("link", name="and Bo").press("Enter")
    assert report_page.locator("img, script").count() == 0
    there = report_page.locator("#a1 .there")
    there.press("Enter")
    assert report_page.url.endswith("#b1")
    assert report_page.locator(".passage:target").get_attribute("id") == "b1"
    assert report_page.locator(".code").first.get_attribute("tabindex") == "0"


def test_nothing_is_wider_than_a_phone(report_page: Page) -> None:
    index = report_page.url
    for name in ("index", "Bo", "and Bo"):
        if name != "index":
            report_page.goto(index)
            report_page.get_by_role("link", name=name, exact=name == "Bo").click()
        assert report_page.evaluate("document.documentElement.scrollWidth") == 390
