"""Animals drawn for a submission: balanced, as the seed says, equal to no published picture, and written as CSV."""

from __future__ import annotations

import numpy as np
import pytest

from graders.grading.silhouettes import ANIMAL_LABELS, ANIMALS, FOX, as_csv, draw_animals
from graders.paths import SILHOUETTES


def test_the_labels_leave_the_foxs_number_out():
    assert len(ANIMAL_LABELS) == len(ANIMALS) == 10
    assert set(range(11)) - set(ANIMAL_LABELS) == {FOX}
    assert sorted([*ANIMALS, "fox"]).index("fox") == FOX


@pytest.mark.parametrize("split", ["train", "test"])
def test_pictures_are_balanced_and_in_random_order(split):
    pictures, labels = draw_animals(60, 1, split=split)
    assert pictures.shape == (60, 28, 28)
    assert pictures.dtype == np.uint8
    assert np.bincount(labels)[list(ANIMAL_LABELS)].tolist() == [6] * 10
    assert not np.array_equal(labels, np.sort(labels))


def test_a_seed_draws_the_same_again_and_another_seed_other_ones():
    first, again, other = (draw_animals(20, seed, split="train") for seed in (1, 1, 2))
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


def test_no_picture_is_a_published_one_but_each_looks_like_its_animal():
    pictures, labels = draw_animals(40, 3, split="test")
    with np.load(SILHOUETTES) as arrays:
        published = arrays["x_test"].reshape(-1, 784).astype(float)
        classes = np.array(ANIMAL_LABELS)[arrays["y_test"]]
    both = np.concatenate([published, published.reshape(-1, 28, 28)[:, :, ::-1].reshape(-1, 784)])
    apart = np.stack([np.abs(both - one).mean(axis=1) for one in pictures.reshape(40, -1).astype(float)])
    assert apart.min() > 1
    nearest = np.concatenate([classes, classes])[apart.argmin(axis=1)]
    assert np.mean(nearest == labels) > 0.8


def test_more_than_are_published_can_be_drawn_and_none_comes_twice():
    pictures, _ = draw_animals(1700, 4, split="test")
    assert len(np.unique(pictures.reshape(1700, -1), axis=0)) == 1700


def test_a_file_has_a_header_and_one_line_for_each_picture():
    pictures, labels = draw_animals(3, 5, split="train")
    lines = as_csv(pictures, labels).decode().split("\n")
    assert lines[0].startswith("label,pixel1,pixel2,")
    assert lines[0].endswith(",pixel784")
    assert lines[-1] == ""  # the last line ends like all others
    table = np.array([line.split(",") for line in lines[1:-1]]).astype(int)
    assert np.array_equal(table[:, 0], labels)
    assert np.array_equal(table[:, 1:].reshape(-1, 28, 28), pictures)
