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
    "config", [TrainingConfig(dropout=0.1), TrainingConfig(recipe="conv"), TrainingConfig("line", "neuron")]
)
def test_every_layer_says_what_it_does(config):
    assert all(layer.comment for layer in layers(config))
