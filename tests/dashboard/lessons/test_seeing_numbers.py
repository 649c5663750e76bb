"""The lesson Seeing with numbers, as a script with the real pictures."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("TENSORFLOW_BY_DOING_HOME", str(tmp_path_factory.mktemp("home")))


def script():
    from dashboard.components import lesson_page
    from dashboard.lessons import LESSONS, read_lesson

    lesson_page.render(read_lesson(LESSONS / "03_seeing_numbers"), [])


def open_lesson(**address: str) -> AppTest:
    at = AppTest.from_function(script, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def test_a_class_and_a_page_can_be_chosen_and_the_address_brings_them_back():
    at = open_lesson(**{"class": "Bag", "page": "250"})

    assert at.selectbox(key="class").value == "Bag"
    assert at.number_input(key="page").value == 250
    assert "6,000 training pictures here." in words(at)
    grid = next(html.proto.body for html in at.get("html") if "24 pictures: Bag" in html.proto.body)
    assert grid.count(": Bag<") == 24


def test_a_picture_is_told_in_words_and_numbers():
    at = open_lesson(picture="0")

    assert "Training picture 0 has the label 9, Ankle boot. It is 28 rows of 28 numbers, 784 in all" in words(
        at
    )


def test_the_averages_answer_the_question():
    at = open_lesson()
    assert "You predicted" not in words(at)

    at.radio(key="numbers-variation_choice").set_value(1).run()
    at.toggle(key="averages").set_value(True).run()

    assert "Bag 68, Shirt 58, Trouser 37. Bag differs most." in words(at)
    assert "Shirts differ in sleeves" in words(at)


def test_the_parts_of_the_data_add_up():
    at = open_lesson(held="50")

    assert "the model learns from 30,000; 30,000 choose its settings; 10,000 wait for the end." in words(at)
    assert "Every class has 6,000 training and 1,000 test pictures." in words(at)


def test_the_program_names_the_picture_that_was_chosen():
    assert "print(x_train[42])" in open_lesson(picture="42").code[0].value


@pytest.mark.parametrize(
    "address", [{"class": "Hat"}, {"page": "banana"}, {"picture": "70000"}, {"held": "-5"}]
)
def test_an_address_that_asks_for_what_there_is_not_shows_the_page_all_the_same(address):
    assert "784 in all" in words(open_lesson(**address))


def test_a_label_has_a_name_in_every_language():
    at = open_lesson()
    at.multiselect(key="languages").set_value(["Deutsch"]).run()

    table = next(table.value for table in at.table if "Deutsch" in table.value.columns)
    assert table["Deutsch"].tolist()[9] == "Stiefelette"
    assert table["label"].tolist() == list(range(10))
