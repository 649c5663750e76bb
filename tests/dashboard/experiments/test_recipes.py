"""Recipes: the layers that train are the layers that are shown."""

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.recipes import LayerSpec, layers


def names(config):
    return [layer.class_name for layer in layers(config)]


def test_the_dense_recipe_has_one_hidden_layer():
    assert names(TrainingConfig()) == ["Flatten", "Dense", "Dense"]


def test_the_first_convnet_looks_and_pools_twice():
    expected = ["Reshape", "Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dense"]
    assert names(TrainingConfig(recipe="conv")) == expected


def test_a_first_convnet_may_have_one_convolution():
    config = TrainingConfig(recipe="conv", convolutions=1)
    assert names(config) == ["Reshape", "Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dense"]
    assert TrainingConfig(convolutions=1) == TrainingConfig(), "other models have no such setting"


def test_scenes_are_looked_at_and_pooled_three_times_with_twice_the_filters_each():
    config = TrainingConfig("horse_or_human", "scenes", filters=16)
    blocks = ["Conv2D", "MaxPooling2D"] * 3
    assert names(config) == [*blocks, "Flatten", "Dense", "Dense"]
    assert [layer.args[0] for layer in layers(config) if layer.class_name == "Conv2D"] == [16, 32, 64]


@pytest.mark.parametrize(
    ("dataset", "source"),
    [
        ("horse_or_human", 'keras.layers.Dense(1, activation="sigmoid")'),
        ("rock_paper_scissors", 'keras.layers.Dense(3, activation="softmax")'),
    ],
)
def test_two_classes_share_one_output_and_three_have_one_each(dataset, source):
    output = layers(TrainingConfig(dataset, "scenes"))[-1]
    assert output.source() == source


@pytest.mark.parametrize("recipe", ["dense", "conv"])
def test_dropout_comes_between_the_dense_layers_and_only_when_asked_for(recipe):
    assert names(TrainingConfig(recipe=recipe, dropout=0.3))[-3:] == ["Dense", "Dropout", "Dense"]
    assert "Dropout" not in names(TrainingConfig(recipe=recipe))


def test_the_neuron_is_alone():
    assert [layer.source() for layer in layers(TrainingConfig("line", "neuron"))] == ["keras.layers.Dense(1)"]


def test_a_layer_is_python_as_a_teacher_writes_it():
    layer = LayerSpec("Conv2D", (8, 3), {"activation": "relu", "use_bias": False})
    assert layer.source() == 'keras.layers.Conv2D(8, 3, activation="relu", use_bias=False)'


@pytest.mark.parametrize(
    "config",
    [
        TrainingConfig(dropout=0.1),
        TrainingConfig(recipe="conv"),
        TrainingConfig("line", "neuron"),
        TrainingConfig("cats_and_dogs", "scenes"),
    ],
)
def test_every_layer_says_what_it_does(config):
    assert all(layer.comment for layer in layers(config))
