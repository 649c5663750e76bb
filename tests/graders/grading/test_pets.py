"""Cats and dogs drawn for a submission: balanced, as the seed says, and of other outlines where they are to be new."""

from __future__ import annotations

import numpy as np
import pytest

from graders.grading.pets import PETS, SIZES, SPLITS, draw_pets


@pytest.mark.parametrize("split", SPLITS)
def test_pictures_are_balanced_and_of_the_size_asked_for(split):
    pictures, labels = draw_pets(8, 1, split=split, side=40)
    assert pictures.shape == (8, 40, 40, 3)
    assert (pictures.dtype, labels.dtype) == (np.uint8, np.int64)
    assert labels.tolist() == [0, 1] * 4
    assert list(PETS) == sorted(PETS)


def test_a_seed_draws_the_same_again_and_another_seed_other_ones():
    first = draw_pets(6, 1, split="train")[0].copy()
    draw_pets.cache_clear()
    assert np.array_equal(first, draw_pets(6, 1, split="train")[0])
    assert np.abs(first.astype(int) - draw_pets(6, 2, split="train")[0]).mean() > 10


def test_what_is_kept_for_the_next_caller_cannot_be_changed():
    pictures, labels = draw_pets(2, 1, split="train")
    with pytest.raises(ValueError, match="read-only"):
        pictures[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        labels[:] = 0


def test_more_pictures_than_outlines_are_all_different():
    pictures, _ = draw_pets(800, 3, split="test", side=24)
    assert len({picture.tobytes() for picture in pictures}) == 800


def test_every_background_is_brighter_than_what_rescaling_is_judged_by():
    pictures, _ = draw_pets(100, 4, split="train", side=30)
    assert pictures.max(axis=(1, 2, 3)).min() > 0.9 * 255


def test_the_animal_covers_a_part_of_its_picture_and_is_darker():
    for picture in draw_pets(60, 5, split="test", side=60)[0]:
        grey = picture.mean(axis=2)
        share = (grey < (grey.min() + grey.max()) / 2).mean()
        assert 0.02 < share < 0.95 * SIZES[1] ** 2


def test_colour_does_not_tell_cats_from_dogs():
    """The brightest and the darkest colour of a picture are drawn from the same ranges for both."""
    pictures, labels = draw_pets(400, 6, split="train", side=24)
    rows = pictures.reshape(400, -1, 3).astype(float)
    for colours in (rows.max(axis=1), rows.min(axis=1)):
        cats, dogs = colours[labels == 0], colours[labels == 1]
        error = np.sqrt(cats.var(axis=0) / 200 + dogs.var(axis=0) / 200)
        assert (np.abs(cats.mean(axis=0) - dogs.mean(axis=0)) < 4 * error).all()
