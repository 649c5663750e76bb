"""Our own components in a real browser: what a learner types stays, and curves move without blinking."""

import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

APP = Path(__file__).parent / "components_app.py"
STUB = 'import keras\n\n\ndef answer():\n    """Give the answer."""\n    return 41  # not yet\n'


@pytest.fixture(scope="module")
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


# Every node of the page, those inside components too.
FIND = """
window.find = (selector, root = document) => [...root.querySelectorAll('*')].flatMap(
    (e) => [...(e.matches(selector) ? [e] : []), ...(e.shadowRoot ? window.find(selector, e.shadowRoot) : [])]);
"""


class ShownRun:
    """A run that a test moves, and the page that shows it."""

    def __init__(self, page: Page, url: str, run_id: str) -> None:
        self.page, self._url, self._id = page, url, run_id

    def move(self, done: int, **standing: object) -> None:
        self._ask("move", done=done, **standing)

    def finish(self) -> None:
        self.move(60, state="finished")
        expect(self.summary).to_contain_text("After 60 epochs")

    def cut(self) -> None:
        self._ask("cut")

    def until_epoch(self, epoch: int) -> None:
        self.move(epoch)
        expect(self.summary).to_contain_text(f"Epoch {epoch} of 60")

    def until_no_stream(self) -> None:
        self.page.wait_for_function(
            f"async () => !(await (await fetch('/streams')).json()).includes('{self._id}')"
        )

    @property
    def summary(self) -> Locator:
        return self.page.locator(".summary")

    @property
    def script_runs(self) -> int:
        return int(self.page.get_by_text("script runs: ").inner_text().split()[-1])

    def _ask(self, what: str, **query: object) -> None:
        asked = urllib.parse.urlencode({"run": self._id, **query})
        with urllib.request.urlopen(f"{self._url}/{what}?{asked}", timeout=20) as answer:
            assert answer.status == 200


@pytest.fixture
def show_run(app, show) -> Callable[..., ShownRun]:
    """``show_run("name", done=3)``: the page with a run that has come so far; the name is the test's own."""

    def open_run(name: str, done: int = 0, on: Page | None = None, **standing: object) -> ShownRun:
        query = {"on": on} if on else {}
        shown = ShownRun(on, app.url, name)
        shown.move(done, **standing)
        shown.page = show("growing", run=name, **query)
        return shown

    return open_run


class TestLiveCurveWhileARunTrains:
    def test_it_grows_by_itself_in_nodes_that_stay_and_the_script_runs_once_more_at_the_end(self, show_run):
        run = show_run("itself", done=1)
        expect(run.summary).to_contain_text("Epoch 1 of 60")
        run.page.evaluate(FIND)
        run.page.evaluate("window.plots = window.find('.plot')")
        for epoch in range(2, 30):
            run.until_epoch(epoch)
        assert run.script_runs == 1
        run.finish()
        expect(run.page.get_by_text("script runs: 2")).to_be_visible()
        assert run.page.evaluate("window.find('.plot').every((plot, i) => plot === window.plots[i])")
        run.page.wait_for_timeout(500)  # a second request for a run of the script would come now
        assert run.script_runs == 2

    def test_a_widget_that_moves_meanwhile_leaves_it_alone(self, show_run):
        run = show_run("widget", done=5)
        run.page.locator(".live-curve").evaluate("node => { node.dataset.mark = 'kept' }")
        run.page.get_by_text("A message").click()
        expect(run.page.get_by_text("Something to tell.")).to_have_count(1)
        run.until_epoch(6)
        run.page.get_by_text("A message").click()
        expect(run.page.get_by_text("Something to tell.")).to_have_count(0)
        run.until_epoch(7)
        run.finish()
        expect(run.page.locator(".live-curve")).to_have_attribute("data-mark", "kept")

    def test_it_is_never_on_the_page_twice(self, show_run):
        run = show_run("twice", done=5)
        page = run.page
        expect(run.summary).to_contain_text("Epoch 5 of 60")
        page.evaluate(FIND)
        page.evaluate("""() => {
            window.most = 0;
            const count = () => { window.most = Math.max(window.most, window.find('.live-curve').length); };
            new MutationObserver(count).observe(document.body, {subtree: true, childList: true});
            const each = () => { count(); requestAnimationFrame(each); };
            each();
        }""")
        page.get_by_text("A message").click()
        expect(page.get_by_text("Something to tell.")).to_be_visible()
        page.get_by_role("button", name="Another run").click()
        expect(run.summary).to_have_text("The first epoch is being trained.")
        page.get_by_text("A message").click()
        expect(page.get_by_text("Something to tell.")).to_have_count(0)
        page.get_by_role("button", name="No run").click()
        expect(run.summary).to_have_text("Nothing has been trained yet.")
        assert page.evaluate("window.most") == 1

    def test_another_run_replaces_the_stream_of_the_first(self, show_run):
        run = show_run("replaced", done=5)
        run.until_epoch(6)
        run.page.get_by_role("button", name="Another run").click()
        expect(run.summary).to_have_text("The first epoch is being trained.")
        run.until_no_stream()
        run.move(7)
        expect(run.summary).to_have_text("The first epoch is being trained.")

    def test_a_curve_that_leaves_the_page_leaves_no_stream_behind(self, show_run):
        run = show_run("leaves", done=5)
        run.until_epoch(6)
        run.page.get_by_text("No curve").click()
        expect(run.page.locator(".live-curve")).to_have_count(0)
        run.until_no_stream()

    def test_a_lost_connection_is_told_and_mended(self, show_run, records):
        run = show_run("lost", done=5)
        run.until_epoch(6)
        run.page.evaluate(FIND)
        run.page.evaluate("""() => {
            window.told = [];
            new MutationObserver(() => window.told.push(window.find('.status')[0].textContent))
                .observe(window.find('.status')[0], {childList: true, characterData: true, subtree: true});
        }""")
        run.cut()
        run.page.wait_for_function(
            "window.told.some((words) => words.startsWith('The connection to the server is lost'))"
        )
        run.until_epoch(7)
        expect(run.page.locator(".status")).to_be_hidden()
        run.finish()
        run.page.locator("summary").get_by_text("Show the numbers as a table").click()
        expect(run.page.locator("tbody tr")).to_have_count(60)
        records[run.page].errors.clear()  # the refused connection is what this test is about

    def test_its_place_in_the_queue_moves_without_a_script_run(self, show_run):
        waiting = {"state": "queued", "message": "All workers are busy."}
        run = show_run("waits", position=3, **waiting)
        status = run.page.get_by_role("status")
        expect(status.filter(has_text="Place 3 in the queue. All workers are busy.")).to_be_visible()
        run.move(0, position=2, **waiting)
        expect(status.filter(has_text="Place 2 in the queue. All workers are busy.")).to_be_visible()
        run.until_epoch(1)
        expect(run.page.locator(".status")).to_be_hidden()
        assert run.script_runs == 1

    def test_a_slow_epoch_shows_how_much_of_it_is_done(self, show_run):
        run = show_run("slow")
        bar = run.page.get_by_role("progressbar", name="The epoch under way")
        for fraction in (0.4, 0.8):
            run.move(0, progress=fraction)
            expect(bar).to_be_visible()
            expect(bar).to_have_js_property("value", fraction)
        run.until_epoch(1)
        expect(bar).to_be_hidden()

    def test_a_run_that_is_gone_is_told_and_the_page_asked_again(self, show):
        page = show("growing", run="gone")
        expect(page.locator(".status")).to_have_text("There is no such run.")
        expect(page.get_by_text(re.compile("script runs: [2-9]"))).to_be_visible()

    def test_two_tabs_on_one_run_both_move(self, show_run, new_page):
        first, second = show_run("tabs", done=5), show_run("tabs", done=5, on=new_page())
        first.move(6)
        for tab in (first, second):
            expect(tab.summary).to_contain_text("Epoch 6 of 60")
        first.finish()
        expect(second.summary).to_contain_text("After 60 epochs")

    def test_a_reload_in_the_middle_goes_on_with_the_whole_curve(self, show_run):
        run = show_run("reload", done=5)
        run.until_epoch(6)
        run.page.reload()
        expect(run.summary).to_contain_text("Epoch 6 of 60")
        run.finish()
        run.page.locator("summary").get_by_text("Show the numbers as a table").click()
        expect(run.page.locator("tbody tr")).to_have_count(60)

    def test_a_run_that_goes_on_after_its_end_is_followed_again(self, show_run):
        run = show_run("resumed", done=5)
        run.until_epoch(6)
        run.move(6, state="stopped")
        expect(run.page.get_by_text("script runs: 2")).to_be_visible()
        run.move(6)
        run.page.get_by_text("A message").click()
        run.until_epoch(7)
        run.finish()

    def test_it_is_not_spoken_at_every_epoch(self, show_run):
        run = show_run("silent", done=1)
        expect(run.summary).to_contain_text("Epoch 1 of 60")
        run.page.evaluate(FIND)
        run.page.evaluate("""() => {
            window.spoken = [];
            for (const node of [...window.find('.announcer'), ...window.find('.status')]) {
                new MutationObserver(() => node.textContent && window.spoken.push(node.textContent))
                    .observe(node, {childList: true, characterData: true, subtree: true});
            }
        }""")
        for epoch in range(2, 6):
            run.until_epoch(epoch)
        run.finish()
        run.page.wait_for_function("window.spoken.length > 0")
        assert [words.split(":")[0] for words in run.page.evaluate("window.spoken")] == ["After 60 epochs"]

    def test_a_tooltip_stays_open_while_epochs_arrive(self, show_run):
        run = show_run("tooltip", done=3)
        expect(run.summary).to_contain_text("Epoch 3 of 60")
        box = run.page.locator(".plot").first.bounding_box()
        run.page.mouse.move(box["x"] + 46, box["y"] + 60)
        expect(run.page.locator(".tooltip").first).to_contain_text("Epoch 1")
        for epoch in range(4, 20):
            run.until_epoch(epoch)
        expect(run.page.locator(".tooltip").first).to_contain_text("training 1.050")


class TestLiveCurve:
    def test_other_runs_are_thin_dashed_lines_with_their_names(self, show, screenshot):
        page = show("overlays")
        legend = page.get_by_role("list", name="Other runs, thin lines")
        expect(legend.get_by_role("listitem")).to_have_text(["512 neurons", "no validation"])
        lines = page.locator(".panel").first.locator("path.overlay")
        expect(lines).to_have_count(2)
        drawn = lines.evaluate_all(
            "lines => lines.map(line => [line.getAttribute('stroke-dasharray'), "
            "line.getAttribute('d').split('L').length])"
        )
        assert [points for _, points in drawn] == [3, 30]
        assert len({dashes for dashes, _ in drawn}) == 2
        expect(page.locator(".panel").first.locator(".tick").last).to_have_text("30")
        screenshot(page, "components-overlays")

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
        for option in page.get_by_role("radio").all():
            expect(option).to_be_disabled()
        page.get_by_text("The other answers").click()
        expect(page.get_by_text("Right: that is overfitting.")).to_be_visible()

    def test_the_program_downloads_as_script_and_as_notebook(self, show):
        page = show("words")
        for name, start in (("lesson.py", "import keras"), ("lesson.ipynb", '{"cells"')):
            with page.expect_download() as download:
                page.get_by_role("button", name=f"Download {name}").click()
            assert download.value.suggested_filename == name
            assert Path(download.value.path()).read_text(encoding="utf-8").startswith(start)


READY = {
    "editor": ".cm-line",
    "curves": ".plot",
    "overlays": ".plot",
    "charts": ".nsewdrag",
    "words": "text=Download lesson.py",
}


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
