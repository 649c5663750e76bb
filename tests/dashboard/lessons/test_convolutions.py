"""The lesson Convolutions and pooling by hand, as a script; its lab in a browser is tested in tests/e2e."""

from __future__ import annotations

import ast
import runpy

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.experiments.photographs import PHOTOGRAPHS


def script():
    from dashboard.components import lesson_page
    from dashboard.lessons import LESSONS, read_lesson

    lesson_page.render(read_lesson(LESSONS / "06_convolutions"), [])


def open_lesson(**address: str) -> AppTest:
    at = AppTest.from_function(script, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def test_an_address_restores_kernel_stride_and_padding():
    at = open_lesson(kernel="0,0,0,0,2,0,0,0,0", stride="2", padding="same")

    code = at.code[0].value
    assert "[0, 2, 0]" in code
    assert 'strides=2, padding="same"' in code
    assert "**Convolution**, 128 × 128" in words(at)
    assert "**Max pooling**, 64 × 64" in words(at)


def test_an_address_that_means_nothing_is_told_and_the_page_works():
    at = open_lesson(kernel="1,2")

    assert at.warning[0].value.startswith("The address could not be used: kernel must be")
    assert "**Convolution**, 254 × 254" in words(at)


def test_the_question_is_answered_by_computing():
    at = open_lesson()
    at.radio(key="convolution-flat_choice").set_value(0).run()
    at.toggle(key="flat").set_value(True).run()

    assert "All 36 sums lie between 0 and 0." in words(at)
    assert "weights add up to 1" in words(at)


def test_pooling_tells_the_numbers_of_the_place_that_was_chosen():
    at = open_lesson()
    before = words(at)

    at.number_input(key="pool-row").set_value(0).run()

    assert "Of 64 numbers 16 are left." in words(at)
    assert words(at) != before


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_every_photograph_can_be_chosen(name):
    at = open_lesson(picture=PHOTOGRAPHS[name].title)

    assert f"data/photographs/{name}.png" in at.code[0].value


def test_a_picture_that_there_is_not_is_the_first_one():
    assert "data/photographs/camera.png" in open_lesson(picture="Nobody").code[0].value


@pytest.mark.training
def test_the_program_gives_the_sizes_of_the_page(tmp_path, capsys):
    at = open_lesson(kernel="1,1,1,1,1,1,1,1,1", divide="1", stride="3")
    program = at.code[0].value
    ast.parse(program)
    (tmp_path / "program.py").write_text(program)

    runpy.run_path(str(tmp_path / "program.py"))

    assert capsys.readouterr().out.strip() == "(1, 85, 85, 1) (1, 42, 42, 1)"
    assert "**Convolution**, 85 × 85" in words(at)
    assert "[0.111111, 0.111111, 0.111111]" in program
