"""Drawn pets: balanced, as the seed says, portraits that mislead, and whole pets in any pose."""

from __future__ import annotations

import numpy as np
import pytest

from graders.grading.posed_pets import CAT, DOG, draw_posed_pets

SIDE = 60


@pytest.mark.parametrize("portraits", [True, False])
def test_pets_come_in_turns_and_in_the_size_asked_for(portraits):
    pictures, labels = draw_posed_pets(5, 1, portraits=portraits, side=SIDE)
    assert pictures.shape == (5, SIDE, SIDE, 3)
    assert pictures.dtype == np.uint8
    assert labels.tolist() == [CAT, DOG, CAT, DOG, CAT]


@pytest.mark.parametrize("portraits", [True, False])
def test_a_seed_draws_the_same_again_and_another_seed_other_ones(portraits):
    first, again, other = (draw_posed_pets(6, seed, portraits=portraits, side=SIDE)[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert np.abs(first.astype(int) - other).mean(axis=(1, 2, 3)).min() > 5


def test_no_two_pets_are_alike():
    pictures = draw_posed_pets(100, 3, portraits=True)[0][:, ::10, ::10].astype(int)
    apart = np.abs(pictures[:, None] - pictures[None]).mean(axis=(2, 3, 4))
    assert (apart + 1000 * np.eye(100)).min() > 5


def looks_left(pictures):
    """Return for each whether its head, which makes the upper half heavier, is in the left half.

    A tail is in the other half, but it is thin.
    """
    paper = pictures[:, :1, :1].astype(int)
    drawn = np.abs(pictures.astype(int) - paper).sum(axis=3) > 60
    upper = drawn[:, : pictures.shape[1] // 2]
    middle = pictures.shape[2] // 2
    return upper[:, :, :middle].sum(axis=(1, 2)) > upper[:, :, middle:].sum(axis=(1, 2))


def test_in_portraits_all_cats_look_left_and_all_dogs_right():
    pictures, labels = draw_posed_pets(60, 4, portraits=True)
    assert np.array_equal(looks_left(pictures), labels == CAT)


def test_in_any_pose_cats_and_dogs_look_either_way():
    pictures, labels = draw_posed_pets(200, 5, portraits=False)
    for label in (CAT, DOG):
        assert 0.3 < looks_left(pictures)[labels == label].mean() < 0.7


def test_a_pet_in_any_pose_is_hardly_cut():
    pictures = draw_posed_pets(100, 6, portraits=False)[0].astype(int)
    edge = np.concatenate([pictures[:, 0], pictures[:, -1], pictures[:, :, 0], pictures[:, :, -1]], axis=1)
    paper = np.median(edge, axis=1, keepdims=True)
    assert (np.abs(edge - paper).sum(axis=2) > 60).mean() < 0.02


def test_colours_do_not_tell_the_two_apart():
    pictures, labels = draw_posed_pets(400, 7, portraits=False, side=30)
    means = pictures.mean(axis=(1, 2))
    apart = np.abs(means[labels == CAT].mean(axis=0) - means[labels == DOG].mean(axis=0))
    assert (apart < means.std(axis=0) / 2).all()
