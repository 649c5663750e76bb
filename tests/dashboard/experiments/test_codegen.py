"""The code shown to a learner: complete, plain, and true to the settings."""

import ast
import json
from dataclasses import replace

import nbformat
import numpy as np
import pytest

from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import arrays

EVERYTHING = TrainingConfig(
    examples=2_000,
    units=64,
    dropout=0.25,
    optimizer="rmsprop",
    learning_rate=0.005,
    batch_size=128,
    epochs=7,
    stop_at_accuracy=0.95,
    seed=3,
)
CONV = TrainingConfig(recipe="conv", filters=16, units=64, dropout=0.2, epochs=3)
NEURON = TrainingConfig("line", "neuron", optimizer="sgd", learning_rate=0.01, epochs=500, seed=9)
OWN_POINTS = TrainingConfig(
    "line", "neuron", optimizer="sgd", learning_rate=0.01, momentum=0.9, points=((1, 2.5), (2, 3), (-4, 0))
)
MOTION = TrainingConfig("motion", "motion", learning_rate=0.01, epochs=40)
SILHOUETTES = TrainingConfig("animal_silhouettes", "conv", examples=5_000, filters=8)
SCENES = TrainingConfig("horse_or_human", "scenes", image_size=64, filters=16, stop_at_accuracy=0.9)
HANDS = TrainingConfig("rock_paper_scissors", "scenes", batch_size=16)
CONFIGS = [
    *(
        TrainingConfig(),
        EVERYTHING,
        TrainingConfig(examples=60_000),
        CONV,
        NEURON,
        SILHOUETTES,
        SCENES,
        HANDS,
    ),
    *(OWN_POINTS, MOTION),
]


@pytest.mark.parametrize("config", CONFIGS)
def test_the_source_is_python(config):
    compile(python_source(config), "lesson.py", "exec")


@pytest.mark.parametrize("config", CONFIGS)
def test_numpy_is_imported_where_it_is_used_and_nowhere_else(config):
    source = python_source(config)
    assert ("import numpy as np" in source) == ("np." in source)


def test_every_setting_is_in_the_source():
    source = python_source(EVERYTHING)
    for expected in (
        "keras.utils.set_random_seed(3)",
        "x_train[:2_000], y_train[:2_000]",
        "x_train, x_test = x_train / 255, x_test / 255",
        'keras.layers.Dense(64, activation="relu")',
        "keras.layers.Dropout(0.25)",
        "keras.optimizers.RMSprop(learning_rate=0.005)",
        "validation_split=0.2",
        "batch_size=128",
        "epochs=7",
        'logs["accuracy"] > 0.95',
        "callbacks=[StopAtAccuracy()]",
    ):
        assert expected in source


def test_the_convnet_has_its_filters_and_its_pooling():
    source = python_source(CONV)
    assert source.count("keras.layers.Conv2D(16, 3, activation=") == 2
    assert source.count("keras.layers.MaxPooling2D(2)") == 2
    assert "keras.layers.Reshape((28, 28, 1))" in source
    assert "keras.layers.Dense(64, activation=" in source
    assert "keras.layers.Dropout(0.2)" in source


def test_the_program_of_one_convolution_has_one():
    source = python_source(replace(CONV, convolutions=1))
    assert source.count("keras.layers.Conv2D(") == source.count("keras.layers.MaxPooling2D(") == 1


def test_scenes_are_read_from_folders_with_their_own_validation_and_test_sets():
    source = python_source(SCENES)
    for expected in (
        'FOLDER = "data/scenes/horse_or_human"',
        "0 for horses, 1 for humans",
        "keras.utils.image_dataset_from_directory(",
        'label_mode="binary"',
        "image_size=(64, 64)",
        "images / 255",
        'train = pictures("train", shuffle=True)',
        'validation = pictures("same_artist")',
        'test = pictures("new_artist")',
        "keras.Input(shape=(64, 64, 3))",
        'keras.layers.Dense(1, activation="sigmoid")',
        'loss="binary_crossentropy"',
        "validation_data=validation",
        "callbacks=[StopAtAccuracy()]",
        "model.evaluate(test)",
    ):
        assert expected in source
    assert "validation_split" not in source


def test_three_kinds_of_scenes_have_whole_number_labels_and_three_outputs():
    source = python_source(HANDS)
    for expected in (
        "0 for paper, 1 for rock, 2 for scissors",
        'label_mode="int"',
        "batch_size=16",
        'keras.layers.Dense(3, activation="softmax")',
        'loss="sparse_categorical_crossentropy"',
    ):
        assert expected in source


def test_the_silhouettes_come_from_their_file():
    source = python_source(SILHOUETTES)
    assert 'np.load("data/animal_silhouettes/animal_silhouettes.npz")' in source
    assert "import numpy as np" in source
    assert "x_train[:5_000], y_train[:5_000]" in source


def test_the_numbers_of_the_line_stand_in_the_program():
    source = python_source(NEURON)
    for expected in (
        "keras.utils.set_random_seed(9)",
        "x = np.array([[-1.0], [0.0], [1.0], [2.0], [3.0], [4.0]])",
        "y = np.array([[-3.0], [-1.0], [1.0], [3.0], [5.0], [7.0]])",
        "keras.Input(shape=(1,))",
        "keras.layers.Dense(1)",
        "keras.optimizers.SGD(learning_rate=0.01)",
        'loss="mean_squared_error"',
        "batch_size=6",
        "epochs=500",
    ):
        assert expected in source
    for superfluous in ("metrics", "validation", "load_data", "accuracy", "Dropout"):
        assert superfluous not in source


def test_own_points_and_momentum_stand_in_the_program():
    source = python_source(OWN_POINTS)
    for expected in (
        "a line through your own points",
        "x = np.array([[1.0], [2.0], [-4.0]])",
        "y = np.array([[2.5], [3.0], [0.0]])",
        "keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)",
        "batch_size=3",
    ):
        assert expected in source
    assert "momentum" not in python_source(NEURON)


def test_the_program_makes_up_the_people_that_the_page_has():
    source = python_source(MOTION)
    names = {}
    exec(source[source.index("def recordings") : source.index("# The layers")], {"np": np}, names)
    for split, (x, y) in {
        "train": (names["x_train"], names["y_train"]),
        "test": (names["x_test"], names["y_test"]),
    }.items():
        expected = arrays("motion", split)
        np.testing.assert_array_equal(x, expected[0])
        np.testing.assert_array_equal(y, expected[1])
    for expected in (
        "keras.Input(shape=(3,))",
        "keras.layers.Dense(4, activation=",
        "validation_split=0.2",
        "batch_size=32",
        "Keras shuffles the people in another order",
        "people that took no part",
    ):
        assert expected in source
    assert "picture" not in source


def test_the_program_promises_the_same_figures_only_where_keras_shuffles_nothing():
    assert "gives the same figures, but for rounding" in python_source(NEURON)
    for config in (TrainingConfig(), EVERYTHING, CONV):
        assert "Keras shuffles the pictures in another order" in python_source(config)
    assert "the same figures" in notebook(NEURON)
    assert "in another order" in notebook(CONV)


def test_nothing_superfluous_is_in_the_source():
    source = python_source(TrainingConfig(examples=60_000))
    assert "Dropout" not in source
    assert "callback" not in source
    assert "x_train[:" not in source


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_optimizer_has_its_keras_name(optimizer):
    class_name = OPTIMIZERS[optimizer].class_name
    assert f"keras.optimizers.{class_name}(" in python_source(TrainingConfig(optimizer=optimizer))


@pytest.mark.parametrize("config", CONFIGS)
def test_the_notebook_is_valid_and_holds_the_same_program(config):
    document = nbformat.reads(notebook(config), as_version=4)
    nbformat.validate(document)
    code = "\n".join(cell.source for cell in document.cells if cell.cell_type == "code")
    [docstring, *statements] = ast.parse(python_source(config)).body
    assert isinstance(docstring, ast.Expr)
    assert [ast.dump(node) for node in ast.parse(code).body] == [ast.dump(node) for node in statements]


def test_the_notebook_is_the_same_each_time():
    assert notebook(EVERYTHING) == notebook(EVERYTHING)
    assert json.loads(notebook(EVERYTHING))["nbformat_minor"] == 5


@pytest.mark.parametrize(
    ("callback", "call"),
    [
        (
            "early_stopping",
            "EarlyStopping(monitor='val_loss', patience=3, min_delta=0.0, restore_best_weights=True)",
        ),
        (
            "model_checkpoint",
            "ModelCheckpoint('best.weights.h5', monitor='val_loss', save_best_only=True, save_weights_only=True)",
        ),
        ("reduce_lr", "ReduceLROnPlateau(monitor='val_loss', patience=3, min_delta=0.0, factor=0.5)"),
    ],
)
def test_a_callback_of_keras_is_made_with_its_settings_and_passed_in_a_list(callback, call):
    source = python_source(TrainingConfig(callback=callback, patience=3))
    calls = [ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    assert f"keras.callbacks.{call}" in calls
    assert any(each.startswith("model.fit(") and "callbacks=[callback]" in each for each in calls)
    assert ("model.load_weights('best.weights.h5')" in calls) == (callback == "model_checkpoint")
