"""What chance does to the checks of ``multi_class``: right submissions pass, wrong ones do not slip through.

The checks run here on answers that are computed, without a sandbox and without training.
"""

import inspect
import json
from functools import cache
from math import comb

import numpy as np
import pytest

from graders.grading import Wrong, draw_animals
from graders.grading.exercise import find_exercise
from graders.grading.materials import materials_of
from tests.graders.attacks.attack_run import checks_of

EXERCISE = find_exercise("multi_class")
CHECKS = checks_of(EXERCISE)
SUITE = inspect.getmodule(CHECKS["trains"])
RUNS = 20
FILES = materials_of(EXERCISE.folder, 1)


class Answers:
    """Stands for a submission: ``answers`` says what each function of the probe reports.

    Args:
        answers: functions by name; what is asked is what they are called with.
        files: what lies in the learner's folder, where a check looks at it.
    """

    def __init__(self, answers, files=None):
        self._answers = answers
        self._kept = {}
        self.materials = files

    def require(self, *_):
        """Everything is there."""

    def once(self, name, make):
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def probe(self, function, **asked):
        return self._answers[function](**asked)


def mistake(check, submission, seed, **fixtures):
    """Return what a check finds: the mistake's id, or an empty string if it passes."""
    wanted = inspect.signature(CHECKS[check]).parameters
    given = {"rng": np.random.default_rng(seed), **fixtures}
    try:
        CHECKS[check](submission, **{name: value for name, value in given.items() if name in wanted})
    except Wrong as wrong:
        return wrong.mistake
    return ""


def found(definition, submission, seed):
    """Return the mistakes that the checks of a definition find."""
    checks = [check.name for check in EXERCISE.checks if check.definition == definition]
    return {one for one in (mistake(check, submission, seed) for check in checks) if one}


# --- parse_data_from_input


@cache
def table_of(content):
    return np.loadtxt(content.decode().splitlines(), np.int16, delimiter=",", skiprows=1).astype(float)


def lines_of(content):
    return table_of(content.tobytes())


def reads(images=lambda lines: lines[:, 1:].reshape(-1, 28, 28), labels=lambda lines: lines[:, 0]):
    """Return a submission that takes pictures and labels out of the lines so."""

    def parse(path, content):
        both = (images(lines_of(content)), labels(lines_of(content)))
        return {"kind": "pair", "items": [{"kind": "array", "array": each} for each in both]}

    return Answers({"parse": parse}, FILES)


def test_who_reads_the_lines_passes_whatever_is_drawn():
    for seed in range(5):
        assert found("parse_data_from_input", reads(), seed) == set()


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float16, np.float32])
def test_numbers_of_any_kind_are_right(kind):
    def images(lines):
        return lines[:, 1:].reshape(-1, 28, 28).astype(kind)

    assert found("parse_data_from_input", reads(images), 1) == set()


@pytest.mark.parametrize(
    ("images", "mistakes"),
    [
        (lambda lines: lines[:, :-1].reshape(-1, 28, 28), {"label_among_pixels"}),
        (lambda lines: lines, {"label_among_pixels"}),
        (lambda lines: lines[:, 1:].reshape(-1, 28, 28).transpose(0, 2, 1), {"transposed"}),
        (lambda lines: lines[:, 1:], {"not_reshaped"}),
        (lambda lines: lines[1:, 1:].reshape(-1, 28, 28), {"first_picture_lost"}),
        (lambda lines: lines[::-1, 1:].reshape(-1, 28, 28), {"lines_in_other_order"}),
    ],
)
def test_pictures_read_wrongly_are_named_every_time(images, mistakes):
    """Every pixel is drawn from 256 values, so no wrong reading gives the right pictures by chance."""
    for seed in range(5):
        assert found("parse_data_from_input", reads(images), seed) == mistakes


@pytest.mark.parametrize(
    ("labels", "mistakes"),
    [
        (lambda lines: lines[:, -1], {"last_column"}),
        (lambda lines: np.sort(lines[:, 0]), {"lines_in_other_order"}),
        (lambda lines: lines[:, :1], {"labels_in_a_column"}),
        (lambda lines: lines[:, 0] + 1, {"labels_counted_from_one"}),
    ],
)
def test_labels_read_wrongly_are_named_every_time(labels, mistakes):
    """The first two labels are 10 and 0, so they are never sorted; seven last pixels or more are not all labels."""
    for seed in range(5):
        assert found("parse_data_from_input", reads(labels=labels), seed) == mistakes


# --- train_val_generators


def report(pictures, labels, kind="generator"):
    pictures = np.asarray(pictures, np.float32)
    return {
        "kind": kind,
        "batches": [list(pictures.shape)],
        "low": float(pictures.min()),
        "high": float(pictures.max()),
        "thumbnails": pictures,
        "labels": labels,
    }


def as_given(pictures, labels, _):
    return pictures[..., None] / 255, labels


def shuffled(pictures, labels, rng):
    order = rng.permutation(len(labels))
    return as_given(pictures[order], labels[order], rng)


def mirrored(pictures, labels, rng):
    turned = [picture[:, ::-1] if rng.random() < 0.5 else picture for picture in pictures]
    return as_given(np.stack(turned), labels, rng)


def moved_on_black(pictures, labels, rng):
    """Move each picture by up to nine pixels, as width_shift_range does with fill_mode="constant"."""
    moved = np.zeros_like(pictures)
    for number, (right, down) in enumerate(rng.integers(0, 10, (len(pictures), 2))):
        moved[number, down:, right:] = pictures[number, : 28 - down, : 28 - right]
    return as_given(moved, labels, rng)


def brighter(pictures, labels, rng):
    return as_given(np.clip(pictures * rng.uniform(0.6, 1.4, (len(pictures), 1, 1)), 0, 255), labels, rng)


def one_hot(pictures, labels, rng):
    return as_given(pictures, np.eye(26)[labels.astype(int)], rng)


def pictures_alone_shuffled(pictures, labels, rng):
    return as_given(rng.permutation(pictures), labels, rng)


def renumbered(pictures, labels, rng):
    return as_given(pictures, np.unique(labels, return_inverse=True)[1], rng)


def generators(training, validation, seed):
    """Return a submission whose generators yield what these make of pictures and labels."""
    rng = np.random.default_rng(seed)

    def generate(training_images, training_labels, validation_images, validation_labels, limit):
        return {
            "kind": "pair",
            "training": report(*training(training_images, training_labels, rng)),
            "validation": report(*validation(validation_images, validation_labels, rng)),
        }

    return Answers({"generate": generate})


@pytest.mark.parametrize("training", [as_given, shuffled, mirrored, moved_on_black, brighter, one_hot])
@pytest.mark.parametrize("validation", [as_given, shuffled])
def test_right_generators_pass_whatever_is_drawn(training, validation):
    """Always: a training picture has one grey level, which turning, moving and mirroring leave in it.

    Where brightness is changed, levels say nothing. The labels are compared only if nine of ten levels are found again
    by chance: known levels with their tolerance cover 44 of 256 grey values, so that P(40 of 44) < 1e-25.
    """
    assert sum(comb(44, k) * (44 / 256) ** k * (212 / 256) ** (44 - k) for k in range(40, 45)) < 1e-25
    for seed in range(RUNS):
        assert found("train_val_generators", generators(training, validation, seed), seed) == set()


@pytest.mark.parametrize(
    ("training", "validation", "mistakes"),
    [
        (as_given, mirrored, {"validation_augmented"}),
        (mirrored, moved_on_black, {"validation_augmented"}),
        (pictures_alone_shuffled, as_given, {"labels_mixed_up"}),
        (as_given, pictures_alone_shuffled, {"labels_mixed_up"}),
        (renumbered, renumbered, {"labels_renumbered"}),
    ],
)
def test_wrong_generators_are_found_every_time(training, validation, mistakes):
    """Mirroring each with probability 0.5 leaves all 30 validation pictures as they are once in 2^30 times.

    44 labels, each of ten 4 or 5 times, stay right under a permutation of the pictures with probability
    (4!)^6 (5!)^4 / 44! = 1.5e-38, and 30, each 3 times, with (3!)^10 / 30! = 2.3e-25.
    """
    for seed in range(RUNS):
        assert found("train_val_generators", generators(training, validation, seed), seed) == mistakes


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"kind": "pair"},
        {"kind": "pair", "items": [1], "training": [], "validation": "x"},
        {"kind": "pair", "items": [{"array": 3}, {}], "training": {"kind": "generator", "batches": [[44]]}},
    ],
)
def test_a_forged_report_is_a_wrong_answer_and_no_fault_of_the_grader(answer):
    forged = Answers(dict.fromkeys(("parse", "generate"), lambda **_: answer), FILES)
    for check in ("returns_pictures_and_labels", "reads_labels", "makes_generators", "keeps_labels"):
        assert mistake(check, forged, 1), check


def test_one_hot_rows_wider_than_any_alphabet_are_not_taken_for_labels():
    def wide(pictures, labels, rng):
        return as_given(pictures, np.eye(5000, dtype=np.float32)[labels.astype(int)], rng)

    assert found("train_val_generators", generators(wide, wide, 1), 1) == {"wrong_one_hot"}


# --- create_model


class Reaches:
    """Stands for the evaluator: models that name this share of the animals, the first attempt's first.

    Attributes:
        labels: of the animals that are asked for.
    """

    labels = np.zeros(0, int)

    def __init__(self, *shares):
        self._shares = list(shares)

    def predict(self, _, pictures):
        right = np.arange(len(pictures)) < round(self._shares.pop(0) * len(pictures))
        return np.eye(26)[np.where(right, self.labels, (self.labels + 1) % 11)]


def trained(monkeypatch, *shares):
    """Return a submission that has trained, and the evaluator that tells how well."""
    evaluator = Reaches(*shares)

    def draw(count, seed, *, split):
        pictures, labels = draw_animals(count, seed, split=split)
        if split == "test":
            evaluator.labels = labels
        return pictures, labels

    monkeypatch.setattr(SUITE, "draw_animals", draw)
    attempts = []

    def train(attempt, pictures, labels, epochs):
        attempts.append(attempt)
        model = {"config": json.dumps({"class_name": "Sequential", "config": {"layers": []}}), "weights": []}
        return {"accuracies": [0.1, 0.5], "metrics": ["accuracy"], "model": model}

    return Answers({"train": train}), evaluator, attempts


def test_who_guesses_does_not_pass():
    """Always the same animal is right in 30 of 300, always. A guess for each reaches 120 with P = 3.8e-41.

    Right models are far above: over 20 seeds each, the solution and the four files in ``accepted/multi_class``, among
    them one convolution with eight filters, come to what RESULTS below holds; 0.40 is more than 4 standard deviations
    below the least of their means, so that a right one fails once less than 30,000 times, and has a second
    attempt.
    """
    assert sum(comb(300, k) * 0.1**k * 0.9 ** (300 - k) for k in range(120, 301)) < 1e-30
    assert SUITE.NEW_ANIMALS * SUITE.PASS_ACCURACY == 120


@pytest.mark.parametrize(
    ("shares", "mistakes", "trainings"),
    [
        ((0.4,), "", [0]),
        ((0.39, 0.41), "", [0, 1]),
        ((0.39, 0.39), "learns_too_slowly", [0, 1]),
        ((0.2, 0.9), "learns_too_slowly", [0]),
    ],
)
def test_who_comes_close_has_a_second_attempt(monkeypatch, shares, mistakes, trainings):
    submission, evaluator, attempts = trained(monkeypatch, *shares)
    assert mistake("recognises_new_animals", submission, 1, evaluator=evaluator) == mistakes
    assert attempts == trainings
