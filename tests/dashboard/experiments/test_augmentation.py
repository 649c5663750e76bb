"""An augmentation as a setting: its one form as text, its limits, and the Keras code that it becomes."""

import ast
from dataclasses import fields, replace

import pytest

from dashboard.experiments.augmentation import (
    MILD,
    NONE,
    STRONG,
    TRANSFORMATIONS,
    Augmentation,
    AugmentationError,
    augmentation_from_text,
    strength,
)
from dashboard.experiments.augmentation_code import (
    augmentation_layers,
    generator_arguments,
    generator_code,
    layers_code,
)
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.recipes import layers

SCENES = TrainingConfig("cats_and_dogs", "scenes", seed=5)
AUGMENTED = replace(SCENES, augmentation="flip:horizontal,rotation:0.1,translation:0.2,contrast:0.3")


def test_every_transformation_is_a_field_in_the_order_in_which_they_are_made():
    assert [each.name for each in fields(Augmentation)] == list(TRANSFORMATIONS)


@pytest.mark.parametrize("augmentation", [Augmentation(), MILD, STRONG, Augmentation(contrast=0.125)])
def test_text_and_back(augmentation):
    assert augmentation_from_text(augmentation.to_text()) == augmentation


def test_the_text_has_what_is_switched_on():
    assert Augmentation().to_text() == NONE
    assert Augmentation("vertical", zoom=0.2).to_text() == "flip:vertical,zoom:0.2"


@pytest.mark.parametrize(
    "text",
    [
        "", None, 3, "flip", "flip:sideways", "flip:", "zoom:0", "zoom:-0.1", "zoom:1", "zoom:nan", "zoom:x",
        "shear:0.1", "zoom:0.1,zoom:0.2", "none,zoom:0.1", "zoom:0.1,", "rotation:0.6", "zoom:0.1" * 100,
    ],
)  # fmt: skip
def test_other_texts_are_refused(text):
    with pytest.raises(AugmentationError):
        augmentation_from_text(text)


def test_a_config_keeps_it_in_one_form_and_in_the_address():
    config = replace(SCENES, augmentation="zoom:0.10,flip:horizontal")
    assert config.augmentation == "flip:horizontal,zoom:0.1"
    assert config.to_query()["augment"] == "flip:horizontal,zoom:0.1"
    spoiled = replace(config, augments_validation=True)
    assert TrainingConfig.from_query(spoiled.to_query(), SCENES) == (spoiled, ())
    assert TrainingConfig.from_json(spoiled.to_json()) == spoiled


def test_without_transformations_there_are_none_for_validation_either():
    assert replace(SCENES, augments_validation=True) == SCENES
    assert TrainingConfig(augmentation=MILD.to_text()) == TrainingConfig(), (
        "other models have no such setting"
    )


def test_a_wrong_augmentation_in_the_address_falls_back_and_says_so():
    config, [problem] = TrainingConfig.from_query({"augment": "zoom:7"}, SCENES)
    assert config == SCENES
    assert problem.startswith("zoom must be a number from 0 to 0.9; received '7.0'.")
    with pytest.raises(ConfigError, match="augments_validation must be one of False, True"):
        replace(AUGMENTED, augments_validation=1)


def test_it_compiles_no_other_model():
    assert AUGMENTED.architecture_key() == SCENES.architecture_key()
    assert layers(AUGMENTED) == layers(SCENES)


def test_its_layers_draw_apart_from_each_other():
    assert [spec.source() for spec in augmentation_layers(AUGMENTED.augmentation, 5)] == [
        'keras.layers.RandomFlip("horizontal", seed=5)',
        "keras.layers.RandomRotation(0.1, seed=6)",
        "keras.layers.RandomTranslation(0.2, 0.2, seed=7)",
        "keras.layers.RandomContrast(0.3, value_range=(0, 1), seed=8)",
    ]


def test_the_generator_has_degrees_factors_and_no_contrast():
    augmentation = replace(STRONG, rotation=0.1, brightness=0.2)
    assert generator_arguments(augmentation) == {
        "rescale": 1 / 255,
        "horizontal_flip": True,
        "vertical_flip": True,
        "rotation_range": 36.0,
        "zoom_range": 0.5,
        "width_shift_range": 0.4,
        "height_shift_range": 0.4,
        "brightness_range": (0.8, 1.2),
    }
    assert generator_arguments(Augmentation()) == {"rescale": 1 / 255}


@pytest.mark.parametrize("augmentation", [Augmentation(), MILD, STRONG])
def test_both_programs_parse(augmentation):
    ast.parse(layers_code(augmentation, 1))
    ast.parse(generator_code(augmentation, 1))


def test_the_program_has_the_layers_in_front_of_the_model():
    source = python_source(AUGMENTED)
    order = [
        source.index(part)
        for part in ("keras.Input(", "RandomFlip(", "RandomContrast(", "Conv2D(", "model.compile(")
    ]
    assert order == sorted(order)
    assert "draws other\ntransformations" in source
    assert "validation.map" not in source


def test_the_program_of_the_mistake_transforms_validation_pictures_too():
    spoiled = replace(AUGMENTED, augments_validation=True)
    source = python_source(spoiled)
    assert "augment = keras.Sequential(model.layers[:4])" in source
    assert source.index("validation = validation.map(") < source.index("model.fit(")
    assert "validation.map(" in notebook(spoiled)


def test_strengths_in_words():
    assert Augmentation("horizontal", 0.05).in_words() == "flip horizontal, rotation ±18°"
    assert Augmentation().in_words() == "none"
    assert strength("rotation", 0.05) == "rotation ±18°"
    assert strength("zoom", 0.1) == "zoom ±10 %"
    assert strength("flip", "horizontal_and_vertical") == "flip horizontal and vertical"
