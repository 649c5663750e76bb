"""What is written about a trained model equals what Keras says of it."""

import re

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import Artifacts, fingerprint
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import load
from dashboard.experiments.look import Look, read_look, write_look
from dashboard.workers.engine import Examples
from dashboard.workers.inspection import inspect
from dashboard.workers.program import Program
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training
CONFIGS = {
    "dense": TrainingConfig(examples=1000, units=16, epochs=1),
    "dropout": TrainingConfig(examples=1000, units=16, epochs=1, dropout=0.3),
    "conv": TrainingConfig(recipe="conv", examples=1000, units=16, filters=4, epochs=1),
    "neuron": TrainingConfig(recipe="neuron", dataset="line", optimizer="sgd", learning_rate=0.01, epochs=5),
}


@pytest.fixture(scope="module")
def trainer():
    return Trainer()


@pytest.fixture(scope="module", params=CONFIGS)
def trained(request, trainer):
    return trainer.train(CONFIGS[request.param])


def printed_summary(model: keras.Model) -> str:
    lines: list[str] = []
    model.summary(print_fn=lambda text, **_: lines.append(text), line_length=78)
    return "\n".join(lines)


def number_after(label: str, text: str) -> int:
    found = re.search(rf"(?<![-\w]){label}: ([\d,]+)", text)
    assert found, f"no {label!r} in\n{text}"
    return int(found[1].replace(",", ""))


def test_the_layers_are_those_of_model_summary(trained, tmp_path):
    model = trained.program.model
    inspect(trained.program, trained.test, tmp_path)
    summary = Artifacts(tmp_path).summary
    text = printed_summary(model)

    rows = [line for line in text.splitlines() if re.match(r"[│|] +\w+ \(\w+\)", line)]
    assert len(rows) == len(summary.layers) == len(model.layers)
    for row, line in zip(summary.layers, rows, strict=True):
        cells = [cell.strip() for cell in re.split("[│|]", line)[1:4]]
        assert cells == [f"{row.name} ({row.class_name})", row.output_shape, f"{row.params:,}"]
    assert summary.total_params == model.count_params()
    assert summary.trainable_params == number_after("Trainable params", text)
    assert summary.non_trainable_params == number_after("Non-trainable params", text)
    assert summary.optimizer_params == number_after("Optimizer params", text)
    assert summary.total_params + summary.optimizer_params == number_after("Total params", text)


def test_weights_that_training_leaves_alone_are_counted_apart(tmp_path):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(10),
        ]
    )
    model.layers[-1].activation = keras.activations.softmax
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    test = load("fashion_mnist", "test")
    examples = Examples(
        keras.ops.convert_to_tensor(test.images), keras.ops.convert_to_tensor(test.labels), 0, 100
    )

    inspect(Program(model, divisor=255.0), examples, tmp_path)

    summary, text = Artifacts(tmp_path).summary, printed_summary(model)
    assert summary.non_trainable_params == number_after("Non-trainable params", text) == 2 * 784
    assert summary.trainable_params == number_after("Trainable params", text)


@pytest.mark.parametrize("trained", ["dense", "conv"], indirect=True)
def test_figures_and_answers_are_those_of_keras(trained, tmp_path):
    files = inspect(trained.program, trained.test, tmp_path)
    artifacts, model = Artifacts(tmp_path), trained.program.model
    test = load("fashion_mnist", "test")
    loss, accuracy = model.evaluate(test.images / 255, test.labels, verbose=0)
    assert artifacts.summary.test_loss == pytest.approx(loss, abs=1e-4)
    assert artifacts.summary.test_accuracy == pytest.approx(accuracy, abs=1e-4)
    expected = model.predict(test.images[:100] / 255, verbose=0)
    np.testing.assert_allclose(artifacts.probabilities[:100], expected, atol=2e-3)
    assert (artifacts.probabilities.argmax(1) == test.labels).mean() == pytest.approx(accuracy, abs=2e-3)
    assert all((tmp_path / name).is_file() for name in files.values())


@pytest.mark.parametrize("trained", ["neuron"], indirect=True)
def test_a_neuron_leaves_its_weight_its_bias_and_its_predictions(trained, tmp_path):
    inspect(trained.program, trained.test, tmp_path)
    artifacts = Artifacts(tmp_path)
    kernel, bias = trained.program.model.get_weights()
    weights = artifacts.layer_weights("dense")
    np.testing.assert_array_equal(weights["kernel"], kernel)
    np.testing.assert_array_equal(weights["bias"], bias)
    x, true, predicted = artifacts.line
    assert x.tolist() == [-1, 0, 1, 2, 3, 4]
    np.testing.assert_allclose(true, 2 * x - 1)
    np.testing.assert_allclose(predicted, kernel[0, 0] * x + bias[0], atol=1e-6)
    assert artifacts.summary.test_accuracy is None


@pytest.mark.parametrize("trained", ["conv"], indirect=True)
def test_the_weights_of_every_layer_are_kept_as_they_are(trained, tmp_path):
    inspect(trained.program, trained.test, tmp_path)
    artifacts = Artifacts(tmp_path)
    for layer in trained.program.model.layers:
        kept = artifacts.layer_weights(layer.name)
        assert [array.tolist() for array in kept.values()] == [
            array.tolist() for array in layer.get_weights()
        ]
    assert artifacts.summary.fingerprint == fingerprint(artifacts.weights.values())


@pytest.mark.parametrize("trained", ["dense"], indirect=True)
def test_looks_into_earlier_weights_are_forgotten(trained, tmp_path):
    write_look(tmp_path, "0a", 1, Look({"flatten": np.zeros(3, np.float32)}))
    inspect(trained.program, trained.test, tmp_path)
    assert read_look(tmp_path, "0a", 1) is None


@pytest.mark.parametrize("trained", ["dense", "conv"], indirect=True)
def test_inspecting_changes_no_weight(trained, tmp_path):
    before = [array.copy() for array in trained.program.model.get_weights()]
    inspect(trained.program, trained.test, tmp_path)
    for array, kept in zip(trained.program.model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_the_files_of_the_default_model_are_small(trainer, tmp_path):
    trained = trainer.train(TrainingConfig(examples=1000, epochs=1))
    inspect(trained.program, trained.test, tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 700_000
