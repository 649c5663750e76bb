"""The lesson on coding layers, as a script with workers that train nothing."""

from __future__ import annotations

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.stack import PRESETS, stack_from_text, stack_to_text

NOTES = PRESETS["The notes' model"]
ONE = PRESETS["One convolution"]


@pytest.fixture
def lesson(open_page):
    """``lesson(layers="...")``: the page at that address."""
    return lambda **address: open_page("coding-layers", **address)


def kinds(at):
    """The layers on show, from the first to the last."""
    table = at.table[0].value
    return [name.split("(")[1].rstrip(")") for name in table["layer"]][1:]


def words(at):
    return "\n".join(
        element.value for element in [*at.markdown, *at.warning, *at.success, *at.info, *at.code]
    )


def test_the_page_opens_with_the_notes_model_and_a_reason_for_every_number(lesson):
    table = lesson().table[0].value

    assert table["output shape"][1].startswith("**(None, 26, 26, 64)** 28 - 3 + 1 = 26")
    assert table["parameters"][1].startswith("**640** (3 × 3 × 1 + 1) × 64 = 640")


def test_train_trains_the_stack_on_show(lesson, scripted_pool):
    at = lesson()
    at.button(key="layers-preset-One convolution").click().run()
    at.button(key="layers-train").click().run()

    wanted = TrainingConfig(recipe="stack", examples=1_000, epochs=5, stack=ONE)
    assert scripted_pool.submitted == [wanted]
    assert at.query_params["layers"] == ONE
    assert 'keras.layers.Conv2D(16, 3, activation="relu")' in at.code[-1].value


def test_a_number_changes_the_layer_and_its_row(lesson):
    at = lesson(layers=ONE)
    [filters] = [each for each in at.number_input if each.label == "filters"]
    filters.set_value(8).run()

    assert at.query_params["layers"] == ONE.replace("conv16", "conv8")
    assert at.table[0].value["parameters"][1].startswith("**80** ")


def test_a_layer_that_does_not_fit_shows_keras_error_and_keeps_the_last_stack_that_fitted(
    lesson, scripted_pool
):
    at = lesson(layers=ONE)
    at.button(key="layers-add-conv").click().run()

    assert not at.exception
    assert "expected min_ndim=4, found ndim=2. Full shape received: (None, 10)" in words(at)
    assert "Move Conv2D above Flatten, or remove it." in words(at)
    assert at.query_params["layers-draft"] == ONE + ",conv16x3-relu"
    at.button(key="layers-train").click().run()
    assert scripted_pool.submitted[-1].stack == ONE


def test_layers_are_moved_until_they_fit(lesson):
    at = lesson(**{"layers-draft": "flatten,conv8x3-relu,dense10-softmax"})
    assert kinds(at) == ["Flatten"]
    at.button(key="layers-up-1").click().run()

    assert kinds(at) == ["Conv2D", "Flatten", "Dense"]
    assert at.query_params == {"layers": "conv8x3-relu,flatten,dense10-softmax"}


def test_every_layer_may_be_removed_and_added_again(lesson):
    at = lesson(layers="flatten,dense10-softmax")
    for _ in range(2):
        at.button(key="layers-remove-0").click().run()
    assert "No layers yet: add one." in words(at)
    at.button(key="layers-add-flatten").click().run()

    assert not at.exception
    assert kinds(at) == ["Flatten"]


def test_no_more_than_ten_layers(lesson):
    at = lesson(**{"layers-draft": ",".join(["flatten"] * 10)})
    assert at.button(key="layers-add-dense").disabled


@pytest.mark.parametrize("address", [{"layers": "lstm4"}, {"layers-draft": "lstm4"}])
def test_an_address_that_holds_no_stack_opens_the_notes_model(lesson, address):
    assert kinds(lesson(**address)) == [layer.class_name for layer in stack_from_text(NOTES)]


def test_a_stack_in_the_address_comes_back_as_it_was(lesson):
    at = lesson(layers=ONE)
    shown = [
        each.value
        for each in at.number_input
        if each.label in ("filters", "kernel_size", "pool_size", "units")
    ]

    assert shown == [16, 3, 2, 64, 10]
    assert stack_to_text(stack_from_text(ONE)) == at.query_params["layers"]
