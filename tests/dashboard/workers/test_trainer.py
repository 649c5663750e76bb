"""From settings to a trained model: seeded, cached, inspected."""

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import load
from dashboard.workers.inspection import inspect, layer_rows
from dashboard.workers.trainer import Trainer, build_model, uses_xla

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


def test_only_long_dense_runs_use_xla():
    assert not uses_xla(TrainingConfig())
    assert uses_xla(TrainingConfig(examples=60_000))
    assert not uses_xla(TrainingConfig(examples=60_000, dropout=0.1))
    assert not uses_xla(TrainingConfig(examples=60_000, batch_size=128))


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
    assert artifacts.first_layer.shape == (784, 16)
    assert artifacts.summary.total_params == model.count_params()
    shown: list[str] = []
    model.summary(print_fn=lambda line, **_: shown.append(line))
    for row in artifacts.summary.layers:
        assert any(row.name in line and row.output_shape in line for line in "\n".join(shown).splitlines())
    assert all((tmp_path / name).is_file() for name in files.values())
