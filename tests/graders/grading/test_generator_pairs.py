"""What is held of a pair of generators, on reports as the sandbox sends them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from graders.grading.generator_pairs import (
    GeneratorPair,
    expect_labels_of_both,
    expect_of_both,
    expect_own_folders,
    expect_pair,
    expect_unchanged_pictures,
)
from graders.grading.generators import expect_rescaled
from graders.grading.verdicts import Wrong

SIDE, EVERY = 20, 4
PICTURES = np.random.default_rng(7).integers(0, 256, (30, SIDE, SIDE, 3)).astype(np.uint8)
LABELS = np.arange(30) % 2
TRAINING, VALIDATION = slice(0, 8), slice(8, 12)
BESIDE = [14, 3]


def files(part: slice) -> dict[str, bytes]:
    found = {}
    for number, (picture, label) in enumerate(zip(PICTURES[part], LABELS[part], strict=True)):
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "PNG")
        found[f"{('cats', 'dogs')[label]}/{number}.png"] = buffer.getvalue()
    return found


FILES = files(TRAINING), files(VALIDATION)


def generator(part: slice, pictures=PICTURES / 255, labels=LABELS) -> dict:
    chosen = np.asarray(pictures[part], np.float32)
    return {
        "kind": "generator",
        "batches": [list(chosen.shape)],
        "low": float(chosen.min()),
        "high": float(chosen.max()),
        "thumbnails": chosen[:, ::EVERY, ::EVERY],
        "labels": labels[part],
    }


def pair(*generators, returned="values") -> GeneratorPair:
    return GeneratorPair.read({"returned": returned, "generators": list(generators)}, *FILES)


RIGHT = pair(generator(TRAINING), generator(VALIDATION))


def mistake_of(check, *args) -> Wrong:
    with pytest.raises(Wrong) as caught:
        check(*args)
    return caught.value


def test_a_right_pair_passes_everything():
    expect_pair(RIGHT)
    expect_own_folders(RIGHT, BESIDE)
    expect_of_both(RIGHT, expect_rescaled)
    expect_labels_of_both(RIGHT, EVERY)
    expect_unchanged_pictures(RIGHT.reports[1], FILES[1], EVERY)


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [
        (pair(returned="none"), "returns_nothing"),
        (pair(returned="generator"), "one_generator_only"),
        (pair(returned="ImageDataGenerator"), "no_flow"),
        (pair(returned="int"), "no_pair"),
        (pair(*[generator(TRAINING)] * 3), "no_pair"),
        (pair(generator(TRAINING), {"kind": "none"}), "one_generator_only"),
        (pair(generator(TRAINING), {"kind": "ImageDataGenerator"}), "no_flow"),
        (pair(generator(TRAINING), {"kind": "generator", "batches": []}), "wrong_directory"),
    ],
)
def test_what_is_no_pair_of_generators_is_named(wrong, mistake):
    assert mistake_of(expect_pair, wrong).mistake == mistake


@pytest.mark.parametrize(
    "told", [None, 3, {}, {"generators": 7}, {"returned": [], "generators": [None, "x"]}]
)
def test_a_forged_report_is_a_learners_mistake_and_none_of_ours(told):
    assert mistake_of(expect_pair, GeneratorPair.read(told, *FILES)).mistake


@pytest.mark.parametrize(
    ("parts", "mistake"),
    [
        ((VALIDATION, TRAINING), "folders_exchanged"),
        ((TRAINING, TRAINING), "same_folder_twice"),
        ((VALIDATION, VALIDATION), "same_folder_twice"),
        ((slice(0, 6), slice(6, 8)), "split_of_one_folder"),
        ((slice(12, 26), slice(12, 15)), "fixed_folders"),
        ((TRAINING, slice(12, 15)), "fixed_folders"),
        ((slice(0, 6), VALIDATION), "not_all_pictures"),
    ],
)
def test_each_way_to_read_the_wrong_folder_is_named(parts, mistake):
    wrong = pair(*(generator(part) for part in parts))
    assert mistake_of(expect_own_folders, wrong, BESIDE).mistake == mistake


def test_pictures_that_come_twice_are_named():
    twice = np.concatenate([PICTURES[:4], PICTURES[:4], PICTURES[8:]]) / 255
    wrong = pair(generator(TRAINING, twice), generator(VALIDATION))
    assert mistake_of(expect_own_folders, wrong, BESIDE).mistake == "pictures_repeated"


def test_what_is_wrong_in_one_of_them_is_said_of_that_one():
    plain = [generator(part, PICTURES) for part in (TRAINING, VALIDATION)]
    first = mistake_of(expect_of_both, pair(plain[0], generator(VALIDATION)), expect_rescaled)
    second = mistake_of(expect_of_both, pair(generator(TRAINING), plain[1]), expect_rescaled)
    both = mistake_of(expect_of_both, pair(*plain), expect_rescaled)
    assert "the training generator only" in first.message
    assert "the validation generator only" in second.message
    assert "only" not in both.message
    assert {wrong.mistake for wrong in (first, second, both)} == {"not_rescaled"}


def test_classes_may_be_numbered_either_way_but_alike_in_both():
    other = 1 - LABELS
    expect_labels_of_both(pair(*(generator(part, labels=other) for part in (TRAINING, VALIDATION))), EVERY)
    wrong = pair(generator(TRAINING), generator(VALIDATION, labels=other))
    assert mistake_of(expect_labels_of_both, wrong, EVERY).mistake == "labels_differ"


def test_augmented_pictures_are_allowed_in_training_and_named_in_validation():
    mirrored = PICTURES[:, :, ::-1] / 255
    training = pair(generator(TRAINING, mirrored), generator(VALIDATION))
    expect_own_folders(training, BESIDE)
    expect_labels_of_both(training, EVERY)
    validation = pair(generator(TRAINING), generator(VALIDATION, mirrored))
    wrong = mistake_of(expect_unchanged_pictures, validation.reports[1], FILES[1], EVERY)
    assert wrong.mistake == "validation_augmented"
