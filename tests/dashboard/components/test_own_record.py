"""A learner's own record of achievement on the home page."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.progress import ExerciseProgress


def script(best):
    import graders
    from dashboard.components.own_record import own_record

    exercises = graders.list_exercises()
    own_record(exercises, {exercises[0].id: best})


def shown(best: float) -> AppTest:
    at = AppTest.from_function(script, args=(ExerciseProgress(best, 20),), default_timeout=120).run()
    assert not at.exception
    return at


def test_there_is_none_before_the_first_points():
    assert not shown(0).text_input


def test_it_appears_with_a_name_and_can_be_taken_away():
    at = shown(15)
    assert not at.get("image")
    at.text_input[0].set_value("Ana").run()
    assert not at.exception
    assert len(at.get("image")) == 1
    assert len(at.get("download_button")) == 2


@pytest.mark.parametrize("name", ["\U000132d3", "Ana \U0010fffe"])
def test_a_name_that_no_font_has_is_told(name):
    at = shown(15)
    at.text_input[0].set_value(name).run()
    assert not at.exception
    assert "has no font with these letters" in at.error[0].value
