"""The look inside a trained model as a script: every tab, for models with classes and without, whole files or not."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import server
from dashboard.experiments.artifacts import (
    HEALTH,
    PREDICTIONS,
    SUMMARY,
    WEIGHTS,
    LayerRow,
    ModelSummary,
)
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import load
from dashboard.experiments.events import EpochEnd, Event, Finished, Queued, Started
from dashboard.experiments.health import Health, LayerHealth
from dashboard.experiments.look import Look, look_name, write_look
from dashboard.experiments.runs import RunStore
from dashboard.workers.questions import AskError

MARK = "0a1b2c3d"
CLASSES = (
    "Its answers",
    "Confusion matrix",
    "Its mistakes",
    "What each layer sees",
    "What neurons look for",
    "Its layers",
    "Its health",
)
NO_CLASSES = ("What it learned", "Its weights", "Its layers", "Its health")
LAYERS = (
    LayerRow("reshape", "Reshape", "(None, 28, 28, 1)", 0),
    LayerRow("conv2d", "Conv2D", "(None, 26, 26, 4)", 40, "relu"),
    LayerRow("conv2d_1", "Conv2D", "(None, 24, 24, 2)", 74, "relu"),
    LayerRow("flatten", "Flatten", "(None, 1152)", 0),
    LayerRow("dense", "Dense", "(None, 10)", 11530, "softmax"),
)
CONV = TrainingConfig(recipe="conv", filters=4, epochs=2)
SCENES = TrainingConfig("horse_or_human", "scenes", filters=4, epochs=2)
NEURON = TrainingConfig(recipe="neuron", dataset="line", optimizer="sgd", learning_rate=0.01, epochs=2)


@dataclass
class Asked:
    """Stands in for the workers: remembers questions; a test answers them."""

    questions: list[dict] = field(default_factory=list)
    answers: list[Future[Path]] = field(default_factory=list)

    def ask(self, _run_id: str, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(dict(question))
        answer: Future[Path] = Future()
        self.answers.append(answer)
        return answer


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    asked = Asked()
    monkeypatch.setattr(server, "worker_pool", lambda: asked)
    return asked


@pytest.fixture
def store(tmp_path, monkeypatch):
    runs = RunStore(tmp_path / "runs")
    monkeypatch.setattr(server, "run_store", lambda: runs)
    st.cache_resource.clear()
    return runs


def finished(store: RunStore, config: TrainingConfig, logs: dict[str, float]) -> Path:
    run = store.create(config)
    names = {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS, "health": HEALTH}
    story: list[Event] = [Queued(1), Started(), EpochEnd(0, logs, 1.0), EpochEnd(1, logs, 2.0)]
    for event in [*story, Finished(names, 2.0)]:
        store.append(run.id, event)
    return store.folder(run.id)


def write_json(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, allow_nan=False), encoding="utf-8")


@pytest.fixture
def conv_run(store) -> Path:
    """A model with classes: right for every picture but the second, which it takes for a bag."""
    folder = finished(store, CONV, {"loss": 0.5, "accuracy": 0.8, "val_loss": 0.6, "val_accuracy": 0.75})
    labels = load("fashion_mnist", "test").labels.astype(int)
    said = labels.copy()
    said[1] = 8
    probabilities = np.full((10_000, 10), 0.05, np.float16)
    probabilities[np.arange(10_000), said] = 0.55
    np.savez(folder / PREDICTIONS, probabilities=probabilities)
    rng = np.random.default_rng(0)
    shapes = {
        "sequential/conv2d/kernel": (3, 3, 1, 4),
        "sequential/conv2d/bias": (4,),
        "sequential/conv2d_1/kernel": (3, 3, 4, 2),
        "sequential/conv2d_1/bias": (2,),
        "sequential/dense/kernel": (1152, 10),
        "sequential/dense/bias": (10,),
    }
    np.savez(
        folder / WEIGHTS, **{name: rng.normal(size=shape).astype("f4") for name, shape in shapes.items()}
    )
    summary = ModelSummary(0.5, 0.9999, 11_644, LAYERS, optimizer_params=5, fingerprint=MARK)
    write_json(folder / SUMMARY, summary.to_json())
    layers = (
        LayerHealth("conv2d", "Conv2D", "relu", 4, 3.0, 0.5, True, 0.4, 5.0, 1.2, dead=0.75),
        LayerHealth("dense", "Dense", "softmax", 10, 1.0, 0.0, True, 0.6, 7.0, 1.5, saturated=0.3),
    )
    write_json(folder / HEALTH, Health(512, layers, 0.9, 0.12).to_json())
    return folder


@pytest.fixture
def scenes_run(store) -> Path:
    """A model with one output for two classes, in colour: it takes the first horse for a human."""
    folder = finished(store, SCENES, {"loss": 0.5, "accuracy": 0.99, "val_loss": 0.6, "val_accuracy": 0.9})
    human = load("horse_or_human", "test").labels.astype(float)
    human[0] = 0.75
    np.savez(folder / PREDICTIONS, probabilities=np.stack([1 - human, human], axis=1).astype(np.float16))
    rng = np.random.default_rng(0)
    shapes = {"sequential/conv2d/kernel": (3, 3, 3, 4), "sequential/conv2d/bias": (4,)}
    np.savez(
        folder / WEIGHTS, **{name: rng.normal(size=shape).astype("f4") for name, shape in shapes.items()}
    )
    rows = (
        LayerRow("conv2d", "Conv2D", "(None, 46, 46, 4)", 112, "relu"),
        LayerRow("dense", "Dense", "(None, 1)", 8465, "sigmoid"),
    )
    write_json(folder / SUMMARY, ModelSummary(0.1, 0.995, 8_577, rows, fingerprint=MARK).to_json())
    layer = LayerHealth("dense", "Dense", "sigmoid", 1, 1.0, 0.0, True, 0.6, 7.0, 1.5, saturated=0.3)
    write_json(folder / HEALTH, Health(128, (layer,), 0.9, 0.5).to_json())
    return folder


@pytest.fixture
def neuron_run(store) -> Path:
    folder = finished(store, NEURON, {"loss": 0.01})
    x = np.arange(-1, 5, dtype=np.float32)[:, None]
    np.savez(folder / PREDICTIONS, inputs=x, targets=2 * x - 1, outputs=1.9 * x - 0.8)
    np.savez(
        folder / WEIGHTS,
        **{
            "sequential/dense/kernel": np.array([[1.9]], "f4"),
            "sequential/dense/bias": np.array([-0.8], "f4"),
        },
    )
    rows = (LayerRow("dense", "Dense", "(None, 1)", 2, "linear"),)
    write_json(folder / SUMMARY, ModelSummary(0.01, None, 2, rows, fingerprint=MARK).to_json())
    layer = LayerHealth("dense", "Dense", "linear", 1, 7.0, 0.0, True, 0.1, 2.0, 1.9)
    write_json(folder / HEALTH, Health(6, (layer,)).to_json())
    return folder


def panel(run_id: str) -> None:
    from dashboard import server
    from dashboard.components.results_panel import results_panel

    results_panel("inside", server.run_store().read(run_id))


def opened(folder: Path, tab: str, **state: object) -> AppTest:
    at = AppTest.from_function(panel, kwargs={"run_id": folder.name}, default_timeout=60)
    at.session_state["inside-tabs"] = tab
    for name, value in state.items():
        at.session_state[f"inside-{name.replace('_', '-')}"] = value
    return at.run()


def words(at: AppTest) -> str:
    said = [*at.markdown, *at.caption, *at.warning, *at.error, *at.info, *at.success]
    return "\n".join(element.value for element in said)


@pytest.mark.parametrize("tab", CLASSES)
def test_every_tab_of_a_model_with_classes_is_drawn(conv_run, tab):
    at = opened(conv_run, tab)
    assert not at.exception
    assert [shown.label for shown in at.tabs] == list(CLASSES)
    assert "missing or damaged" not in words(at)


@pytest.mark.parametrize("tab", CLASSES)
def test_every_tab_of_a_model_of_scenes_is_drawn(scenes_run, tab):
    at = opened(scenes_run, tab)
    assert not at.exception
    assert "missing or damaged" not in words(at)


def test_the_figures_of_scenes_say_whose_drawings_they_are_of(scenes_run):
    at = opened(scenes_run, "Its mistakes")
    labels = [metric.label for metric in at.metric]
    assert "Validation accuracy, same artists" in labels
    assert "Test accuracy, new artists" in labels
    assert "1 test picture: wrong answers." in words(at)


def test_the_one_output_of_two_classes_is_shown_as_two_probabilities(scenes_run):
    write_look(scenes_run, MARK, 0, Look({"dense": np.array([0.75], "f4")}))
    at = opened(scenes_run, "What each layer sees", look_layer="dense")
    [table] = [shown.value for shown in at.table if len(shown.value) == 2]
    assert "humans" in table.to_string()
    assert "horses" in table.to_string()


@pytest.mark.parametrize("tab", NO_CLASSES)
def test_every_tab_of_a_model_without_classes_is_drawn(neuron_run, tab):
    at = opened(neuron_run, tab)
    assert not at.exception
    assert [shown.label for shown in at.tabs] == list(NO_CLASSES)
    assert "missing or damaged" not in words(at)


@pytest.mark.parametrize("damage", [None, b"PK\x03\x04 cut"])
@pytest.mark.parametrize("name", [SUMMARY, PREDICTIONS, WEIGHTS, HEALTH])
@pytest.mark.parametrize("kind", ["conv_run", "neuron_run"])
def test_a_file_that_is_gone_or_damaged_is_one_sentence_where_it_is_needed(request, kind, name, damage):
    folder = request.getfixturevalue(kind)
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    told = []
    for tab in CLASSES if kind == "conv_run" else NO_CLASSES:
        at = opened(folder, tab)
        assert not at.exception
        told += [warning.value for warning in at.warning if "damaged" in warning.value]
    assert set(told) == {f"The file {name} of this run is missing or damaged: press Train to run it again."}


def test_a_run_that_is_gone_is_one_sentence(conv_run, store):
    at = AppTest.from_function(panel, kwargs={"run_id": conv_run.name}, default_timeout=60)
    at.session_state["inside-tabs"] = "Its layers"
    at.run()
    run = store.read(conv_run.name)
    server.run_store().delete(run.id)
    server.run_store().read = lambda _run_id: run  # the page still knows of it
    at.run()
    assert not at.exception
    assert "There is no run" in at.warning[0].value


class TestWeights:
    def test_a_first_convolution_is_small_pictures_with_a_table(self, conv_run):
        at = opened(conv_run, "What neurons look for")
        assert "Kernels of 4 filters of 3×3: " in words(at)
        assert list(at.table[0].value.columns) == ["filter", "smallest weight", "largest weight", "bias"]
        assert len(at.table[0].value) == 4

    def test_a_later_convolution_is_shown_channel_by_channel(self, conv_run):
        at = opened(conv_run, "What neurons look for", weights_layer="conv2d_1")
        at.number_input[0].set_value(3).run()
        assert "for channel 3 of the 4 it reads" in words(at)

    def test_a_dense_layer_behind_others_is_no_picture(self, conv_run):
        at = opened(conv_run, "What neurons look for", weights_layer="dense")
        assert "there is no picture to see" in words(at)
        assert "11,520 weights from" in words(at)
        assert "10 biases from" in words(at)


class TestHealth:
    def test_findings_are_sentences_with_a_remedy_and_figures_in_a_table(self, conv_run):
        at = opened(conv_run, "Its health")
        assert "3 of the 4 units of conv2d died" in at.warning[0].value
        assert "Try a smaller learning rate" in at.warning[0].value
        assert at.table[0].value["dead or saturated"].tolist() == ["75.0 % dead", "30.0 % saturated"]

    def test_a_healthy_model_has_nothing_unusual(self, neuron_run):
        assert "Nothing unusual" in opened(neuron_run, "Its health").success[0].value


class TestLayers:
    def test_shapes_and_totals_are_told(self, conv_run):
        at = opened(conv_run, "Its layers")
        assert at.table[0].value["Output shape"].tolist()[1] == "(None, 26, 26, 4)"
        assert "11,644 weights in all. 11,644 are trainable; 0 are not." in words(at)
        assert "Keras counts 5 more" in words(at)


class TestLine:
    def test_the_rule_and_the_predictions_are_told(self, neuron_run):
        at = opened(neuron_run, "What it learned")
        assert "y = 1.9000 x − 0.8000" in words(at)
        assert at.table[0].value["the model says"].tolist()[0] == "-2.7000"
        assert "by 0.3 at most, at x = -1" in words(at)

    def test_nan_is_said_instead(self, neuron_run):
        x = np.arange(6.0)
        np.savez(neuron_run / PREDICTIONS, inputs=x, targets=x, outputs=x * np.nan)
        assert "This model has no predictions" in words(opened(neuron_run, "What it learned"))


class TestLook:
    LOOK = Look(
        {
            "reshape": np.zeros((28, 28, 1), np.float32),
            "conv2d": np.full((26, 26, 4), 0.5, np.float32),
            "conv2d_1": np.ones((24, 24, 2), np.float32),
            "flatten": np.ones(1152, np.float32),
            "dense": np.eye(10, dtype=np.float32)[9],
        }
    )
    TAB = "What each layer sees"

    @pytest.mark.parametrize(
        ("layer", "told"),
        [
            ("reshape", "1 map of 28×28"),
            (
                "conv2d",
                "conv2d gives 2,704 values of shape (1, 26, 26, 4): the smallest is 0.5, the largest 0.5",
            ),
            ("flatten", "flatten gives 1,152 values of shape (1, 1152)"),
            ("dense", "90.0 % are zero"),
        ],
    )
    def test_any_layer_of_a_kept_look_is_shown_without_a_worker(self, conv_run, pool, layer, told):
        write_look(conv_run, MARK, 0, self.LOOK)
        at = opened(conv_run, self.TAB, look_layer=layer)
        assert not at.exception
        assert told in words(at)
        assert pool.questions == []

    def test_the_output_is_shown_as_labelled_probabilities(self, conv_run):
        write_look(conv_run, MARK, 0, self.LOOK)
        at = opened(conv_run, self.TAB, look_layer="dense")
        assert at.table[0].value["class"].tolist()[0] == "Ankle boot"

    def test_a_new_picture_is_asked_once_and_the_wait_is_told(self, conv_run, pool):
        at = opened(conv_run, self.TAB)
        assert pool.questions == [{"what": "look", "picture": 0, "slot": "inside-look"}]
        assert "waits for its turn" in at.info[0].value
        pool.answers[0].set_running_or_notify_cancel()
        at.run()
        assert len(pool.questions) == 1
        assert "on its way through the model" in at.info[0].value

    def test_the_answer_is_shown_when_it_comes(self, conv_run, pool):
        at = opened(conv_run, self.TAB)
        write_look(conv_run, MARK, 0, self.LOOK)
        pool.answers[0].set_result(conv_run / look_name(MARK, 0))
        at.run()
        assert not at.info
        assert "4 maps of 26×26" in words(at)

    def test_an_answer_under_another_mark_is_shown_too(self, conv_run, pool):
        at = opened(conv_run, self.TAB)
        pool.answers[0].set_result(conv_run / write_look(conv_run, "ffffffff", 0, self.LOOK))
        at.run()
        assert "4 maps of 26×26" in words(at)
        assert len(pool.questions) == 1

    def test_a_question_without_an_answer_is_told_and_can_be_asked_again(self, conv_run, pool):
        at = opened(conv_run, self.TAB)
        pool.answers[0].set_exception(AskError("The process that was to answer ended."))
        at.run()
        assert at.warning[0].value == "The process that was to answer ended."
        at.button(key="inside-look-again").click().run()
        assert len(pool.questions) == 2

    def test_the_next_wrong_picture_is_one_click_away(self, conv_run, pool):
        at = opened(conv_run, self.TAB)
        at.button(key="inside-look-picture-wrong").click().run()
        assert pool.questions[-1]["picture"] == 1
        assert "It is wrong: the label is Pullover." in words(at)

    def test_another_picture_is_another_question(self, conv_run, pool):
        at = opened(conv_run, self.TAB)
        at.button(key="inside-look-picture-another").click().run()
        assert [question["picture"] for question in pool.questions] == [0, 37]
