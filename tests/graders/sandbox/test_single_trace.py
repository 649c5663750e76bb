"""Training with one trace in place of two: the same numbers, bit for bit, in less time."""

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
if sys.argv[1] == "once":
    from graders.sandbox import single_trace
    single_trace.install(keras)

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
    "too few units": lambda: sequential(optimizer="adam", loss="categorical_crossentropy"),
}
answers = {}
for name, make in cases.items():
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(1)
    x, y = rng.random((40, 6)), rng.integers(0, 3, 40)
    labels = [y, rng.random(40)] if name == "two outputs" else y
    model = make()
    traces.clear()
    try:
        history = model.fit(x, labels, epochs=2, batch_size=16, verbose=0).history
        model.fit(x, labels, epochs=1, batch_size=16, verbose=0)
        weights = b"".join(np.asarray(each).tobytes() for each in model.get_weights())
        answers[name] = [history, hashlib.sha256(weights).hexdigest()]
    except Exception as error:
        answers[name] = [type(error).__name__, str(error)[:200]]
    if name == "adam":
        counted = len(traces)
print(json.dumps({"answers": answers, "traces": counted}))
"""


@pytest.fixture(scope="module")
def trained():
    def run(how):
        command = [sys.executable, "-c", PROGRAM, how]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run("twice"), run("once")


@pytest.mark.training
def test_histories_weights_and_errors_are_the_same(trained):
    twice, once = trained
    assert once["answers"] == twice["answers"]
    assert once["answers"]["a metric that does not exist"][0] == "ValueError"


@pytest.mark.training
def test_a_step_is_traced_once(trained):
    twice, once = trained
    assert twice["traces"] == 2  # should Keras mend this, the module under test has served its time
    assert once["traces"] == 1
