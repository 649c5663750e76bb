"""Scenes drawn for a submission: balanced, as the seed says, recognisable, and equal to no published picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from graders.grading.scenes import SCENES, SPLITS, as_jpeg, draw_scenes, scene_classes


def test_classes_are_in_the_order_of_the_alphabet():
    assert scene_classes("cats_and_dogs") == ("cats", "dogs")
    assert scene_classes("rock_paper_scissors") == ("paper", "rock", "scissors")


@pytest.mark.parametrize("split", SPLITS)
def test_pictures_are_balanced_and_of_the_size_asked_for(split):
    pictures, labels = draw_scenes("rock_paper_scissors", 9, 1, split=split, side=40)
    assert pictures.shape == (9, 40, 40, 3)
    assert pictures.dtype == np.uint8
    assert np.bincount(labels).tolist() == [3, 3, 3]


def test_a_seed_draws_the_same_again_and_another_seed_other_ones():
    first, again, other = (draw_scenes("cats_and_dogs", 6, seed, split="train")[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert np.abs(first.astype(int) - other).mean() > 10


def test_more_pictures_than_published_are_all_different():
    pictures, _ = draw_scenes("rock_paper_scissors", 300, 3, split="same_artist", side=24)
    assert len({picture.tobytes() for picture in pictures}) == 300


def test_no_picture_is_a_published_one_but_each_looks_like_one_of_its_class():
    pictures, labels = draw_scenes("cats_and_dogs", 8, 5, split="same_artist")
    files = sorted((SCENES / "cats_and_dogs" / "same_artist").glob("*/*.jpg"))
    small = [np.asarray(Image.open(file).convert("RGB").resize((24, 24)), float) for file in files]
    known = np.concatenate([small, [each[:, ::-1] for each in small]])
    classes = np.array([scene_classes("cats_and_dogs").index(file.parent.name) for file in files] * 2)
    for picture, label in zip(pictures, labels, strict=True):
        one = np.asarray(Image.fromarray(picture).resize((24, 24)), float)
        apart = np.abs(known - one).mean(axis=(1, 2, 3))
        assert apart.min() > 1
        assert classes[apart.argmin()] == label


def test_a_picture_comes_back_from_its_file_almost_as_it_was():
    picture = draw_scenes("horse_or_human", 1, 0, split="train")[0][0]
    read = np.asarray(Image.open(io.BytesIO(as_jpeg(picture))))
    assert np.abs(read.astype(int) - picture).mean() < 10
