"""From settings to a trained model: seeded, cached, inspected."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import load
from dashboard.workers import engine
from dashboard.workers.callbacks import EpochReporter
from dashboard.workers.inspection import inspect, layer_rows
from dashboard.workers.models import build_model
from dashboard.workers.saved_state import SavedState
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training
SMALL = TrainingConfig(examples=1000, units=16, epochs=2)


@pytest.fixture(scope="module")
def trainer():
    return Trainer()


def test_a_second_run_of_the_same_settings_gives_the_same_figures(trainer):
    config = TrainingConfig(examples=1000, units=16, dropout=0.3, epochs=2)
    first = trainer.train(config).result.history
    trainer.train(TrainingConfig(examples=1000, units=16, dropout=0.3, epochs=1, seed=7, learning_rate=0.1))
    assert trainer.train(config).result.history == first
    assert Trainer().train(config).result.history == first


def test_the_seed_and_the_learning_rate_count_without_compiling_again(trainer):
    first = trainer.train(SMALL)
    other_seed = trainer.train(TrainingConfig(examples=1000, units=16, epochs=2, seed=1))
    other_rate = trainer.train(TrainingConfig(examples=1000, units=16, epochs=2, learning_rate=0.01))
    assert first.program is other_seed.program is other_rate.program
    losses = {tuple(trained.result.history["loss"]) for trained in (first, other_seed, other_rate)}
    assert len(losses) == 3


def test_compiled_programs_are_bounded():
    trainer = Trainer(programs_kept=1)
    first = trainer.train(SMALL).program
    trainer.train(TrainingConfig(examples=1000, units=17, epochs=1))
    assert trainer.train(SMALL).program is not first


def test_warming_trains_nothing(trainer):
    config = TrainingConfig(examples=1000, units=18, epochs=1)
    cold = Trainer().train(config).result.history
    trainer.warm(config)
    assert trainer.train(config).result.history == cold


def test_the_model_starts_as_the_code_shown_does():
    keras.utils.set_random_seed(42)
    shown = keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    ours = build_model(TrainingConfig(units=16, dropout=0.5))
    for mine, theirs in zip(ours.get_weights(), shown.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert [row.name for row in layer_rows(ours)] == ["flatten", "dense", "dropout", "dense_1"]
    assert ours.count_params() == shown.count_params()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_our_default_learning_rates_are_those_of_keras(optimizer):
    choice = OPTIMIZERS[optimizer]
    rate = float(getattr(keras.optimizers, choice.class_name)().learning_rate.numpy())
    assert rate == pytest.approx(choice.learning_rate)


@pytest.mark.parametrize(
    "change",
    [
        {"learning_rate": 0.01},
        {"epochs": 2},
        {"seed": 7},
        {"dropout": 0.4},
        {"examples": 2_000},
        {"stop_at_accuracy": 0.9},
    ],
    ids=str,
)
def test_settings_that_do_not_change_the_graph_compile_nothing(trainer, change):
    config = replace(SMALL, dropout=0.2)
    program = trainer.train(config).program
    before = program.traces
    assert trainer.train(replace(config, **change)).program is program
    assert program.traces == before


def test_the_dropout_rate_takes_effect_without_compiling(trainer):
    config = replace(SMALL, dropout=0.05, epochs=3)
    gentle = trainer.train(config).result.history
    harsh = trainer.train(replace(config, dropout=0.9)).result.history
    assert harsh["loss"][-1] > 1.2 * gentle["loss"][-1]
    assert trainer.train(config).result.history == gentle


def test_stopped_and_gone_on_it_ends_as_if_never_stopped(trainer, monkeypatch):
    config = replace(SMALL, dropout=0.3, epochs=4)
    whole = trainer.train(config)
    expected, weights = whole.result.history, whole.program.snapshot()
    half = trainer.train(replace(config, epochs=2))
    kept = SavedState(2, half.program.snapshot())
    places: list[float] = []
    monkeypatch.setattr(engine, "CHUNK_SECONDS", 0.0)  # a batch a call
    halted = trainer.train(
        config, (), lambda: len(places) > 12, lambda _, fraction: places.append(fraction), start=kept
    )
    assert 0 < places[-1] < 1  # in the middle of the third epoch
    assert halted.result.interrupted
    assert halted.result.epochs == 0
    for name, value in halted.program.snapshot().items():
        np.testing.assert_array_equal(value, kept.variables[name])
    rest = trainer.train(config, start=SavedState(2, halted.program.snapshot()))
    assert {name: values[2:] for name, values in expected.items()} == rest.result.history
    for name, value in rest.program.snapshot().items():
        np.testing.assert_array_equal(value, weights[name])


def test_a_single_neuron_learns_many_epochs_in_one_call_and_stops_at_the_right_one(trainer):
    config = TrainingConfig(
        dataset="line", recipe="neuron", optimizer="sgd", learning_rate=0.01, epochs=1_200
    )
    whole = trainer.train(config, [EpochReporter(lambda *_: None)])
    assert len(whole.result.history["loss"]) == 1_200
    seen: list[int] = []
    stopped = trainer.train(
        config, [EpochReporter(lambda epoch, _: seen.append(epoch))], lambda: len(seen) > 700
    )
    assert stopped.result.interrupted
    assert stopped.result.history["loss"] == whole.result.history["loss"][:701]
    # Any other callback might look at the model, so it gets one epoch at a time.
    slow = trainer.train(replace(config, epochs=701), [keras.callbacks.Callback()])
    np.testing.assert_allclose(slow.result.history["loss"], stopped.result.history["loss"], rtol=1e-5)
    for name, value in slow.program.snapshot().items():
        np.testing.assert_allclose(value, stopped.program.snapshot()[name], rtol=1e-5)


def test_the_default_settings_end_where_keras_does(trainer):
    config = TrainingConfig(epochs=5)
    ours = trainer.train(config).result.history
    pictures = load("fashion_mnist", "train")
    model = build_model(config)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=config.learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    theirs = model.fit(
        pictures.images[:10_000] / 255,
        pictures.labels[:10_000],
        validation_split=0.2,
        batch_size=config.batch_size,
        epochs=config.epochs,
        verbose=0,
    ).history
    assert set(ours) == set(theirs)
    assert ours["accuracy"][-1] == pytest.approx(theirs["accuracy"][-1], abs=0.03)
    assert ours["val_accuracy"][-1] == pytest.approx(theirs["val_accuracy"][-1], abs=0.05)


def test_inspection_agrees_with_keras(trainer, tmp_path):
    trained = trainer.train(SMALL)
    files = inspect(trained.program, trained.test, tmp_path)
    artifacts = Artifacts(tmp_path)
    model = trained.program.model
    test = load("fashion_mnist", "test")
    loss, accuracy = model.evaluate(test.images / 255, test.labels, verbose=0)
    assert artifacts.summary.test_loss == pytest.approx(loss, abs=1e-4)
    assert artifacts.summary.test_accuracy == pytest.approx(accuracy, abs=1e-4)
    expected = model.predict(test.images[:100] / 255, verbose=0)
    np.testing.assert_allclose(artifacts.probabilities[:100], expected, atol=2e-3)
    assert (artifacts.probabilities.argmax(1) == test.labels).mean() == pytest.approx(accuracy, abs=2e-3)
    assert artifacts.weights["sequential/dense/kernel"].shape == (784, 16)
    assert artifacts.summary.total_params == model.count_params()
    shown: list[str] = []
    model.summary(print_fn=lambda line, **_: shown.append(line))
    for row in artifacts.summary.layers:
        assert any(row.name in line and row.output_shape in line for line in "\n".join(shown).splitlines())
    assert all((tmp_path / name).is_file() for name in files.values())
