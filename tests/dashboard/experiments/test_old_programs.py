"""The old programs that the translator offers: each stops or complains today, and its translation runs with Keras."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass

import pytest

from dashboard.experiments.datasets import PROJECT_ROOT, keras_home
from dashboard.experiments.old_programs import OLD_PROGRAMS
from graders import translate

PATIENCE = 270.0  # seconds: six short trainings on a busy machine
# TensorFlow is imported once for all programs, and Fashion-MNIST has a tenth of its pictures; else each runs as a
# script would.
RUNNER = """
import json, runpy, sys, warnings
import keras, tensorflow
whole = keras.datasets.fashion_mnist.load_data
def part():
    return tuple((x[:6000], y[:6000]) for x, y in whole())
for each in (keras, tensorflow.keras):
    each.datasets.fashion_mnist.load_data = part
outcomes = {}
for path in sys.argv[1:]:
    print("=====", path)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            names = runpy.run_path(path, run_name="__main__")
        history = getattr(names["model"], "history", None)
        outcomes[path] = {
            "metrics": sorted(history.history) if history else [],
            "epochs": len(history.epoch) if history else 0,
            "warnings": [str(each.message) for each in caught],
            "error": "",
        }
    except Exception as error:
        outcomes[path] = {"metrics": [], "epochs": 0, "warnings": [], "error": f"{type(error).__name__}: {error}"}
print()
print(json.dumps(outcomes))
"""
# Where each stops today, if it does; the callback's still runs, since Keras takes acc as a name of its own.
OLD_ERRORS = {
    "neuron": "Argument(s) not recognized: {'lr': 0.01}",
    "horses": "Argument(s) not recognized: {'lr': 0.001}",
    "augmented": "cannot import name 'ImageDataGenerator'",
    "imports": "No module named 'keras.layers.convolutional'",
    "tensorflow-1": "has no attribute 'enable_eager_execution'",
}
# What Keras says to a program that writes in an old way; it also warns of its own doings.
OF_THE_PROGRAM = re.compile("Do not pass|no longer|deprecated|legacy|will be ignored and|unexpected")


@dataclass(frozen=True)
class Outcome:
    """What a program came to.

    Args:
        metrics: the names in the history of its last training.
        epochs: how many epochs that had.
        warnings: of Keras.
        error: why it stopped, or empty.
    """

    metrics: list[str]
    epochs: int
    warnings: list[str]
    error: str


def pictures(folder, names):
    """Fill a tree of folders, one for each class, with a few of the project's own scenes."""
    for part, source in names.items():
        for kind in source.iterdir():
            target = folder / part / kind.name
            target.mkdir(parents=True)
            for file in sorted(kind.iterdir())[:10]:
                (target / file.name).symlink_to(file)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What all programs come to, as they are and translated, by ``(id, "old")`` and ``(id, "new")``."""
    folder = tmp_path_factory.mktemp("programs")
    scenes = PROJECT_ROOT / "data" / "scenes"
    horses, cats = scenes / "horse_or_human", scenes / "cats_and_dogs"
    pictures(folder / "horse-or-human", {"train": horses / "train", "validation": horses / "same_artist"})
    pictures(folder / "cats-v-dogs", {"training": cats / "train", "testing": cats / "same_artist"})
    (folder / "keras").mkdir()
    (folder / "keras" / "datasets").symlink_to(keras_home() / "datasets")
    for program in OLD_PROGRAMS:
        # Python itself cannot read a notebook's line; that is not what is to be seen here.
        old = "\n".join(line for line in program.source.split("\n") if not line.startswith("!"))
        new = translate(program.source).new
        for age, source in (("old", old), ("new", new)):
            shorter = source.replace("epochs=500", "epochs=20")
            (folder / f"{program.id}.{age}").write_text(shorter, encoding="utf-8")
    files = [f"{program.id}.{age}" for program in OLD_PROGRAMS for age in ("old", "new")]
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *files],
        env=os.environ | {"KERAS_HOME": str(folder / "keras"), "TF_CPP_MIN_LOG_LEVEL": "3"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    return {tuple(file.split(".")): Outcome(**each) for file, each in told.items()}


every_program = pytest.mark.parametrize("program", OLD_PROGRAMS, ids=lambda program: program.id)


@pytest.mark.training
@every_program
def test_a_translated_program_runs_without_a_complaint(program, outcomes):
    outcome = outcomes[program.id, "new"]

    assert outcome.error == ""
    assert outcome.epochs > 0
    assert not [each for each in outcome.warnings if OF_THE_PROGRAM.search(each)]
    assert "acc" not in outcome.metrics


@pytest.mark.training
@every_program
def test_the_old_program_stops_or_is_complained_of(program, outcomes):
    outcome = outcomes[program.id, "old"]

    assert OLD_ERRORS.get(program.id, "") in outcome.error
    assert outcome.error or any("input_shape" in each for each in outcome.warnings)


@every_program
def test_nothing_is_left_to_do_by_hand(program):
    translation = translate(program.source)

    assert translation.changes
    assert not [change for change in translation.changes if change.by_hand]


def test_programs_have_names_of_their_own():
    assert len({program.id for program in OLD_PROGRAMS}) == len(OLD_PROGRAMS)
    assert len({program.title for program in OLD_PROGRAMS}) == len(OLD_PROGRAMS)
