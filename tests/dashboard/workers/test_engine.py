"""The engine trains as ``model.fit`` does: same figures, same hooks, same stopping."""

# ruff: noqa: ARG002 - the hooks of callbacks have the arguments that Keras gives them
import math

import keras
import numpy as np
import pytest

from dashboard.workers.callbacks import StopAtAccuracy
from dashboard.workers.engine import FitOptions, fit
from dashboard.workers.program import Program, Sums, index_table

pytestmark = pytest.mark.training


def examples(count=96, features=6, classes=3, seed=0):
    """Points of a few overlapping clouds, one a class."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, count)
    x = rng.normal(size=(count, features)) + y[:, None]
    return x.astype(np.float32), y


def classifier(optimizer="sgd", metrics=("accuracy",), regularizer=None):
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((6,)),
            keras.layers.Dense(8, activation="relu", kernel_regularizer=regularizer),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=list(metrics))
    return model


def neuron(features=1, learning_rate=0.01):
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((features,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss="mean_squared_error")
    return model


class Recorder(keras.callbacks.Callback):
    """Notes every hook of training and of epochs."""

    def __init__(self, stop_after=None):
        super().__init__()
        self.calls = []
        self.stop_after = stop_after

    def on_train_begin(self, logs=None):
        self.calls.append(("train_begin", sorted(self.params)))

    def on_epoch_begin(self, epoch, logs=None):
        self.calls.append(("epoch_begin", epoch))

    def on_epoch_end(self, epoch, logs=None):
        self.calls.append(("epoch_end", epoch, sorted(logs)))
        if epoch == self.stop_after:
            self.model.stop_training = True

    def on_test_end(self, logs=None):
        self.calls.append(("test_end", sorted(logs)))

    def on_train_end(self, logs=None):
        self.calls.append(("train_end", sorted(logs)))


class BatchRecorder(Recorder):
    """Notes every batch too."""

    def __init__(self, stop_batch=None):
        super().__init__()
        self.stop_batch = stop_batch

    def on_train_batch_begin(self, batch, logs=None):
        self.calls.append(("batch_begin", batch))

    def on_train_batch_end(self, batch, logs=None):
        self.calls.append(("batch_end", batch, sorted(logs)))
        if batch == self.stop_batch:
            self.model.stop_training = True


def both(x, y, model, *, batch_size, epochs, callbacks=lambda: [], validation_data=None):
    """Train the same model with Keras and with the engine; return both histories, and both lists of callbacks."""
    reference, ours = model(), model()
    theirs_callbacks, our_callbacks = callbacks(), callbacks()
    history = reference.fit(
        x,
        y,
        batch_size=batch_size,
        epochs=epochs,
        shuffle=False,
        verbose=0,
        callbacks=theirs_callbacks,
        validation_data=validation_data,
    ).history
    result = fit(
        ours,
        x,
        y,
        options=FitOptions(batch_size=batch_size, epochs=epochs, shuffle=False),
        callbacks=our_callbacks,
        validation_data=validation_data,
    )
    return history, result.history, theirs_callbacks, our_callbacks


def assert_same(history, expected):
    assert set(history) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(history[name], values, atol=1e-4)


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam", "adagrad"])
@pytest.mark.parametrize("batch_size", [96, 20], ids=["full batch", "short last batch"])
def test_each_epoch_agrees_with_keras(optimizer, batch_size):
    x, y = examples()
    history, ours, *_ = both(
        x,
        y,
        lambda: classifier(optimizer),
        batch_size=batch_size,
        epochs=4,
        validation_data=examples(50, seed=1),
    )
    assert_same(ours, history)


def test_regularisers_count_in_the_loss_as_in_keras():
    x, y = examples()
    history, ours, *_ = both(x, y, lambda: classifier(regularizer="l2"), batch_size=20, epochs=3)
    assert_same(ours, history)


def test_a_regression_without_metrics_agrees_with_keras():
    x = np.array([[-1.0], [0.0], [1.0], [2.0], [3.0], [4.0]], np.float32)
    history, ours, *_ = both(x, 2 * x - 1, neuron, batch_size=32, epochs=50)
    assert_same(ours, history)


def test_xla_agrees_with_the_plain_graph():
    x, y = examples()
    options = FitOptions(batch_size=20, epochs=4, seed=3)
    plain = fit(classifier("adam"), x, y, options=options)
    xla = fit(classifier("adam"), x, y, options=options, xla=True)
    assert_same(xla.history, plain.history)


@pytest.mark.parametrize(
    "callbacks", [lambda: [Recorder()], lambda: [BatchRecorder()], lambda: [Recorder(stop_after=1)]]
)
def test_callbacks_are_called_as_by_keras(callbacks):
    x, y = examples()
    _, _, [theirs], [ours] = both(
        x, y, classifier, batch_size=20, epochs=3, callbacks=callbacks, validation_data=examples(50, seed=1)
    )
    assert ours.calls == theirs.calls


@pytest.mark.parametrize("stop_batch", [0, 2])
def test_a_stop_in_a_batch_hook_ends_the_epoch_there_as_in_keras(stop_batch):
    x, y = examples()
    history, ours, [theirs], [mine] = both(
        x, y, classifier, batch_size=20, epochs=3, callbacks=lambda: [BatchRecorder(stop_batch)]
    )
    assert mine.calls == theirs.calls
    assert_same(ours, history)


# Keras 3.15 asks numpy 2 for an array in the old way when it reads a learning rate.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_keras_own_callbacks_work():
    x, y = examples()
    schedule = keras.callbacks.LearningRateScheduler(lambda epoch, rate: 0.0 if epoch else rate)
    early = keras.callbacks.EarlyStopping(monitor="loss", patience=1, restore_best_weights=True)
    result = fit(
        classifier(),
        x,
        y,
        options=FitOptions(batch_size=96, epochs=50, shuffle=False),
        callbacks=[schedule, early],
    )
    assert result.epochs < 6
    assert result.history["loss"][2] == pytest.approx(result.history["loss"][1])


def test_stop_at_accuracy_says_why():
    x, y = examples()
    stopper = StopAtAccuracy(0.5)
    result = fit(classifier("adam"), x, y, options=FitOptions(batch_size=8, epochs=50), callbacks=[stopper])
    assert result.epochs < 50
    assert not result.interrupted
    assert [value > 0.5 for value in result.history["accuracy"]] == [False] * (result.epochs - 1) + [True]
    assert f"after epoch {result.epochs}" in stopper.reason


def test_stop_is_heard_in_the_middle_of_an_epoch():
    x, y = examples(4096)
    recorder = Recorder()
    asked = 0

    def stop():
        nonlocal asked
        asked += 1
        return asked > 3  # before the epoch, and after two chunks of its 4096 batches

    result = fit(
        classifier(), x, y, options=FitOptions(batch_size=1, epochs=3), callbacks=[recorder], stop=stop
    )
    assert result.interrupted
    assert result.epochs == 0
    names = [call[0] for call in recorder.calls[:-1]]
    assert names == ["train_begin", "epoch_begin"]


def test_a_loss_that_becomes_nan_is_reported_and_training_goes_on():
    x, y = examples()
    model = neuron(features=6, learning_rate=100.0)
    result = fit(model, x, y.astype(np.float32), options=FitOptions(batch_size=8, epochs=5))
    losses = result.history["loss"]
    assert len(losses) == 5
    assert math.isnan(losses[-1])


def test_models_that_cannot_be_trained_are_refused_with_a_sentence():
    x, y = examples()
    bare = keras.Sequential([keras.Input((6,)), keras.layers.Dense(3)])
    with pytest.raises(ValueError, match=r"call model\.compile"):
        fit(bare, x, y)
    with pytest.raises(ValueError, match=r'metrics=\["accuracy"\]; received'):
        Program(classifier(metrics=["mae"]))
    with pytest.raises(ValueError, match="as many inputs as targets; received 96 and 95"):
        fit(classifier(), x, y[:-1])


def test_the_index_table_is_filled_up():
    assert index_table([np.arange(5)], 2).numpy().tolist() == [[0, 1], [2, 3], [4, -1]]
    assert index_table([np.arange(2)], 2, rows=2).numpy().tolist() == [[0, 1], [-1, -1]]


def test_no_examples_give_no_division_by_zero():
    assert Sums().logs(accuracy=True) == {"accuracy": 0.0, "loss": 0.0}
