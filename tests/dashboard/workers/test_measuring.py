"""The health of real models: healthy ones, and ones that were provoked to die, to explode and to vanish."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import arrays, load
from dashboard.experiments.findings import Finding, findings
from dashboard.experiments.health import Health
from dashboard.workers.engine import Examples, FitOptions, fit
from dashboard.workers.measuring import BATCH, measure
from dashboard.workers.program import Program
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def trainer():
    return Trainer()


def training_examples(config: TrainingConfig) -> Examples:
    x, y = arrays(config.dataset, "train")
    return Examples(tf.constant(x[:BATCH]), tf.constant(y[:BATCH]), 0, min(BATCH, len(x)))


def health_after(trainer: Trainer, config: TrainingConfig) -> tuple[Health, tuple[Finding, ...]]:
    trained = trainer.train(config)
    health = measure(trained.program, training_examples(config))
    # As the page reads it: through the file.
    health = Health.from_json(json.loads(json.dumps(health.to_json(), allow_nan=False)))
    return health, findings(health, trained.result.history, config.learning_rate)


def test_the_figures_are_those_of_keras_and_numpy(trainer):
    config = TrainingConfig(examples=1000, units=16, dropout=0.3, epochs=1)
    trained = trainer.train(config)
    model, examples = trained.program.model, training_examples(config)
    health = measure(trained.program, examples)
    x, y = examples.x.numpy() / np.float32(255), examples.y.numpy()

    @tf.function  # as in training: Keras takes another way to the gradient of a softmax in a graph
    def gradients():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x, training=False)))
        return tape.gradient(loss, model.trainable_variables)

    values = {v.path: g.numpy() for v, g in zip(model.trainable_variables, gradients(), strict=True)}
    layers = {layer.name: layer for layer in health.layers}
    for layer in model.layers:
        mine = [values[weight.path].ravel() for weight in layer.trainable_weights]
        measured = layers[layer.name]
        if mine:
            assert measured.gradient_norm == pytest.approx(np.linalg.norm(np.concatenate(mine)), rel=1e-3)
            weights = np.concatenate([weight.ravel() for weight in layer.get_weights()])
            assert measured.weight_norm == pytest.approx(np.linalg.norm(weights), rel=1e-5)
        else:
            assert measured.gradient_norm is None
        output = keras.Model(model.inputs, layer.output).predict(x, verbose=0)
        assert measured.largest == pytest.approx(np.abs(output).max(), rel=1e-5)
        assert measured.zeros == pytest.approx((output == 0).mean(), abs=1e-4)
    hidden = keras.Model(model.inputs, model.layers[1].output).predict(x, verbose=0)
    assert layers["dense"].dead == pytest.approx((hidden == 0).all(axis=0).mean())
    assert health.right == pytest.approx((model.predict(x, verbose=0).argmax(1) == y).mean(), abs=0.005)


def test_there_is_nothing_unusual_about_the_default_model(trainer):
    _, found = health_after(trainer, TrainingConfig())
    assert found == ()


def test_there_is_nothing_unusual_about_a_small_convnet(trainer):
    config = TrainingConfig(recipe="conv", examples=2000, filters=4, units=32, epochs=2)
    health, found = health_after(trainer, config)
    assert found == ()
    assert [layer.units for layer in health.layers if layer.class_name == "Conv2D"] == [4, 4]


def test_a_learning_rate_of_10_makes_the_weights_explode(trainer):
    config = TrainingConfig(optimizer="sgd", learning_rate=10.0, examples=5000, epochs=3)
    _, found = health_after(trainer, config)
    assert ("grown", "dense", "bad") in {(f.kind, f.layer, f.severity) for f in found} or found[
        0
    ].kind == "nan"
    assert "learning rate of 10" in found[0].sentence


def test_a_learning_rate_of_1_kills_relu_units(trainer):
    config = TrainingConfig(optimizer="sgd", learning_rate=1.0, examples=5000, epochs=5)
    health, found = health_after(trainer, config)
    assert health.layers[1].dead > 0.5
    assert "dead" in {finding.kind for finding in found}


def test_one_neuron_is_named_as_a_bottleneck(trainer):
    _, found = health_after(trainer, TrainingConfig(units=1, examples=5000, epochs=5))
    assert "All that dense passes on of a picture is 1 number" in " ".join(f.sentence for f in found)


def test_the_single_neuron_learns_a_line_with_nothing_unusual(trainer):
    config = TrainingConfig(recipe="neuron", dataset="line", optimizer="sgd", learning_rate=0.01, epochs=100)
    health, found = health_after(trainer, config)
    assert found == ()
    assert (health.examples, health.right, health.same_answer) == (6, None, None)


def test_a_neuron_that_diverges_to_nan_is_explained(trainer):
    config = TrainingConfig(recipe="neuron", dataset="line", optimizer="sgd", learning_rate=1.0, epochs=300)
    health, found = health_after(trainer, config)
    assert not health.layers[0].weights_finite
    (finding,) = found
    assert (finding.kind, finding.layer) == ("nan", "dense")
    assert "(not a number) in epoch" in finding.sentence
    assert "too large" in finding.sentence


def test_the_gradient_vanishes_in_a_deep_stack_of_sigmoids():
    keras.utils.set_random_seed(1)
    hidden = [keras.layers.Dense(32, activation="sigmoid", name=f"sigmoid_{depth}") for depth in range(8)]
    model = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), *hidden, keras.layers.Dense(10, activation="softmax")]
    )
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    pictures = load("fashion_mnist", "train")
    x, y = (pictures.images[:1000] / 255).astype(np.float32), pictures.labels[:1000]
    fit(model, x, y, options=FitOptions(batch_size=32, epochs=1, seed=1))

    health = measure(Program(model), Examples(tf.constant(x), tf.constant(y), 0, len(x)))

    vanishing = [finding for finding in findings(health) if finding.kind == "vanishing"]
    assert [finding.layer for finding in vanishing] == ["sigmoid_0"]


def test_nan_in_one_layer_is_followed_to_the_first_values_it_reaches(trainer):
    trained = trainer.train(TrainingConfig(examples=1000, units=16, epochs=1))
    output = trained.program.model.layers[-1]
    kernel, bias = output.get_weights()
    output.set_weights([np.full_like(kernel, np.nan), bias])

    health = measure(trained.program, training_examples(TrainingConfig()))

    assert [layer.name for layer in health.layers if not layer.weights_finite] == [output.name]
    assert findings(health)[0].layer == output.name
