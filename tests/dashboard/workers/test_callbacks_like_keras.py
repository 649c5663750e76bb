"""Callbacks in the engine, and what the page works out from a curve, against ``keras.callbacks`` and ``model.fit``."""

from dataclasses import replace
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.hooks import after_the_stop
from dashboard.experiments.stopping import Stop, early_stop, kept_epoch
from dashboard.workers.callbacks import CHECKPOINT_FILE, EpochReporter, keras_callback, stop_reason
from dashboard.workers.hook_recording import record
from dashboard.workers.trainer import Trainer

pytestmark = [
    pytest.mark.training,
    # Keras 3.15 turns its variables into arrays in a way that NumPy 2 will end; nothing of ours.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
]
FEW = TrainingConfig(examples=200, units=16, epochs=30, patience=3)


@pytest.fixture(scope="module")
def trainer():
    trainer = Trainer()
    trainer.load("fashion_mnist")
    return trainer


def told_to_keras(callback, monitor, values):
    """Hand literal figures to a callback as training would; return the epochs, from 1, that it let pass."""
    optimizer = SimpleNamespace(learning_rate=1.0)
    callback.set_model(
        SimpleNamespace(
            stop_training=False, optimizer=optimizer, get_weights=lambda: [], set_weights=lambda _: None
        )
    )
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        logs = {monitor: value}
        callback.on_epoch_end(epoch, logs)
        rates.append(logs.get("learning_rate"))
        if callback.model.stop_training:
            break
    return rates


@pytest.mark.parametrize("monitor", ["val_loss", "val_accuracy"])
@pytest.mark.parametrize("patience", [0, 1, 4])
@pytest.mark.parametrize("min_delta", [0.0, 0.05])
def test_the_page_stops_where_keras_stops(monitor, patience, min_delta, tmp_path):
    config = TrainingConfig(
        callback="early_stopping", monitor=monitor, patience=patience, min_delta=min_delta
    )
    for seed in range(5):
        values = np.random.default_rng(seed).random(30).round(2).tolist()
        callback = keras_callback(config, tmp_path)
        epochs = len(told_to_keras(callback, monitor, values))
        stopped = epochs if callback.stopped_epoch else None
        assert early_stop(values, monitor, patience, min_delta) == Stop(callback.best_epoch + 1, stopped)


def test_early_stopping_restores_the_weights_of_the_best_epoch(trainer, tmp_path):
    config = replace(FEW, callback="early_stopping", patience=2, learning_rate=0.01)
    weights, callback = {}, keras_callback(config, tmp_path)
    history = []

    def keep(epoch, logs):
        history.append(logs)
        weights[epoch] = callback.model.get_weights()

    trained = trainer.train(config, [callback, EpochReporter(keep)])

    values = [logs["val_loss"] for logs in history]
    assert early_stop(values, "val_loss", 2) == Stop(callback.best_epoch + 1, len(values))
    assert trained.result.epochs == len(values) < config.epochs
    for kept, best in zip(trained.program.model.get_weights(), weights[callback.best_epoch], strict=True):
        np.testing.assert_array_equal(kept, best)
    assert f"after epoch {len(values)}: val_loss was best after epoch" in stop_reason(callback)


def test_the_learning_rate_falls_as_keras_lets_it_fall(trainer, tmp_path):
    config = replace(FEW, callback="reduce_lr", patience=1, learning_rate=0.01, factor=0.5)
    history = []
    callbacks = [keras_callback(config, tmp_path), EpochReporter(lambda _, logs: history.append(logs))]
    trainer.train(config, callbacks)

    rates = [logs["learning_rate"] for logs in history]
    best = keras.callbacks.ReduceLROnPlateau("val_loss", 0.5, 1, mode="min", min_delta=0.0)
    expected = told_to_keras(best, "val_loss", [logs["val_loss"] for logs in history])
    assert rates == pytest.approx([rate * 0.01 for rate in expected])
    assert rates[-1] < rates[0]


def test_a_checkpoint_holds_the_best_weights_and_the_model_the_last(trainer, tmp_path):
    from dashboard.experiments.artifacts import Artifacts
    from dashboard.workers.inspection import inspect, inspect_checkpoint

    config = replace(FEW, callback="model_checkpoint", learning_rate=0.01)
    trained = trainer.train(config, [keras_callback(config, tmp_path)])
    last = [np.array(each) for each in trained.program.model.get_weights()]
    inspect(trained.program, trained.test, tmp_path)
    assert inspect_checkpoint(trained.program, trained.test, tmp_path) == {"checkpoint": "checkpoint.json"}

    files = Artifacts(tmp_path)
    assert (tmp_path / CHECKPOINT_FILE).is_file()
    assert files.checkpoint.fingerprint != files.summary.fingerprint
    for now, then in zip(trained.program.model.get_weights(), last, strict=True):
        np.testing.assert_array_equal(now, then)
    run = SimpleNamespace(config=config, history=trained.result.history, epochs_done=30)
    assert kept_epoch(run) == int(np.argmin(trained.result.history["val_loss"])) + 1


def test_the_recorded_hooks_are_those_of_model_fit():
    config = replace(FEW, epochs=3, hooks="on_train_begin")
    calls, interrupted = record(config, [], lambda: False)
    names = [call.hook for call in calls if "test_batch" not in call.hook]
    assert not interrupted
    assert names == [
        "on_train_begin", "on_epoch_begin", "on_train_batch_begin", "on_train_batch_end", "on_test_begin",
        "on_test_end", "on_epoch_end", "on_train_end",
    ]  # fmt: skip
    assert set(calls[-2].logs) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert "After that 1 more batch was trained" in after_the_stop(calls)


def test_stop_ends_a_recording():
    calls, interrupted = record(replace(FEW, hooks="nothing"), [], lambda: True)
    assert interrupted
    assert sum(call.hook == "on_train_batch_end" for call in calls) == 1
