"""Whether pictures were changed at random, on reports as the sandbox sends them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from graders.grading.augmented import expect_as_in_files, expect_augmented
from graders.grading.generators import GeneratorReport
from graders.grading.posed_pets import draw_posed_pets
from graders.grading.verdicts import Wrong

EVERY = 4
PICTURES, LABELS = draw_posed_pets(40, 1, portraits=True, side=60)


def png(picture) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


FILES = {f"data/pets/{number:03}.png": png(picture) for number, picture in enumerate(PICTURES)}


def report(pictures) -> GeneratorReport:
    pictures = np.asarray(pictures, np.float32)
    return GeneratorReport.read(
        {
            "kind": "generator",
            "batches": [list(pictures.shape)],
            "low": float(pictures.min()),
            "high": float(pictures.max()),
            "thumbnails": pictures[:, ::EVERY, ::EVERY],
            "labels": LABELS[: len(pictures)],
        }
    )


def shuffled(seed):
    return PICTURES[np.random.default_rng(seed).permutation(len(PICTURES))] / 255


def flipped(seed):
    pictures = shuffled(seed)
    chosen = np.random.default_rng(seed + 100).random(len(pictures)) < 0.5
    pictures[chosen] = pictures[chosen][:, :, ::-1]
    return pictures


def mistake_of(check, *args, **kwargs) -> str:
    with pytest.raises(Wrong) as caught:
        check(*args, **kwargs)
    return caught.value.mistake


def never():
    return False


# --- validation


@pytest.mark.parametrize(
    "changed",
    [lambda x: x, lambda x: x * 255, lambda x: 2 * x - 1, lambda x: x / 255],
    ids=["as they are", "not rescaled", "from -1 to 1", "divided twice"],
)
def test_pictures_as_they_are_pass_whatever_they_were_rescaled_to(changed):
    expect_as_in_files([report(changed(shuffled(seed))) for seed in (1, 2)], FILES, EVERY)


def test_pictures_that_are_mirrored_half_the_time_are_augmented():
    rounds = [report(shuffled(1)), report(flipped(2))]
    assert mistake_of(expect_as_in_files, rounds, FILES, EVERY) == "validation_augmented"


def test_one_picture_shifted_a_little_is_enough():
    pictures = shuffled(1)
    pictures[7] = np.roll(pictures[7], 3, axis=1)
    assert mistake_of(expect_as_in_files, [report(pictures)], FILES, EVERY) == "validation_augmented"


def test_each_picture_comes_once():
    pictures = shuffled(1)
    pictures[0] = pictures[1]
    assert mistake_of(expect_as_in_files, [report(pictures)], FILES, EVERY) == "pictures_repeated"


@pytest.mark.parametrize("answer", [None, {}, {"kind": "generator", "batches": []}])
def test_a_generator_that_cannot_begin_anew_is_named(answer):
    rounds = [report(shuffled(1)), GeneratorReport.read(answer)]
    assert mistake_of(expect_as_in_files, rounds, FILES, EVERY) == "only_one_round"


@pytest.mark.parametrize("thumbnails", [np.zeros((3, 2, 2, 3)), "none", None])
def test_pictures_of_other_sizes_are_told_from_augmentation(thumbnails):
    answer = {"kind": "generator", "batches": [[3, 60, 60, 3]], "thumbnails": thumbnails}
    assert mistake_of(expect_as_in_files, [GeneratorReport.read(answer)], FILES, EVERY) == "no_pictures"


# --- training


def test_a_flip_alone_is_augmentation():
    expect_augmented([report(flipped(1)), report(flipped(2))], FILES, EVERY, augments_later=never)


def test_pictures_as_they_are_are_augmented_only_if_the_model_does_it():
    rounds = [report(shuffled(1)), report(shuffled(2))]
    assert mistake_of(expect_augmented, rounds, FILES, EVERY, augments_later=never) == "not_augmented"
    expect_augmented(rounds, FILES, EVERY, augments_later=lambda: True)


def test_the_same_changes_in_both_rounds_are_not_enough():
    pictures = flipped(1)
    rounds = [report(pictures), report(pictures[::-1])]
    assert mistake_of(expect_augmented, rounds, FILES, EVERY, augments_later=never) == "augmented_once"


def test_pictures_of_which_nothing_is_left_are_augmented_too_much():
    rounds = [report(np.repeat(flipped(seed)[:, :1], 60, axis=1)) for seed in (1, 2)]
    assert mistake_of(expect_augmented, rounds, FILES, EVERY, augments_later=never) == "augmented_too_much"
