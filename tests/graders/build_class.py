"""Build a class of submissions: good ones, every known mistake, hostile ones, notebooks and broken files.

    python tests/graders/build_class.py FOLDER

writes ``FOLDER/<learner>/...`` and prints, as JSON, what each submission must get:
``{learner: {"score": points or null, "checks": {name: status}, "phrase": text in the first message}}``.
A null score leaves the points open where they depend on the limits of the machine.
Nothing here is ever run outside the sandbox.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from graders.grading.exercise import find_exercise
from graders.grading.mistakes import read_mistakes

FULL = 20.0
EXERCISE = find_exercise("callbacks")
SOLUTION = EXERCISE.solution_source
STUB = EXERCISE.stub_source
TRAIN = SOLUTION[SOLUTION.index("class StopAbove") :]
BEFORE_TRAIN = SOLUTION[: SOLUTION.index("class StopAbove")]

NOTES_PROGRAM = """
import tensorflow as tf

class myCallback(tf.keras.callbacks.Callback):
  def on_epoch_end(self, epoch, logs={}):
    if(logs.get('accuracy')>0.6):
      print("\\nReached 60% accuracy so cancelling training!")
      self.model.stop_training = True

mnist = tf.keras.datasets.fashion_mnist
(x_train, y_train),(x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
callbacks = myCallback()
model = tf.keras.models.Sequential([
  tf.keras.layers.Flatten(input_shape=(28, 28)),
  tf.keras.layers.Dense(512, activation=tf.nn.relu),
  tf.keras.layers.Dense(10, activation=tf.nn.softmax)
])
model.compile(optimizer=tf.optimizers.Adam(),
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
model.fit(x_train, y_train, epochs=10, callbacks=[callbacks])
"""

TRAIN_RETURNING_PAIR = """
def train_mnist(x_train, y_train):
    class myStop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs={}):
            if logs.get("acc") > 0.99:
                print("Reached 99% accuracy so cancelling training!")
                self.model.stop_training = True
    model = tf.keras.models.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(512, activation=tf.nn.relu),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax)])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[myStop()])
    return history.epoch, history.history["acc"][-1]
"""

TRAIN_CONVOLUTIONS = """
class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.99:
            self.model.stop_training = True

def train_mnist(x_train, y_train):
    inputs = tf.keras.Input((28, 28))
    x = tf.keras.layers.Reshape((28, 28, 1))(inputs)
    x = tf.keras.layers.Conv2D(8, 3, activation="relu")(x)
    x = tf.keras.layers.MaxPooling2D()(x)
    x = tf.keras.layers.Flatten()(x)
    outputs = tf.keras.layers.Dense(10, activation="softmax")(x)
    model = tf.keras.Model(inputs, outputs)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()], verbose=2)
    return model
"""

FORGED_FIT = """
class Liar(float):
    def __eq__(self, other): return True
    def __gt__(self, other): return True
    def __lt__(self, other): return True
    __hash__ = float.__hash__

def lying_fit(self, *args, **kwargs):
    history = tf.keras.callbacks.History()
    history.history = {"loss": [1.0, Liar(0.1)], "accuracy": [0.5, Liar(0.995)]}
    history.epoch = [0, 1]
    return history

tf.keras.Model.fit = lying_fit
tf.keras.Model.evaluate = lambda self, *args, **kwargs: [0.0, 1.0]

def train_mnist(x_train, y_train):
    model = tf.keras.Sequential([tf.keras.layers.Input((28, 28)), tf.keras.layers.Flatten(),
                                 tf.keras.layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, epochs=10)
"""

FORGED_ANSWERS = """
import json, os, sys
lie = json.dumps({"status": "passed", "score": 20, "max_score": 20})
print(lie)
for descriptor in range(0, 64):
    try:
        os.write(descriptor, lie.encode() * 100)
    except OSError:
        pass
"""

READS_SECRETS = """
import glob, os
found = []
for pattern in ("/**/graders/suites/**", "/**/solution.py", "/home/*/*", "/root/*", "/proc/1/environ", "/etc/shadow"):
    found += glob.glob(pattern, recursive=False)
for path in found + ["graders/suites/callbacks/solution.py", "../solution.py"]:
    try:
        exec(open(path).read())
    except Exception:
        pass
"""

CALLS_HOME = """
import socket
for kind, address in ((socket.SOCK_STREAM, ("127.0.0.1", 80)), (socket.SOCK_DGRAM, ("127.0.0.1", 53))):
    try:
        with socket.socket(socket.AF_INET, kind) as connection:
            connection.settimeout(2)
            connection.connect(address)
            connection.send(b"the questions are...")
            print("SENT")
    except OSError as error:
        print("refused", error)
"""


HANGS = """
def train_mnist(x_train, y_train):
    import signal
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            pass
        except BaseException:
            pass
"""

HOGS = """
def train_mnist(x_train, y_train):
    import numpy as np
    kept = []
    while True:
        kept.append(np.ones(2**24))
"""

CRASHES = """
def train_mnist(x_train, y_train):
    import ctypes
    ctypes.string_at(0)
"""

FORKS = """
def train_mnist(x_train, y_train):
    import os
    while True:
        try:
            os.fork()
        except OSError:
            pass
"""

EXITS = """
def train_mnist(x_train, y_train):
    import os
    os._exit(0)
"""


@dataclass(frozen=True)
class Entry:
    """One learner's folder and what they must get."""

    learner: str
    files: dict[str, bytes]
    score: float | None = None
    checks: dict[str, str] = field(default_factory=dict)
    phrase: str = ""


def entry(learner: str, source: str, *, name: str = "callbacks.py", **expected: object) -> Entry:
    """Return an entry whose one file is ``source`` in UTF-8."""
    return Entry(learner, {name: source.encode()}, **expected)  # type: ignore[arg-type]


def notebook(*cells: str) -> str:
    """Return a notebook of code cells, as JSON."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells],
        }
    )


def good() -> list[Entry]:
    """Submissions that must get full marks, in every form in which learners hand them in."""
    exported = f"# coding: utf-8\n# In[1]:\n\n!wget https://example.invalid/x.zip\n%matplotlib inline\n#%%\n{SOLUTION}"
    helper_source = BEFORE_TRAIN + "from my_training import train_mnist\n"
    trained_at_top = (
        SOLUTION + "\nx, y = load_my_data()\nhistory = train_mnist(x, y)\nprint(history.history)\n"
    )
    return [
        entry("good-solution", SOLUTION, score=FULL),
        entry("good-pair", BEFORE_TRAIN + TRAIN_RETURNING_PAIR, score=FULL),
        entry("good-convolutions-model", BEFORE_TRAIN + TRAIN_CONVOLUTIONS, score=FULL),
        entry(
            "good-notebook",
            notebook("!pip list\n%matplotlib inline", BEFORE_TRAIN, TRAIN),
            name="callbacks.ipynb",
            score=FULL,
        ),
        entry("good-notebook-export", exported, score=FULL),
        Entry(
            "good-windows-file",
            {"callbacks.py": b"\xef\xbb\xbf" + SOLUTION.replace("\n", "\r\n").encode()},
            FULL,
        ),
        Entry("good-old-encoding", {"callbacks.py": ("# caf\xe9\n" + SOLUTION).encode("cp1252")}, FULL),
        entry("good-fails-at-the-top", "raise ValueError('only here')\n" + trained_at_top, score=FULL),
        entry("good-exits-at-the-top", "import os\nprint('bye')\nos._exit(0)\n" + SOLUTION, score=FULL),
        entry(
            "good-floods-output", SOLUTION + "\nfor _ in range(300000):\n    print('x' * 100)\n", score=FULL
        ),
        Entry(
            "good-with-module",
            {
                "callbacks.py": helper_source.encode(),
                "my_training.py": ("import tensorflow as tf\n" + TRAIN).encode(),
            },
            FULL,
        ),
        entry("good-tries-the-network", CALLS_HOME + SOLUTION, score=FULL),
    ]


def partial() -> list[Entry]:
    """The untouched stub, the notes' own program, and every known mistake."""
    notes = entry(
        "notes-program",
        NOTES_PROGRAM,
        score=5.0,
        checks={"target_default": "failed", "stops_real_training": "passed"},
    )
    stub = entry(
        "untouched-stub",
        STUB,
        score=0.0,
        checks={"defines_callback": "not_attempted", "trains_a_classifier": "not_attempted"},
    )
    entries = [notes, stub]
    points = {check.name: check.points for check in EXERCISE.checks}
    for mistake in read_mistakes(EXERCISE):
        lost = {one.check: one.status.value for one in mistake.expectations}
        score = FULL - sum(points[name] for name in lost)
        entries.append(
            Entry(f"mistake-{mistake.path.stem}", {"callbacks.py": mistake.source.encode()}, score, lost)
        )
    return entries


def hostile() -> list[Entry]:
    """Submissions that attack the grader; none may earn a point that it has not deserved."""
    names = ("conftest.py", "tensorflow.py", "sitecustomize.py", "probe.py")
    planted = dict.fromkeys(names, b"raise SystemExit('planted')\n")
    planted["pytest.ini"] = b"[pytest]\naddopts = --collect-only\n"
    trained = "trains_a_classifier"
    rest = {"stops_above_99": "skipped", "at_most_ten_epochs": "skipped"}
    return [
        entry("hostile-exit-in-call", BEFORE_TRAIN + EXITS, score=12.0, checks={trained: "errored", **rest}),
        entry("hostile-endless", BEFORE_TRAIN + HANGS, score=12.0, checks={trained: "timed_out", **rest}),
        entry("hostile-memory", BEFORE_TRAIN + HOGS, score=12.0, checks={trained: "out_of_memory", **rest}),
        entry("hostile-crash", BEFORE_TRAIN + CRASHES, score=12.0, checks={trained: "errored", **rest}),
        entry("hostile-fork-bomb", BEFORE_TRAIN + FORKS, score=12.0, checks={**rest}),
        # The patched fit also spoils the check that hands an honest callback to a real fit.
        entry(
            "hostile-forged-fit",
            BEFORE_TRAIN + FORGED_FIT,
            score=11.0,
            checks={"stops_real_training": "failed", trained: "failed", **rest},
        ),
        entry("hostile-forged-answers", FORGED_ANSWERS + STUB, score=0.0),
        entry(
            "hostile-reads-secrets",
            READS_SECRETS + STUB,
            score=0.0,
            checks={"defines_callback": "not_attempted"},
        ),
        Entry(
            "hostile-planted-files",
            {"callbacks.py": STUB.encode(), **planted},
            0.0,
            {"defines_callback": "not_attempted"},
        ),
    ]


def broken() -> list[Entry]:
    """Files that are no submission; the first message says what is wrong with them."""
    first = {"defines_callback": "failed"}
    return [
        Entry("broken-empty", {"callbacks.py": b""}, 0.0, first, "is empty"),
        Entry("broken-binary", {"callbacks.py": bytes(range(256)) * 10}, 0.0, first, "binary"),
        Entry("broken-huge", {"callbacks.py": b"#" * 50_000_000}, 0.0, first, "50.0 MB"),
        Entry("broken-notebook", {"callbacks.ipynb": b'{"cells": ['}, 0.0, first, "not valid JSON"),
        Entry(
            "broken-prose",
            {"callbacks.py": b"Dear teacher, here is my homework.\n"},
            0.0,
            first,
            "not valid Python",
        ),
    ]


def build(folder: Path) -> list[Entry]:
    """Write the whole class into ``folder`` and return its entries."""
    entries = [*good(), *partial(), *hostile(), *broken()]
    for one in entries:
        place = folder / one.learner
        place.mkdir(parents=True)
        for name, content in one.files.items():
            (place / name).write_bytes(content)
    link = Entry("broken-link", {}, 0.0, {"defines_callback": "failed"}, "this is a link")
    (folder / link.learner).mkdir()
    (folder / link.learner / "callbacks.py").symlink_to("/nowhere/at/all")
    return [*entries, link]


def main() -> None:
    """Build the class in the folder named on the command line and print what it must get."""
    entries = build(Path(sys.argv[1]))
    expected = {
        one.learner: {"score": one.score, "checks": one.checks, "phrase": one.phrase} for one in entries
    }
    json.dump(expected, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
