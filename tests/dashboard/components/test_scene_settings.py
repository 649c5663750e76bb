"""The settings of a page whose model learns scenes: their size is one of them, the number of pictures is not."""

import pytest
from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from dashboard.components import training_panel_settings as settings
    from dashboard.experiments.config import TrainingConfig

    settings.restore("scenes", TrainingConfig("cats_and_dogs", "scenes"))
    config = settings.widgets("scenes")
    settings.keep("scenes", settings.recall("scenes"))
    st.text(f"{config.dataset} {config.recipe} {config.size}")


@pytest.fixture
def page():
    def show(**address):
        at = AppTest.from_function(script, default_timeout=60)
        for name, value in address.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return show


def test_the_size_can_be_chosen_and_the_number_of_pictures_cannot(page):
    at = page()
    labels = {slider.label for slider in [*at.select_slider, *at.slider]}
    assert {"Picture size", "Filters", "Neurons in the hidden layer"} <= labels
    assert "Pictures" not in labels


def test_a_chosen_size_is_the_config(page):
    at = page()
    at.select_slider(key="scenes-image_size").set_value(96).run()
    assert at.text[0].value == "cats_and_dogs scenes 96"


def test_the_size_can_stand_in_the_address(page):
    assert page(size="64").text[0].value == "cats_and_dogs scenes 64"


def test_a_size_that_there_is_not_falls_back(page):
    at = page(size="300")
    assert at.text[0].value == "cats_and_dogs scenes 48"
