"""The project page: pictures come in, the sides are told, a worker is asked once, and what came of it is shown."""

from concurrent.futures import Future

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import server
from dashboard.workers.questions import AskError
from tests.dashboard.experiments.test_project import trained


def script():
    from dashboard.components.project_page import render

    render()


class OnePool:
    """Keeps what is asked; answers when told to."""

    def __init__(self):
        self.asked = []
        self.answer = Future()
        self.answer.set_exception(AskError("No worker today."))

    def ask_without_run(self, folder, question, _learner):
        self.asked.append((folder, question))
        return self.answer


@pytest.fixture
def pool(monkeypatch, tmp_path):
    monkeypatch.setenv("TENSORFLOW_BY_DOING_HOME", str(tmp_path))
    pool = OnePool()
    monkeypatch.setattr(server, "worker_pool", lambda: pool)
    return pool


def opened() -> AppTest:
    at = AppTest.from_function(script, default_timeout=60).run()
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click()
    at.run()
    assert not at.exception
    return at


def train_button(at: AppTest):
    return next(button for button in at.button if button.label == "Train on my pictures")


def test_without_pictures_it_says_what_is_missing_and_trains_nothing(pool):
    at = opened()
    assert train_button(at).disabled
    assert "Give each class a name" in at.info[0].value


def test_the_courses_pictures_fill_it_and_one_click_asks_a_worker_once(pool):
    at = press(opened(), "Fill in rock, paper, scissors")
    assert [at.text_input(key=f"project-name-{place}").value for place in range(3)] == [
        "paper",
        "rock",
        "scissors",
    ]
    assert not train_button(at).disabled
    press(at, "Train on my pictures")
    at.run()
    ((folder, question),) = pool.asked
    assert question["classes"] == ["paper", "rock", "scissors"]
    assert (folder / "pictures.npz").is_file()
    assert "No worker today." in at.warning[0].value


def test_a_class_can_be_added_named_emptied_and_dropped(pool):
    at = press(press(opened(), "Fill in rock, paper, scissors"), "Another class")
    at.text_input(key="project-name-3").set_value("well").run()
    assert "usable pictures of “well”; received 0" in at.info[0].value
    press(at, "One class less")
    assert not train_button(at).disabled
    at.button(key="project-remove-0").click().run()
    assert "usable pictures of “paper”; received 0" in at.info[0].value


def test_what_came_of_it_is_shown_with_its_downloads(pool, tmp_path, monkeypatch):
    folder = trained(tmp_path / "elsewhere")
    monkeypatch.setattr("dashboard.components.project_page.lay_out", lambda *_: (folder, {}))
    at = press(press(opened(), "Fill in rock, paper, scissors"), "Train on my pictures")
    shown = " ".join(each.value for each in at.markdown)
    assert "2 of 4 validation pictures" in shown
    assert "mugs, taken for cups (75%)" in " ".join(html.proto.body for html in at.get("html"))
    assert len(at.get("download_button")) == 4
    assert not pool.asked


def test_a_damaged_project_is_told(pool, tmp_path, monkeypatch):
    folder = trained(tmp_path / "elsewhere")
    (folder / "arrays.npz").write_bytes(b"")
    monkeypatch.setattr("dashboard.components.project_page.lay_out", lambda *_: (folder, {}))
    at = press(press(opened(), "Fill in rock, paper, scissors"), "Train on my pictures")
    assert "train it again" in at.warning[0].value


def test_a_disk_that_is_full_is_told(pool, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "var")

    monkeypatch.setattr("dashboard.components.project_page.lay_out", full)
    at = press(press(opened(), "Fill in rock, paper, scissors"), "Train on my pictures")
    assert "is full" in at.error[0].value
