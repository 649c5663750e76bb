"""What chance does to the checks of ``transfer_learning``, and what forged reports gain.

The checks run here on reports that are made up, without TensorFlow and without a sandbox.
"""

import inspect
import io
import json
from math import ceil, comb

import h5py
import numpy as np
import pytest

from graders.grading import Wrong, pretrained_file
from graders.grading.exercise import find_exercise
from tests.graders.attacks.attack_run import checks_of

EXERCISE = find_exercise("transfer_learning")
CHECKS = checks_of(EXERCISE)
SUITE = inspect.getmodule(CHECKS["freezes"])
HEAD = [np.ones((576, 1), np.float32), np.zeros(1, np.float32)]


def weights_of_file():
    with h5py.File(io.BytesIO(pretrained_file()), "r") as file:
        return {
            name: [np.asarray(array, np.float32) for array in group.values()] for name, group in file.items()
        }


BASE = weights_of_file()


def digests(arrays, salt):
    return [SUITE.weights_digest(array, salt) for array in arrays]


def layers(salt, frozen=True, changed=()):
    return [
        [
            name,
            0 if frozen else len(arrays),
            digests([array + 1 for array in arrays] if name in changed else arrays, salt),
        ]
        for name, arrays in BASE.items()
    ]


class Reports:
    """Stands for a submission that is right but for what ``changes`` says of its reports.

    Args:
        salt: of the digests that it reports; None for the one that it is asked with.
        changes: per function of the probe, what differs.
    """

    def __init__(self, salt=None, **changes):
        self._salt = salt
        self._changes = changes
        self._kept = {}

    def require(self, *_):
        """Everything is there."""

    def once(self, name, make):
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def probe(self, function, salt="", **_):
        return getattr(self, function)(self._salt or salt) | self._changes.get(function, {})

    def look_at_base(self, salt):
        return {
            "kind": "model",
            "input_shape": [None, 96, 96, 3],
            "output_shape": [None, 3, 3, 1280],
            "layers": layers(salt),
        }

    def look_at_output(self, _):
        return {"kind": "KerasTensor", "layer": SUITE.LAYER, "place": 118, "wanted": 118, "last": 153}

    def look_at_final(self, salt):
        told = [*layers(salt), ["dense", 2, digests(HEAD, salt)]]
        return {
            **self.look_at_base(salt),
            "layers": told,
            "output_shape": [None, 1],
            "shared": 119,
            "named": 0,
            "on_output": True,
            "is_last": False,
            "compiled": True,
            "loss": '"binary_crossentropy"',
            "metrics": '["accuracy"]',
            "model": trained([]),
        }

    def train(self, salt):
        arrays = [array for each in BASE.values() for array in each]
        return {
            "losses": [0.6, 0.2],
            "accuracies": [0.7, 0.97],
            "before": digests([*arrays, *HEAD], salt),
            "model": trained([*arrays, *(array + 0.1 for array in HEAD)]),
        }


def trained(weights):
    named = [{"class_name": "Conv2D", "module": "keras.layers", "config": {"name": name}} for name in BASE]
    head = {
        "class_name": "Dense",
        "module": "keras.layers",
        "config": {"name": "dense", "activation": "sigmoid"},
    }
    config = {"class_name": "Functional", "config": {"layers": [*named, head]}}
    return {"config": json.dumps(config), "weights": weights}


class Answers:
    """Stands for the evaluator: answers as ``model`` does."""

    def __init__(self, model):
        self._model = model

    def predict(self, _, pictures):
        return self._model(pictures)


def mistake(submission, check, model=None):
    """Return what a check finds: the mistake's id, or an empty string if it passes."""
    fixtures = {"submission": submission, "rng": np.random.default_rng(1), "evaluator": Answers(model)}
    try:
        CHECKS[check](**{name: fixtures[name] for name in inspect.signature(CHECKS[check]).parameters})
    except Wrong as wrong:
        return wrong.mistake
    return ""


@pytest.mark.parametrize("check", [check.name for check in EXERCISE.checks][:-1])
def test_right_reports_pass(check):
    assert mistake(Reports(), check) == ""


def test_digests_known_by_heart_are_no_loaded_weights():
    assert mistake(Reports(salt="of another question"), "loads_weights") == "weights_not_loaded"


def test_one_changed_layer_is_enough():
    def base(changed):
        return Reports(look_at_base={"layers": layers(SUITE.SALT, changed=changed)})

    assert mistake(base(["block_5_add"]), "loads_weights") == ""  # has no weights
    assert mistake(base(["Conv1"]), "loads_weights") == "weights_changed"


def test_a_base_that_is_trained_is_found_in_its_weights_whatever_was_reported():
    arrays = [array for each in BASE.values() for array in each]
    arrays[7] = arrays[7] * 1.001
    moved = Reports(train={"model": trained([*arrays, *(array + 0.1 for array in HEAD)])})
    assert mistake(moved, "keeps_base_frozen") == "base_changed"
    other = Reports(train={"model": trained([array + 0.1 for array in HEAD])})
    assert mistake(other, "keeps_base_frozen") == "base_changed"


def test_a_head_that_stays_as_it_was_did_not_learn():
    arrays = [array for each in BASE.values() for array in each]
    assert mistake(Reports(train={"model": trained([*arrays, *HEAD])}), "head_learns") == "head_unchanged"
    assert mistake(Reports(train={"losses": [float("nan")]}), "head_learns") == "diverged"
    assert mistake(Reports(train={"accuracies": [0.5, 0.55]}), "head_learns") == "does_not_learn"


def test_a_learners_wrong_base_is_not_given_to_the_other_functions():
    asked = {}

    class Watched(Reports):
        def probe(self, function, **fields):
            asked[function] = fields
            return super().probe(function, **fields)

    mistake(Watched(look_at_base={"kind": "none"}), "builds_on_base")
    assert asked["look_at_final"]["own_base"] is asked["look_at_final"]["own_output"] is True
    asked.clear()
    mistake(Watched(look_at_output={"place": 3}), "builds_on_base")
    assert asked["look_at_final"]["own_base"] is False
    assert asked["look_at_final"]["own_output"] is True


def less_than(count, needed, chance):
    """Return how probable fewer than ``needed`` right answers of ``count`` are."""
    return sum(comb(count, k) * chance**k * (1 - chance) ** (count - k) for k in range(needed))


def test_a_right_model_passes_and_who_guesses_does_not():
    """At least 9,999 times out of 10,000, and less often than once in 100,000.

    Simulated on the features of 192 training and 160 new pictures, 60 times 96 and 80 of them, other initial weights
    each time: the solution reaches 0.955 with a standard deviation of 0.024 (0.90 at the least), and one Dense unit
    alone, the smallest head, 0.89 with 0.043 (0.775 at the least). The threshold lies ten deviations below the first
    and four below the second. The numbers below say what the 120 pictures' own chance adds.
    """
    needed = ceil(SUITE.PASS_ACCURACY * SUITE.NEW_PICTURES)
    assert less_than(SUITE.NEW_PICTURES, needed, 0.9) < 1e-4
    assert 1 - less_than(SUITE.NEW_PICTURES, needed, 0.5) < 1e-5


def test_who_always_answers_the_same_gets_half():
    found = mistake(Reports(), "recognises_new_pictures", lambda pictures: np.full((len(pictures), 1), 0.7))
    assert found == "does_not_learn"
