"""Our own components in a real browser: what a learner types stays, and curves move without blinking."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

APP = Path(__file__).parent / "components_app.py"
STUB = 'import keras\n\n\ndef answer():\n    """Give the answer."""\n    return 41  # not yet\n'


@pytest.fixture(scope="session")
def app(streamlit_server):
    return streamlit_server(APP)


@pytest.fixture
def show(app, page) -> Callable[..., Page]:
    def open_part(part: str, on: Page = page, **query: str) -> Page:
        extra = "".join(f"&{name}={value}" for name, value in query.items())
        on.goto(f"{app.url}/?show={part}{extra}")
        return on

    return open_part


def content(page: Page) -> Locator:
    return page.locator(".cm-content")


def go_to_end(page: Page) -> None:
    content(page).click()
    page.keyboard.press("Control+End")


def start_again(page: Page) -> None:
    """Reset the editor, and wait until that is done."""
    go_to_end(page)
    page.keyboard.type("# dropped")
    page.get_by_role("button", name="Start again").click()
    expect(content(page)).not_to_contain_text("# dropped")


class TestCodeEditor:
    def test_typing_reaches_the_script(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.type("# added")
        expect(page.get_by_text(f"characters: {len(STUB) + 7}")).to_be_visible()

    def test_a_button_pressed_right_after_typing_sees_the_newest_text(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.type("# the very last word")
        page.get_by_role("button", name="Check").click()
        expect(page.get_by_test_id("stCode")).to_contain_text("# the very last word")

    def test_the_keyboard_alone_can_type_leave_and_check(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.type("# by keyboard")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Check")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("stCode")).to_contain_text("# by keyboard")

    def test_tab_indents_by_four_spaces(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.press("Tab")
        page.keyboard.type("x")
        expect(content(page)).to_be_focused()
        expect(page.locator(".cm-line").last).to_have_text("    x")

    def test_typing_through_reruns_keeps_cursor_and_letters(self, show):
        page = show("editor")
        content(page).click()
        page.keyboard.press("Control+Home")
        page.keyboard.press("End")
        words = "".join(f" {index:02d}" for index in range(12))
        for part in re.findall(".{6}", words):
            page.keyboard.type(part, delay=40)
            page.wait_for_timeout(760)  # long enough for a sync, whose rerun then meets the next letters
        expect(page.locator(".cm-line").first).to_have_text("import keras" + words)
        expect(page.get_by_text(f"characters: {len(STUB) + len(words)}")).to_be_visible()

    def test_a_draft_survives_a_reload_and_reaches_the_script(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.type("# draft")
        expect(page.locator('.editor[data-draft="kept"]')).to_be_visible()
        page.reload()
        expect(page.locator(".cm-line").last).to_have_text("# draft")
        expect(page.get_by_text(f"characters: {len(STUB) + 7}")).to_be_visible()

    def test_text_typed_just_before_a_reload_is_kept(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.type("# at once")
        page.reload()
        expect(page.locator(".cm-line").last).to_have_text("# at once")

    def test_a_draft_survives_a_restart_of_the_server(self, streamlit_server, page, records):
        server = streamlit_server(APP)
        page.goto(f"{server.url}/?show=editor")
        start_again(page)
        go_to_end(page)
        page.keyboard.type("# before")
        expect(page.get_by_text(f"characters: {len(STUB) + 8}")).to_be_visible()
        server.stop()
        server.start()
        page.reload()
        expect(page.locator(".cm-line").last).to_have_text("# before")
        expect(page.get_by_text(f"characters: {len(STUB) + 8}")).to_be_visible()
        records[page].errors.clear()  # the lost connection is what this test is about

    def test_a_new_session_under_an_open_page_takes_nothing_away(self, streamlit_server, page, records):
        """The session's reset counter starts again from 0; that is no reset."""
        server = streamlit_server(APP)
        page.goto(f"{server.url}/?show=editor")
        start_again(page)
        go_to_end(page)
        page.keyboard.type("# still here")
        expect(page.get_by_text(f"characters: {len(STUB) + 12}")).to_be_visible()
        old_session = page.get_by_text("session: ").inner_text()
        server.stop()
        server.start()
        expect(page.get_by_text("session: ")).not_to_have_text(old_session, timeout=60_000)
        page.get_by_role("button", name="Check").click()
        expect(page.get_by_test_id("stCode")).to_contain_text("# still here")
        expect(page.locator(".cm-line").last).to_have_text("# still here")
        records[page].errors.clear()  # the lost connection is what this test is about

    def test_a_reset_brings_the_stub_back_for_good(self, show):
        page = show("editor")
        go_to_end(page)
        page.keyboard.type("# to be dropped")
        page.get_by_role("button", name="Start again").click()
        expect(content(page)).not_to_contain_text("to be dropped")
        expect(page.get_by_text(f"characters: {len(STUB)}", exact=True)).to_be_visible()
        content(page).click()
        page.keyboard.press("Control+z")
        page.reload()
        expect(content(page)).to_contain_text("return 41")
        expect(content(page)).not_to_contain_text("to be dropped")

    def test_it_is_a_labelled_text_box_that_says_how_to_leave_it(self, show):
        page = show("editor")
        box = page.get_by_role("textbox", name="Your answer")
        expect(box).to_be_visible()
        expect(box).to_have_accessible_description(re.compile("Escape, then Tab, leaves the editor"))

    def test_a_browser_that_stores_nothing_says_so(self, show, page):
        page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
        show("editor")
        go_to_end(page)
        page.keyboard.type("# x")
        expect(page.locator(".hint")).to_contain_text("keeps no drafts")

    def test_search_opens_inside_the_editor(self, show):
        page = show("editor")
        content(page).click()
        page.keyboard.press("Control+f")
        page.keyboard.type("return")
        expect(page.locator(".cm-searchMatch")).to_have_text("return")


class TestLiveCurve:
    def test_thirty_updates_keep_every_plot_in_the_page(self, show):
        page = show("growing")
        expect(page.locator(".plot")).to_have_count(2)
        page.evaluate("""() => {
            const find = (root) => [...root.querySelectorAll('*')].flatMap(
                (e) => [...(e.matches('.plot') ? [e] : []), ...(e.shadowRoot ? find(e.shadowRoot) : [])]);
            window.plots = find(document);
            window.redraws = 0;
            window.plots.forEach((plot) => {
                plot.marked = true;
                new MutationObserver((changes) => {
                    if (changes.some((c) => c.attributeName === 'd' && c.target.matches('.line.train')
                        && c.oldValue !== c.target.getAttribute('d'))) window.redraws += 1;
                }).observe(plot, {subtree: true, attributes: true, attributeOldValue: true});
            });
            window.find = find;
        }""")
        page.wait_for_function("window.redraws >= 60")  # two plots, thirty updates each
        same = page.evaluate(
            "window.find(document).every((plot, i) => plot === window.plots[i] && plot.marked)"
        )
        assert same

    def test_a_tooltip_stays_open_while_epochs_arrive(self, show):
        page = show("growing", epochs="400")
        expect(page.locator(".summary")).to_contain_text(re.compile(r"Epoch \d+ of 400"))
        box = page.locator(".plot").first.bounding_box()
        page.mouse.move(box["x"] + 46, box["y"] + 60)
        expect(page.locator(".tooltip").first).to_contain_text("Epoch 1")
        expect(page.locator(".summary")).to_contain_text(re.compile(r"Epoch [4-9]\d of 400"), timeout=20_000)
        expect(page.locator(".tooltip").first).to_contain_text("training 1.050")

    def test_arrow_keys_read_the_values_of_an_epoch(self, show):
        page = show("curves")
        page.locator(".plots").first.focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".announcer").first).to_contain_text(
            "Epoch 2. Loss training 0.912, validation 0.959"
        )
        page.keyboard.press("Escape")
        expect(page.locator(".tooltip").first).to_be_hidden()

    def test_the_chart_is_described_in_a_sentence_that_is_also_on_the_page(self, show):
        page = show("curves")
        expect(page.locator(".summary").first).to_contain_text("a gap of 4.2 points")
        sentence = page.locator(".summary").first.inner_text()
        expect(page.get_by_role("img", name=sentence)).to_be_visible()

    def test_the_gap_and_the_stop_are_named_in_the_plot(self, show):
        page = show("curves")
        accuracy = page.locator(".panel").nth(1)
        expect(accuracy.locator(".header").first).to_have_text(re.compile("gap 4.2 points"))
        expect(accuracy.locator(".stop-label")).to_have_text("stopped at epoch 14")

    def test_a_loss_that_becomes_nan_is_named_where_it_happens(self, show):
        page = show("curves")
        expect(page.get_by_text("loss became nan at epoch 3", exact=True)).to_be_visible()

    def test_a_run_without_accuracy_shows_one_panel(self, show):
        page = show("curves")
        last = page.locator(".live-curve").last
        expect(last.locator(".panel").nth(0)).to_be_visible()
        expect(last.locator(".panel").nth(1)).to_be_hidden()

    def test_the_table_has_a_row_an_epoch(self, show):
        page = show("curves")
        chart = page.locator(".live-curve").first
        chart.get_by_text("Show the numbers as a table").click()
        expect(chart.locator("tbody tr")).to_have_count(14)
        expect(chart.locator("tbody tr").first).to_have_text(re.compile("1.*1.050.*1.100.*65.0 %.*67.0 %"))

    def test_the_horizontal_axis_ends_at_the_epochs_asked_for(self, show):
        page = show("curves")
        expect(page.locator(".panel").first.locator(".tick").last).to_have_text("20")


class TestFiguresAndQuiz:
    def test_a_click_on_a_cell_of_the_confusion_matrix_reaches_the_script(self, show, new_page):
        page = show("charts", new_page(height=2200))
        expect(page.get_by_text("cell: None")).to_be_visible()
        plot = page.locator(".nsewdrag").first.bounding_box()
        # Row 4 (Coat) and column 6 (Shirt) of ten.
        page.mouse.click(plot["x"] + plot["width"] * 0.65, plot["y"] + plot["height"] * 0.45)
        expect(page.get_by_text("cell: (4, 6)")).to_be_visible()

    def test_pictures_are_crisp_and_described(self, show, new_page):
        page = show("charts", new_page(height=2200))
        grid = page.get_by_role("group", name="Eight noisy pictures")
        expect(grid.locator("img")).to_have_count(8)
        expect(grid.locator("img").first).to_have_css("image-rendering", "pixelated")
        expect(grid.locator("figcaption").first).to_have_text("T-shirt/top, 50 %")

    def test_a_prediction_survives_a_reload_and_stands_beside_the_outcome(self, show):
        page = show("words")
        page.get_by_text("Both accuracies rise for ever").click()
        expect(page.get_by_text("Your prediction is kept")).to_be_visible()
        expect(page).to_have_url(re.compile("epochs_guess=a"))
        page.reload()
        expect(page.get_by_role("radio", name="Both accuracies rise for ever")).to_be_checked()
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_text("Validation levels off")).to_be_visible()
        expect(page.get_by_text("validation stayed at 89 %")).to_be_visible()
        expect(page.get_by_role("radio")).to_have_count(0)
        page.get_by_text("The other answers").click()
        expect(page.get_by_text("Right: that is overfitting.")).to_be_visible()

    def test_the_program_downloads_as_script_and_as_notebook(self, show):
        page = show("words")
        for name, start in (("lesson.py", "import keras"), ("lesson.ipynb", '{"cells"')):
            with page.expect_download() as download:
                page.get_by_role("button", name=f"Download {name}").click()
            assert download.value.suggested_filename == name
            assert Path(download.value.path()).read_text(encoding="utf-8").startswith(start)


READY = {"editor": ".cm-line", "curves": ".plot", "charts": ".nsewdrag", "words": "text=Download lesson.py"}


class TestEveryPart:
    @pytest.mark.parametrize("part", READY)
    def test_fits_a_phone(self, part, show, new_page, screenshot, sideways_scroll):
        page = show(part, new_page(width=390, height=1500))
        expect(page.locator(READY[part]).first).to_be_visible()
        screenshot(page, f"components-{part}-phone")
        assert sideways_scroll(page) <= 0

    @pytest.mark.parametrize("part", READY)
    def test_follows_the_dark_theme(self, part, show, new_page, screenshot):
        page = show(part, new_page(height=1500, dark=True))
        expect(page.locator(READY[part]).first).to_be_visible()
        screenshot(page, f"components-{part}-dark")
        if part == "curves":
            expect(page.locator(".live-curve").first).to_have_attribute("data-theme", "dark")
        background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        assert max(int(part) for part in re.findall(r"\d+", background)[:3]) < 64
