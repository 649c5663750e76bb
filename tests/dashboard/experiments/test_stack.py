"""A learner's stack of layers: how it is written, what its summary says, and what Keras says to one that fails."""

import contextlib
import random
import re

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.stack import (
    ACTIVATIONS,
    KINDS,
    MOST_LAYERS,
    NOTES_STACK,
    PRESETS,
    SIZES,
    StackError,
    StackLayer,
    stack_from_text,
    stack_to_text,
)
from dashboard.experiments.stack_summary import CLASSES, checked_stack, summary

END = "flatten,dense10-softmax"


def random_layer(draw, most=512):
    kind = draw.choice(list(KINDS))
    sizes = tuple(draw.randint(low, min(high, most)) for low, high in SIZES[kind].values())
    return StackLayer(kind, sizes, draw.choice(ACTIVATIONS[kind] or ("",)))


def random_stacks(count, seed):
    """Stacks of all kinds; small, since Keras builds each of them."""
    draw = random.Random(seed)
    return [
        tuple(random_layer(draw, most=12) for _ in range(draw.randint(0, MOST_LAYERS))) for _ in range(count)
    ]


def keras_model(stack):
    """Build a stack with Keras, as a fresh program would."""
    keras.backend.clear_session()
    layers = [keras.Input((28, 28)), keras.layers.Reshape((28, 28, 1))]
    model = keras.Sequential(layers)
    for layer in stack:
        options = {"activation": layer.activation} if layer.activation else {}
        model.add(getattr(keras.layers, layer.class_name)(*layer.sizes, **options))
    return model


def keras_rows(model):
    return [(one.name, type(one).__name__, one.output.shape[1:], one.count_params()) for one in model.layers]


def plain(error):
    """Return an error's text without the colours of a terminal and without what only names an argument."""
    return re.sub(r"\x1b\[\d+m", "", str(error)).split("\n\nArguments received")[0]


@given(st.integers(0, 2**32))
def test_stacks_survive_the_address(seed):
    draw = random.Random(seed)
    stack = tuple(random_layer(draw) for _ in range(draw.randint(0, MOST_LAYERS)))
    assert stack_from_text(stack_to_text(stack)) == stack


@given(st.text(max_size=60) | st.text("convpoldenfat0123456789x-,relusm", max_size=60))
def test_whatever_an_address_holds_is_a_stack_or_refused(text):
    with contextlib.suppress(StackError):
        assert stack_from_text(stack_to_text(stack_from_text(text))) == stack_from_text(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lstm4", "written like conv16x3-relu"),
        ("conv65x3-relu", "filters of Conv2D must be from 1 to 64; received 65"),
        ("conv16-relu", "takes filters and kernel_size"),
        ("pool5", "pool_size of MaxPooling2D must be from 2 to 4"),
        ("dense10-gelu", "activation of Dense must be relu or softmax or linear"),
        ("flatten3", "Flatten takes no number"),
        ("flatten-relu", "activation of Flatten must be none"),
        (",".join(["pool2"] * 11), "at most 10 layers; received 11"),
        ("dense10-softmax," * 40, "at most 400 characters"),
    ],
)
def test_what_is_no_stack_is_refused_with_one_sentence(text, told):
    with pytest.raises(StackError, match=re.escape(told)):
        stack_from_text(text)


def test_the_notes_model_has_the_figures_of_the_notes():
    rows = summary(stack_from_text(NOTES_STACK)).rows
    assert [(row.output_shape, row.params) for row in rows[1:]] == [
        ("(None, 26, 26, 64)", 640),
        ("(None, 13, 13, 64)", 0),
        ("(None, 11, 11, 64)", 36_928),
        ("(None, 5, 5, 64)", 0),
        ("(None, 1600)", 0),
        ("(None, 128)", 204_928),
        ("(None, 10)", 1_290),
    ]
    assert rows[1].why_shape.startswith("28 - 3 + 1 = 26")
    assert rows[1].why_params.startswith("(3 * 3 * 1 + 1) * 64 = 640")


def test_a_rest_that_does_not_fill_a_pool_is_said_to_be_dropped():
    rows = summary(stack_from_text(NOTES_STACK)).rows
    assert rows[4].why_shape == "11 / 2 = 5, the rest of 1 is dropped; the number of maps stays"


@pytest.mark.training
def test_every_figure_and_every_error_of_building_is_that_of_keras():
    fits, fails = 0, 0
    for stack in random_stacks(60, seed=7):
        found = summary(stack)
        built = found.misfit is None or found.misfit.when != "building"
        if built:
            model = keras_model(stack)
            fits += 1
            assert found.total_params == model.count_params()
        else:
            with pytest.raises(ValueError, match=r"incompatible|zero or negative") as caught:
                keras_model(stack)
            fails += 1
            assert f"ValueError: {plain(caught.value)}" == found.misfit.error
            model = keras_model(stack[: found.misfit.place])
        mine = [(row.name, row.class_name, row.shape, row.params) for row in found.rows]
        assert mine == keras_rows(model)
    assert min(fits, fails) > 10


@pytest.mark.training
@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
@pytest.mark.parametrize(
    "text",
    ["", "conv4x3-relu", "conv4x3-relu,dense10-softmax", "flatten,dense5-softmax", "flatten,dense1-linear"],
)
def test_an_error_of_fitting_is_that_of_keras(text):
    stack = stack_from_text(text)
    misfit = summary(stack).misfit
    model = keras_model(stack)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    with pytest.raises(Exception, match=r"must have rank|outside the valid range") as caught:
        # One label for all: TensorFlow names whichever wrong one it meets first.
        model.fit(np.zeros((64, 28, 28)), np.full(64, CLASSES - 1), verbose=0)
    assert misfit.when == "fitting"
    assert misfit.error.removeprefix("ValueError: ") in plain(caught.value)


@pytest.mark.training
@pytest.mark.parametrize(
    "text", ["flatten,dense12-softmax", "flatten,dense10-linear", "flatten,dense10-relu"]
)
def test_what_keras_lets_pass_is_said_to_raise_no_error(text):
    model = keras_model(stack_from_text(text))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(np.zeros((64, 28, 28)), np.arange(64) % CLASSES, verbose=0)

    misfit = summary(stack_from_text(text)).misfit
    assert (misfit.when, misfit.error) == ("never", "")
    assert misfit.why.startswith("Keras raises no error, but")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"conv64x5-relu,conv64x5-relu,{END}", "it multiplies"),
        (f"conv64x1-relu,conv1x9-relu,pool4,{END}", "it holds"),
        ("flatten,conv8x3-relu," + END, "Conv2D wants maps"),
        ("", "one answer for the whole picture"),
    ],
)
def test_a_run_takes_only_stacks_that_train_in_seconds(text, told):
    with pytest.raises(StackError, match=f"does not train: .*{told}"):
        checked_stack(text)
    with pytest.raises(ConfigError, match=told):
        TrainingConfig(recipe="stack", stack=text)


def test_every_preset_trains():
    for text in PRESETS.values():
        assert checked_stack(text) == text


def test_the_layers_are_in_the_address_and_decide_what_is_compiled():
    config = TrainingConfig(recipe="stack", stack=PRESETS["Dense only"])
    query = config.to_query(defaults=TrainingConfig(recipe="stack"))
    assert query == {"layers": PRESETS["Dense only"]}
    assert TrainingConfig.from_query(query, TrainingConfig(recipe="stack")) == (config, ())
    assert config.architecture_key() != TrainingConfig(recipe="stack").architecture_key()


def test_layers_in_the_address_that_do_not_fit_fall_back_with_a_sentence():
    page = TrainingConfig(recipe="stack")
    config, [problem] = TrainingConfig.from_query({"layers": "conv8x3-relu"}, page)
    assert config == page
    assert "does not train" in problem


def test_layers_change_nothing_for_other_recipes():
    assert TrainingConfig(stack=PRESETS["Dense only"]) == TrainingConfig()
