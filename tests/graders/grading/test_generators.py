"""What is held of a learner's generator, on reports as the sandbox sends them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from graders.grading.generators import (
    GeneratorReport,
    classes_of,
    expect_binary_labels,
    expect_count,
    expect_generator,
    expect_rescaled,
    expect_size,
    labels_of_files,
)
from graders.grading.verdicts import Wrong

SIDE, EVERY = 20, 4
PICTURES = np.random.default_rng(7).integers(0, 256, (6, SIDE, SIDE, 3)).astype(np.uint8)
LABELS = np.array([0, 1, 0, 1, 0, 1])


def png(picture) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


FILES = {
    f"data/{('cats', 'dogs')[label]}/{number}.png": png(picture)
    for number, (picture, label) in enumerate(zip(PICTURES, LABELS, strict=True))
}


def report(pictures=PICTURES / 255, labels=LABELS, **told) -> GeneratorReport:
    pictures = np.asarray(pictures, np.float32)
    return GeneratorReport.read(
        {
            "kind": "generator",
            "batches": [list(pictures[:4].shape), list(pictures[4:].shape)],
            "low": float(pictures.min()),
            "high": float(pictures.max()),
            "thumbnails": pictures[:, ::EVERY, ::EVERY],
            "labels": labels,
        }
        | told
    )


def mistake_of(check, *args) -> str | None:
    with pytest.raises(Wrong) as caught:
        check(*args)
    return caught.value.mistake


def test_a_right_generator_passes_everything():
    right = report()
    expect_generator(right, "image_generator")
    expect_count(right, 6, "'./data/'", "'./data/cats'")
    expect_size(right, SIDE)
    expect_rescaled(right)
    expect_binary_labels(right, FILES, EVERY)
    assert labels_of_files(right, FILES, EVERY).tolist() == LABELS.tolist()


@pytest.mark.parametrize(
    ("kind", "mistake"),
    [("none", "returns_nothing"), ("ImageDataGenerator", "no_flow"), ("int", "no_generator")],
)
def test_what_is_no_generator_is_named(kind, mistake):
    assert mistake_of(expect_generator, report(kind=kind), "image_generator") == mistake


@pytest.mark.parametrize(
    ("batches", "mistake"),
    [([], "wrong_directory"), ([[5, 20, 20, 3]], "not_all_pictures"), ([[7, 20, 20, 3]], "not_all_pictures")],
)
def test_each_picture_comes_once(batches, mistake):
    assert mistake_of(expect_count, report(batches=batches), 6, "'./data/'", "'./data/cats'") == mistake


@pytest.mark.parametrize(
    ("shape", "mistake"), [([6, 20, 20, 1], "grey_pictures"), ([6, 64, 64, 3], "wrong_target_size")]
)
def test_another_size_and_grey_are_told_apart(shape, mistake):
    assert mistake_of(expect_size, report(batches=[shape]), SIDE) == mistake


@pytest.mark.parametrize(
    ("pictures", "mistake"),
    [
        (PICTURES, "not_rescaled"),
        (PICTURES * 255.0, "wrong_factor"),
        (PICTURES / 255 / 255, "divided_twice"),
        (PICTURES / 127.5 - 1, "scaled_to_minus_one"),
        (PICTURES // 255, "integer_division"),
    ],
)
def test_each_way_to_scale_wrongly_is_named(pictures, mistake):
    assert mistake_of(expect_rescaled, report(pictures)) == mistake


@pytest.mark.parametrize(
    ("labels", "mistake"),
    [
        (None, "no_labels"),
        (np.eye(2)[LABELS], "categorical_labels"),
        (LABELS + 1, "wrong_labels"),
        (np.zeros((6, 3)), "wrong_labels"),
        (np.array([1, 0, 0, 1, 0, 1]), "labels_mixed_up"),
    ],
)
def test_each_kind_of_wrong_labels_is_named(labels, mistake):
    assert mistake_of(expect_binary_labels, report(labels=labels), FILES, EVERY) == mistake


def test_which_class_is_0_does_not_matter():
    expect_binary_labels(report(labels=1 - LABELS), FILES, EVERY)


def test_changed_pictures_show_no_file_and_are_not_held_against_anyone():
    turned = report(PICTURES[:, ::-1] / 255, labels=1 - LABELS)
    assert labels_of_files(turned, FILES, EVERY).tolist() == [-1] * 6
    expect_binary_labels(turned, FILES, EVERY)


def test_classes_are_named_by_their_folders():
    assert classes_of(FILES) == ["cats", "dogs"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "generator",
        {"kind": ["x"], "batches": "many", "low": "0", "high": None, "thumbnails": [1], "labels": 3},
        {"batches": [[True, 2], ["4"], []], "thumbnails": np.array(["a"]), "labels": np.array(3)},
    ],
)
def test_a_forged_report_is_read_as_nothing(answer):
    found = GeneratorReport.read(answer)
    assert (found.count, found.shapes, found.thumbnails, found.labels) == (0, (), None, None)
    assert (found.low, found.high) == (0.0, 0.0)
