"""Training here ends where ``model.fit`` ends.

Where both see the examples in the same order, every epoch agrees to 1e-4. Where the order is drawn at random, ten
seeds are trained with both, from the same weights: for each figure, the mean of the ten differences must be within
``ERRORS`` of its standard errors and within ``BOUNDS``. The seeds are fixed, so the outcome is too.

The last tests show what this can see: a learning rate off by 20 %, Adam without bias correction, and dropout while
evaluating are each found out; in the figure that tells them best they were 8 to 28 standard errors away.
"""

import functools
import math
from dataclasses import replace

import keras
import numpy as np
import pytest

from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import arrays, dataset_info
from dashboard.experiments.recipes import layers
from dashboard.workers.callbacks import StopAtAccuracy
from dashboard.workers.engine import FitOptions, fit
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training

# Rates at which the figures still move at the end, so that a wrong step would show.
RATES = {"sgd": 0.03, "rmsprop": 0.0003, "adam": 0.0005, "adagrad": 0.01}
DENSE = TrainingConfig(examples=1000, units=64, epochs=2)
CONV = replace(DENSE, recipe="conv", units=32, filters=8)
NEURON = TrainingConfig("line", "neuron", epochs=40)
MOMENTUM = replace(DENSE, optimizer="sgd", learning_rate=0.03, momentum=0.9)
SEEDS = range(10)
# Of ten differences, chance alone puts the mean further away once in 320 figures; there are 28 below.
ERRORS = 4
# In their own units: the loss in nats, accuracies as fractions of 800 training and 200 validation pictures.
BOUNDS = {"loss": 0.05, "accuracy": 0.03, "val_loss": 0.05, "val_accuracy": 0.04, "epochs": 1.0}
ROUNDING = 1e-4


def with_optimizer(config, optimizer):
    return replace(config, optimizer=optimizer, learning_rate=RATES[optimizer])


def plain(config):
    """The config's model from its seed as the code shown to a learner builds it: plain Keras, nothing of ours."""
    keras.utils.set_random_seed(config.seed)
    stack = [
        getattr(keras.layers, layer.class_name)(*layer.args, **layer.options) for layer in layers(config)
    ]
    return keras.Sequential([keras.Input(config.input_shape), *stack])


def compiled(config, model=None, optimizer=None):
    """A model, by default the config's own, compiled as in the code shown to a learner."""
    model, info = model or plain(config), dataset_info(config.dataset)
    named = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)
    momentum = {"momentum": config.momentum} if config.momentum else {}
    model.compile(
        optimizer=optimizer or named(learning_rate=config.learning_rate, **momentum),
        loss=info.loss,
        metrics=list(info.metrics),
    )
    return model


@functools.cache
def training_arrays(dataset):
    x, y = arrays(dataset, "train")
    return (x[:1000] / dataset_info(dataset).divisor).astype(np.float32), y[:1000]


# The same order: every epoch agrees


def histories(config, count, *, epochs, batch_size=None, target=None, xla=False):
    """Train the first ``count`` examples, in their order, with the engine and with Keras; return both histories."""
    x, y = training_arrays(config.dataset)
    batch_size = batch_size or count
    validation = (x[800:900], y[800:900]) if dataset_info(config.dataset).validated else None
    stoppers = [[StopAtAccuracy(target)] if target else [] for _ in "12"]
    theirs = compiled(config).fit(
        x[:count],
        y[:count],
        batch_size=batch_size,
        epochs=epochs,
        shuffle=False,
        verbose=0,
        validation_data=validation,
        callbacks=stoppers[0],
    )
    ours = fit(
        compiled(config),
        x[:count],
        y[:count],
        validation_data=validation,
        callbacks=stoppers[1],
        options=FitOptions(batch_size=batch_size, epochs=epochs, seed=config.seed, shuffle=False),
        xla=xla,
    )
    return ours.history, theirs.history


def assert_same(ours, theirs):
    assert set(ours) == set(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, atol=1e-4, err_msg=name)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    ("recipe", "count", "epochs"),
    [(DENSE, 200, 6), (CONV, 60, 4), (NEURON, 6, 40)],
    ids=["dense", "conv", "neuron"],
)
def test_one_batch_an_epoch_agrees_with_keras_at_every_epoch(recipe, count, epochs, optimizer):
    config = with_optimizer(recipe, optimizer)
    ours, theirs = histories(config, count, epochs=epochs, xla=True)
    assert len(theirs["loss"]) == epochs
    assert ("val_loss" in theirs) == (recipe is not NEURON)
    assert_same(ours, theirs)


@pytest.mark.parametrize("xla", [False, True], ids=["graph", "xla"])
@pytest.mark.parametrize("recipe", [DENSE, CONV, MOMENTUM], ids=["dense", "conv", "momentum"])
def test_batches_in_the_same_order_agree_with_keras_at_every_epoch(recipe, xla):
    ours, theirs = histories(recipe, 100, epochs=3, batch_size=32, xla=xla)
    assert_same(ours, theirs)


def test_a_callback_stops_both_after_the_same_epoch():
    config = replace(DENSE, learning_rate=0.01)
    ours, theirs = histories(config, 200, epochs=30, target=0.6)
    assert 1 < len(theirs["loss"]) < 30
    assert_same(ours, theirs)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_single_neuron_of_the_page_agrees_with_keras_at_every_epoch(optimizer):
    config = with_optimizer(NEURON, optimizer)
    x, y = training_arrays("line")
    theirs = compiled(config).fit(x, y, epochs=config.epochs, verbose=0).history
    assert_same(Trainer().train(config).result.history, theirs)


@pytest.mark.parametrize(
    "config",
    [
        replace(NEURON, optimizer="sgd", learning_rate=0.03, momentum=0.9),
        replace(NEURON, points=((1, 2.5), (2, 3), (-4, 0)), learning_rate=0.01),
        replace(NEURON, points=((2, 5),), optimizer="sgd", learning_rate=0.01, momentum=0.5),
        replace(NEURON, optimizer="sgd", learning_rate=0.2),  # diverges
    ],
    ids=["momentum", "own points", "one point", "diverging"],
)
def test_the_neuron_keeps_the_weights_that_keras_has_at_every_epoch(config):
    """The path that the lesson draws, for settings of the lesson that no other recipe has."""
    x, y = (np.array(column, np.float32).reshape(-1, 1) for column in zip(*config.points, strict=True))
    kept = []
    note = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda *_: kept.append([float(w.item()) for w in model.get_weights()])
    )
    model = compiled(config)
    start = [float(weight.item()) for weight in model.get_weights()]
    theirs = model.fit(x, y, batch_size=len(x), epochs=config.epochs, verbose=0, callbacks=[note]).history
    rows = []
    ours = Trainer().train(config, on_weights=rows.append).result.history
    np.testing.assert_allclose(ours["loss"], theirs["loss"], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(rows, [start, *kept], rtol=1e-4, atol=1e-4)


# Another order for each seed: ten runs agree on average

CASES = {
    **{optimizer: with_optimizer(DENSE, optimizer) for optimizer in OPTIMIZERS},
    "dropout": replace(DENSE, dropout=0.5),
    "stopped by a callback": replace(DENSE, learning_rate=0.0003, epochs=20, stop_at_accuracy=0.7),
    "conv": CONV,
}


@pytest.fixture(scope="module")
def trainer():
    return Trainer()


def stoppers(config):
    return [] if config.stop_at_accuracy is None else [StopAtAccuracy(config.stop_at_accuracy)]


def last_figures(history):
    return {name: values[-1] for name, values in history.items()} | {"epochs": len(history["loss"])}


def with_engine(config, trainer):
    """Train the ten seeds as a page does; return the last figures of each."""
    runs = (trainer.train(replace(config, seed=seed), stoppers(config)) for seed in SEEDS)
    return [last_figures(run.result.history) for run in runs]


def with_keras(config, model=None, order=0):
    """Train the ten seeds with ``model.fit``; return the last figures of each.

    Args:
        config: the settings.
        model: a compiled model to train instead of the config's own; it gets the weights of each seed's.
        order: another number draws other batches.
    """
    model = model or compiled(config)
    model.optimizer.build(model.trainable_variables)
    start = [variable.numpy() for variable in model.optimizer.variables]
    x, y = training_arrays(config.dataset)
    figures = []
    for seed in SEEDS:
        model.set_weights(plain(replace(config, seed=seed)).get_weights())
        keras.utils.set_random_seed(order + seed)
        for variable, value in zip(model.optimizer.variables, start, strict=True):
            variable.assign(value)
        history = model.fit(
            x,
            y,
            validation_split=0.2,
            batch_size=config.batch_size,
            epochs=config.epochs,
            verbose=0,
            callbacks=stoppers(config),
        ).history
        figures.append(last_figures(history))
    return figures


@functools.cache
def reference(config):
    return with_keras(config)


def differences(ours, theirs):
    """Say which figures differ on average by more than chance or more than the bound; empty when none does."""
    found = []
    for name in theirs[0]:
        each = np.array([mine[name] - keras_own[name] for mine, keras_own in zip(ours, theirs, strict=True)])
        mean, error = each.mean(), each.std(ddof=1) / math.sqrt(len(each))
        if abs(mean) > min(max(ERRORS * error, ROUNDING), BOUNDS[name]):
            found.append(f"{name} differs by {mean:.4f}, with a standard error of {error:.4f}")
    return found


@pytest.mark.parametrize("case", CASES)
def test_ten_seeds_end_where_those_of_keras_end(case, trainer):
    config = CASES[case]
    ours = with_engine(config, trainer)
    theirs = reference(config)
    assert set(ours[0]) == set(theirs[0]) == set(BOUNDS)
    assert not differences(ours, theirs)


def test_the_dropout_rate_counts_also_in_a_model_that_is_already_compiled(trainer):
    """Runs with other rates share one compiled model."""
    low, high = (replace(DENSE, dropout=rate) for rate in (0.1, 0.8))
    ends = [trainer.train(config).result.history for config in (low, high, low)]
    assert ends[0] == ends[2]
    assert ends[1]["loss"][-1] > ends[0]["loss"][-1] + 0.2


# What the comparison can see


class AdamWithoutCorrection(keras.optimizers.Adam):
    """Adam as it is before its authors correct the bias of its first steps."""

    def update_step(self, gradient, variable, learning_rate):
        power = keras.ops.cast(self.iterations + 1, variable.dtype)
        correction = keras.ops.sqrt(1 - keras.ops.power(self.beta_2, power)) / (
            1 - keras.ops.power(self.beta_1, power)
        )
        super().update_step(gradient, variable, learning_rate / correction)


class DropoutAlways(keras.layers.Dropout):
    """Dropout that does not rest while evaluating."""

    def call(self, inputs, training=False):  # noqa: ARG002 - Keras' signature
        return super().call(inputs, training=True)


def with_wrong_dropout(config):
    keras.utils.set_random_seed(config.seed)
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(config.units, activation="relu"),
            DropoutAlways(config.dropout),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    return compiled(config, model)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_a_learning_rate_off_by_a_fifth_would_be_seen(optimizer, factor, trainer):
    config = CASES[optimizer]
    wrong = with_engine(replace(config, learning_rate=config.learning_rate * factor), trainer)
    assert differences(wrong, reference(config))


def test_adam_without_bias_correction_would_be_seen():
    config = CASES["adam"]
    wrong = with_keras(
        config, compiled(config, optimizer=AdamWithoutCorrection(config.learning_rate)), order=100
    )
    assert differences(wrong, reference(config))


def test_dropout_while_evaluating_would_be_seen():
    config = CASES["dropout"]
    assert differences(with_keras(config, with_wrong_dropout(config), order=100), reference(config))
