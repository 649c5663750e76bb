"""The code shown to a learner: complete, plain, and true to the settings."""

import ast
import json

import nbformat
import pytest

from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig

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
CONFIGS = [TrainingConfig(), EVERYTHING, TrainingConfig(examples=60_000)]


@pytest.mark.parametrize("config", CONFIGS)
def test_the_source_is_python(config):
    compile(python_source(config), "lesson.py", "exec")


def test_every_setting_is_in_the_source():
    source = python_source(EVERYTHING)
    for expected in (
        "keras.utils.set_random_seed(3)",
        "x_train[:2_000]",
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
