"""Training with one trace and without pipelines: the same numbers in less time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Our own models only, in a process of their own: Keras cannot be changed and changed back in one process.
PROGRAM = """
import hashlib, json, sys
import numpy as np
import keras
traces = []
if sys.argv[1] == "here":
    from graders.sandbox import array_batches, single_trace
    single_trace.install(keras)
    array_batches.install(keras)

class Counted(keras.layers.Layer):
    def call(self, x):
        traces.append(1)
        return x

def sequential(**compiled):
    layers = [keras.layers.Input((6,)), Counted(), keras.layers.Dense(8, "relu"), keras.layers.Dropout(0.3),
              keras.layers.BatchNormalization(), keras.layers.Dense(3, "softmax")]
    model = keras.Sequential(layers)
    model.compile(**compiled)
    return model

def unbuilt():
    model = keras.Sequential([keras.layers.Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

def functional_with_two_outputs():
    entry = keras.Input((6,))
    model = keras.Model(entry, [keras.layers.Dense(3, "softmax")(entry), keras.layers.Dense(1)(entry)])
    model.compile("adam", ["sparse_categorical_crossentropy", "mse"], metrics=[["accuracy"], ["mae"]])
    return model

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(3, "softmax")
    def call(self, x):
        return self.dense(x)

def own():
    model = Own()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

sparse = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}
cases = {
    "adam": lambda: sequential(optimizer="adam", **sparse),
    "a metric that is a function": lambda: sequential(optimizer="rmsprop", loss=sparse["loss"],
                                                      metrics=["acc", keras.metrics.sparse_categorical_accuracy]),
    "no metrics": lambda: sequential(optimizer="sgd", loss=sparse["loss"]),
    "an average of the weights": lambda: sequential(optimizer=keras.optimizers.Adam(use_ema=True), **sparse),
    "eager": lambda: sequential(optimizer="adam", run_eagerly=True, **sparse),
    "unbuilt": unbuilt,
    "two outputs": functional_with_two_outputs,
    "a class of one's own": own,
    "a metric that does not exist": lambda: sequential(optimizer="adam", loss=sparse["loss"], metrics=["acuracy"]),
    "weights": lambda: sequential(optimizer="adam", **sparse),
    "validation": lambda: sequential(optimizer="adam", **sparse),
    "unequal batches": lambda: sequential(optimizer="adam", **sparse),
    "one shuffled batch": unbuilt,
    "one batch": lambda: sequential(optimizer="adam", **sparse),
    "whole numbers": lambda: sequential(optimizer="adam", **sparse),
    "several steps at once": lambda: sequential(optimizer="adam", steps_per_execution=2, **sparse),
    "too few units": lambda: sequential(optimizer="adam", loss="categorical_crossentropy"),
}
answers = {}
for name, make in cases.items():
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(1)
    x, y = rng.random((48, 6)), rng.integers(0, 3, 48)
    labels = [y, rng.random(48)] if name == "two outputs" else y
    options = {"batch_size": 16, "verbose": 0, "shuffle": False}
    if name == "weights":
        options["class_weight"] = {0: 1.0, 1: 2.0, 2: 0.5}
    if name == "validation":
        options["validation_split"] = 1 / 3
    if name == "unequal batches":
        options["batch_size"] = 20
    if name == "one shuffled batch":
        options |= {"batch_size": 48, "shuffle": True}
    if name == "one batch":
        options["batch_size"] = 100
    if name == "whole numbers":
        x = (255 * x).astype("uint8")
    model = make()
    traces.clear()
    try:
        history = model.fit(x, labels, epochs=3, **options).history
        counted = len(traces)
        model.fit(x, labels, epochs=1, **options)
        score = model.evaluate(x, labels, batch_size=16, verbose=0)
        outputs = keras.tree.flatten(model.predict(x, batch_size=16, verbose=0))
        data = b"".join(np.asarray(each).tobytes() for each in [*model.get_weights(), *outputs])
        answers[name] = [history, score, hashlib.sha256(data).hexdigest()]
    except Exception as error:
        answers[name] = [type(error).__name__, str(error)[:200]]
    if name == "adam":
        traced = counted

def pipelines(rows, **options):
    # How many tf.data pipelines a fit of three epochs makes.
    made = []
    original = tf.data.Dataset.from_tensor_slices, tf.data.Dataset.range
    tf.data.Dataset.range = lambda *given, **named: made.append(1) or original[1](*given, **named)
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((rows, 1)), np.ones((rows, 1)), epochs=3, verbose=0, **options)
    tf.data.Dataset.range = original[1]
    return len(made)

import tensorflow as tf
print(json.dumps({"answers": answers, "traces": traced, "pipelines": [
    pipelines(24), pipelines(64, shuffle=False), pipelines(64), pipelines(70)
]}))
"""


@pytest.fixture(scope="module")
def trained():
    def run(how):
        command = [sys.executable, "-c", PROGRAM, how]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run("as Keras does"), run("here")


@pytest.mark.training
def test_histories_scores_weights_predictions_and_errors_are_the_same(trained):
    plain, here = trained
    # One batch of fewer rows than asked for: its length is known to TensorFlow here, which rounds otherwise then.
    short, usual = here["answers"].pop("one batch"), plain["answers"].pop("one batch")
    assert short[0]["loss"] == pytest.approx(usual[0]["loss"], rel=1e-5)
    assert short[1] == pytest.approx(usual[1], rel=1e-5)
    # Its rows come in another order, which changes nothing but the rounding of their sum.
    shuffled, usual = here["answers"].pop("one shuffled batch"), plain["answers"].pop("one shuffled batch")
    assert shuffled[0]["loss"] == pytest.approx(usual[0]["loss"], rel=1e-5)
    assert here["answers"] == plain["answers"]
    assert here["answers"]["a metric that does not exist"][0] == "ValueError"
    assert sum(len(answer) == 2 for answer in here["answers"].values()) == 2  # the two that must fail


@pytest.mark.training
def test_a_step_is_traced_once(trained):
    plain, here = trained
    assert plain["traces"] == 2  # should Keras mend this, one of the modules under test has served its time
    assert here["traces"] == 1


@pytest.mark.training
def test_a_pipeline_is_made_only_where_an_order_is_drawn_or_batches_are_unequal(trained):
    plain, here = trained
    assert min(plain["pipelines"]) > 0
    assert here["pipelines"] == [0, 0, *plain["pipelines"][2:]]
