"""The program that a page gives away, run as it stands in a clean process, ends where the page's own run ends."""

import ast
import json
import os
import subprocess
import sys
from dataclasses import dataclass

import nbformat
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import server
from dashboard.experiments.augmentation import NONE, augmentation_from_text
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import PROJECT_ROOT, keras_home
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import RunStore
from dashboard.lessons import discover
from dashboard.workers.pool import WorkerPool

pytestmark = pytest.mark.training

PATIENCE = 240.0  # seconds: a process that imports TensorFlow on a busy machine
LESSONS = [
    lesson
    for lesson in discover()
    if "code_panel(" in (lesson.folder / "page.py").read_text(encoding="utf-8")
]
# Few pictures and epochs, asked for as a learner does, in the address; a page ignores what its model does not have.
ADDRESS = {"examples": "5000", "epochs": "3"}
CONV = TrainingConfig(recipe="conv", examples=5000, filters=8, units=32, dropout=0.1, epochs=3)
SCENES = TrainingConfig("horse_or_human", "scenes", filters=8, units=32, epochs=6)
NEURON = TrainingConfig(
    "line",
    "neuron",
    optimizer="sgd",
    learning_rate=0.01,
    momentum=0.5,
    epochs=200,
    points=((1, 2.5), (2, 3), (-4, 0)),
)
# Both begin with the same weights and go through the pictures in orders of their own. So their last figures may differ
# as those of two runs do whose order alone differs: each tolerance is at least four standard deviations of such a
# difference, measured over ten orders with the settings of these tests (the loss had 0.007, val_loss 0.042 and 0.017).
# Scenes differ by a little more: TensorFlow reads JPEG files faster and less exactly than Pillow.
TOLERANCES = {
    "dense": {
        "loss": 0.03,
        "accuracy": 0.025,
        "val_loss": 0.17,
        "val_accuracy": 0.085,
        "test_accuracy": 0.06,
    },
    # Half of the neurons dropped: the draws differ too. Twelve draws and orders differed by 0.019 (loss), 0.013, 0.035,
    # 0.030 and 0.022 at most; four standard deviations are 0.046, 0.024, 0.056, 0.061 and 0.046.
    "dense dropout": {
        "loss": 0.065,
        "accuracy": 0.035,
        "val_loss": 0.17,
        "val_accuracy": 0.085,
        "test_accuracy": 0.06,
    },
    "conv": {"loss": 0.04, "accuracy": 0.025, "val_loss": 0.08, "val_accuracy": 0.05, "test_accuracy": 0.03},
    # The notes' two convolutions: those of the first ConvNet with more filters.
    "stack": {"loss": 0.04, "accuracy": 0.025, "val_loss": 0.08, "val_accuracy": 0.05, "test_accuracy": 0.03},
    "scenes": {"loss": 0.13, "accuracy": 0.08, "val_loss": 0.12, "val_accuracy": 0.08, "test_accuracy": 0.12},
    # After three epochs with RMSprop the accuracies still jump: ten orders differed by 0.048 and 0.063 (val, test).
    "scenes rmsprop": {
        "loss": 0.17,
        "accuracy": 0.08,
        "val_loss": 0.25,
        "val_accuracy": 0.2,
        "test_accuracy": 0.26,
    },
    # Three epochs with few pictures: ten orders differed by 0.035, 0.032, 0.065, 0.102 and 0.064 (one deviation).
    "folders": {
        "loss": 0.15,
        "accuracy": 0.14,
        "val_loss": 0.27,
        "val_accuracy": 0.42,
        "test_accuracy": 0.27,
    },
    # After three epochs of augmented pictures: ten orders and draws differed by 0.029, 0.04 and 0.031 (accuracies).
    "scenes augmented": {
        "loss": 0.13,
        "accuracy": 0.13,
        "val_loss": 0.12,
        "val_accuracy": 0.18,
        "test_accuracy": 0.15,
    },
    # Three classes are hardly begun after three epochs with Adam: ten orders differed by 0.084 in val_accuracy.
    "scenes rock_paper_scissors": {
        "loss": 0.22,
        "accuracy": 0.18,
        "val_loss": 0.2,
        "val_accuracy": 0.34,
        "test_accuracy": 0.22,
    },
    "motion": {"loss": 0.08, "accuracy": 0.06, "val_loss": 0.07, "val_accuracy": 0.12, "test_accuracy": 0.11},
    # Nothing is shuffled: nothing but rounding differs.
    "neuron": {"loss": 1e-4},
}
# What the curve could hide is asked of the model itself.
RUNNER = """
import json, runpy, sys
names = runpy.run_path(sys.argv[1], run_name="__main__")
model = names["model"]
outcome = {
    "history": names["history"].history,
    "test_accuracy": names.get("test_accuracy"),
    "weights": model.count_params(),
    "updates": int(model.optimizer.iterations.numpy()),
    "optimizer": type(model.optimizer).__name__,
    "learning_rate": float(model.optimizer.learning_rate.numpy()),
    "momentum": getattr(model.optimizer, "momentum", 0.0),
    "dropout": [layer.rate for layer in model.layers if type(layer).__name__ == "Dropout"],
    "augmentation": [type(layer).__name__ for layer in model.layers if type(layer).__name__.startswith("Random")],
}
print()
print(json.dumps(outcome))
"""


@dataclass(frozen=True)
class Outcome:
    """What a training came to.

    Args:
        history: figures of every epoch.
        test_accuracy: on the test pictures; None where there are none.
        weights: numbers that the model learned.
        updates: steps of the optimizer.
        optimizer: its class.
        learning_rate: its rate.
        momentum: its momentum, where it has one.
        dropout: the rates of the dropout layers.
        augmentation: the classes of the layers that transform pictures.
    """

    history: dict[str, list[float]]
    test_accuracy: float | None
    weights: int
    updates: int
    optimizer: str
    learning_rate: float
    momentum: float
    dropout: list[float]
    augmentation: list[str]

    def last(self):
        test = {} if self.test_accuracy is None else {"test_accuracy": self.test_accuracy}
        return {name: values[-1] for name, values in self.history.items()} | test


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return RunStore(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def pool(store):
    with WorkerPool(store, 1) as pool:
        assert pool.wait_ready(PATIENCE)
        yield pool


@pytest.fixture
def downloads(monkeypatch):
    """The files that the page offers, by name."""
    offered = {}

    def download_button(label, data, file_name, **options):
        offered[file_name] = data

    monkeypatch.setattr(st, "download_button", download_button)
    return offered


@pytest.fixture
def open_lesson(monkeypatch, pool, store):
    """``open_lesson(lesson)``: the page at ``ADDRESS``, with a real worker behind it."""
    monkeypatch.setattr(server, "worker_pool", lambda: pool)
    monkeypatch.setattr(server, "run_store", lambda: store)
    monkeypatch.setattr(server, "start", lambda: None)

    def show(lesson):
        at = AppTest.from_function(lesson_script, args=(lesson.slug,), default_timeout=PATIENCE)
        for name, value in ADDRESS.items():
            at.query_params[name] = value
        return at.run()

    return show


def lesson_script(slug):
    from dashboard.components import lesson_page
    from dashboard.lessons import discover

    [lesson] = [lesson for lesson in discover() if lesson.slug == slug]
    lesson_page.render(lesson, [])


def run_program(source, folder):
    """Run a program in a clean process, as a learner would."""
    program = folder / "program.py"
    program.write_text(source, encoding="utf-8")
    # Keras writes a settings file into its home, so it gets one of its own with the data linked in.
    home = folder / "keras"
    home.mkdir()
    (home / "datasets").symlink_to(keras_home() / "datasets")
    (folder / "data").symlink_to(PROJECT_ROOT / "data")  # as in the project's folder
    environment = os.environ | {"KERAS_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(program)],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def run_of_page(pool, store, run_id):
    """Wait for a run of the page's worker; return its settings and its outcome."""
    status = pool.wait(run_id, PATIENCE)
    assert status.state is RunState.FINISHED, status.message
    config, summary = status.run.config, store.artifacts(run_id).summary
    outcome = Outcome(
        history=dict(status.run.history),
        test_accuracy=summary.test_accuracy,
        weights=summary.total_params,
        updates=status.run.epochs_done * config.steps_per_epoch,
        optimizer=OPTIMIZERS[config.optimizer].class_name,
        learning_rate=config.learning_rate,
        momentum=config.momentum,
        dropout=[config.dropout] if config.dropout else [],
        augmentation=[each.class_name for each in augmentation_from_text(config.augmentation).used],
    )
    return config, outcome


def assert_alike(config, page, program):
    """Compare the model and its training exactly, and the last figures within the tolerances of the recipe."""
    assert (program.weights, program.updates) == (page.weights, page.updates)
    assert (program.optimizer, program.momentum) == (page.optimizer, page.momentum)
    assert program.dropout == page.dropout
    assert program.augmentation == page.augmentation
    assert program.learning_rate == pytest.approx(page.learning_rate)
    assert {name: len(values) for name, values in program.history.items()} == {
        name: len(values) for name, values in page.history.items()
    }
    mine, keras_own = page.last(), program.last()
    variants = {
        "augmented": config.augmentation != NONE,
        config.dataset: True,
        config.optimizer: True,
        "dropout": config.dropout > 0,
    }
    names = [f"{config.recipe} {name}" for name, so in variants.items() if so]
    tolerances = next((TOLERANCES[name] for name in names if name in TOLERANCES), TOLERANCES[config.recipe])
    assert set(mine) == set(keras_own) == set(tolerances)
    far = {
        name: (mine[name], keras_own[name])
        for name, tolerance in tolerances.items()
        if not abs(mine[name] - keras_own[name]) <= tolerance
    }
    assert not far, f"page, program: {far}"


def code_of(document):
    cells = nbformat.reads(document, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def same_code(source, document):
    [_, *statements] = ast.parse(source).body  # the notebook has the docstring as its heading
    return [ast.dump(node) for node in statements] == [
        ast.dump(node) for node in ast.parse(code_of(document)).body
    ]


def test_there_are_lessons_that_give_their_program_away():
    assert LESSONS


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_the_program_of_a_lesson_ends_where_the_run_of_its_page_ends(
    lesson, open_lesson, downloads, pool, store, tmp_path
):
    at = open_lesson(lesson)
    assert not at.exception
    [train] = [button for button in at.button if button.label == "Train"]
    train.click().run()
    assert not at.exception
    [source] = [data for name, data in downloads.items() if name.endswith(".py")]
    [document] = [data for name, data in downloads.items() if name.endswith(".ipynb")]

    assert f"epochs={ADDRESS['epochs']}" in source, "the program follows the settings"
    assert same_code(source, document)
    assert_alike(*run_of_page(pool, store, at.query_params["run"]), run_program(source, tmp_path))


def test_the_program_of_the_convnet_ends_where_its_run_ends(pool, store, tmp_path):
    page = run_of_page(pool, store, pool.submit(CONV, "ana"))
    assert_alike(*page, run_program(python_source(CONV), tmp_path))


def test_the_program_of_the_scenes_ends_where_its_run_ends(pool, store, tmp_path):
    page = run_of_page(pool, store, pool.submit(SCENES, "ana"))
    assert_alike(*page, run_program(python_source(SCENES), tmp_path))


def test_the_program_of_the_neuron_gives_the_same_figures_at_every_epoch(pool, store, tmp_path):
    config, page = run_of_page(pool, store, pool.submit(NEURON, "ana"))
    program = run_program(python_source(NEURON), tmp_path)
    assert_alike(config, page, program)
    assert page.history["loss"] == pytest.approx(program.history["loss"], abs=TOLERANCES["neuron"]["loss"])


@pytest.mark.parametrize("config", [CONV, NEURON, SCENES], ids=lambda config: config.recipe)
def test_the_notebook_holds_the_same_program(config):
    assert same_code(python_source(config), notebook(config))
