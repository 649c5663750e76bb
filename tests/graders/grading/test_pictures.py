"""The pictures that trained models are judged on."""

import numpy as np

from graders.grading.pictures import PictureClasses


def test_pictures_are_grey_between_0_and_1_with_every_class_alike():
    x, y = PictureClasses.random(np.random.default_rng(1)).draw(np.random.default_rng(2), 200)

    assert x.shape == (200, 28, 28, 1)
    assert x.dtype == np.float32
    assert x.min() >= 0
    assert x.max() <= 1
    assert np.bincount(y, minlength=10).tolist() == [20] * 10


def test_no_picture_comes_twice_and_classes_are_new_each_time():
    rng = np.random.default_rng(3)
    one, other = PictureClasses.random(rng), PictureClasses.random(rng)
    x, _ = one.draw(rng, 100)

    assert len(np.unique(x.reshape(100, -1), axis=0)) == 100
    assert not np.array_equal(one.layouts, other.layouts)


def test_the_same_seed_draws_the_same_pictures():
    first, again = (
        PictureClasses.random(np.random.default_rng(4)).draw(np.random.default_rng(5), 10) for _ in range(2)
    )
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])


def test_new_pictures_are_nearest_to_pictures_of_their_own_class():
    """They can be told apart at all: the mean picture of a class, seen before, already does it."""
    classes, rng = PictureClasses.random(np.random.default_rng(6)), np.random.default_rng(7)
    (x, y), (x_new, y_new) = classes.draw(rng, 300), classes.draw(rng, 100)
    means = np.stack([x[y == label].mean(axis=0) for label in range(10)])
    distances = ((x_new[:, None] - means[None]) ** 2).sum(axis=(2, 3, 4))
    assert np.mean(distances.argmin(axis=1) == y_new) > 0.9
