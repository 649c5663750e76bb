"""The drawn faces: as many as wanted, the same from the same seed, and told apart by the mouth alone."""

import numpy as np

from graders.grading.faces import CLASS_NAMES, HAPPY, SAD, draw_face, draw_faces


def test_faces_are_pictures_in_colour_half_of_each_kind():
    images, labels = draw_faces(20, seed=5)
    assert images.shape == (20, 150, 150, 3)
    assert (images.dtype, labels.dtype) == (np.uint8, np.uint8)
    assert np.bincount(labels).tolist() == [10, 10]
    assert (CLASS_NAMES[HAPPY], CLASS_NAMES[SAD]) == ("happy", "sad")


def test_the_same_seed_draws_the_same_faces_and_another_seed_others():
    first, again, other = (draw_faces(4, seed)[0] for seed in (5, 5, 6))
    assert (first == again).all()
    assert not any((mine == theirs).all() for mine in first for theirs in other)


def test_more_faces_begin_with_the_same_ones():
    assert (draw_faces(6, seed=5)[0][:4] == draw_faces(4, seed=5)[0]).all()


def test_faces_can_be_of_another_size():
    assert draw_faces(2, seed=5, side=28)[0].shape == (2, 28, 28, 3)


def test_only_the_mouth_differs():
    """The same random numbers draw the same face twice, smiling and not: less than a tenth of it changes."""
    for seed in range(10):
        happy, sad = (
            np.asarray(draw_face(happy=smiles, rng=np.random.default_rng(seed)), np.int16)
            for smiles in (True, False)
        )
        changed = np.abs(happy - sad).max(axis=2) > 30
        assert 0 < changed.mean() < 0.1


def test_colour_and_brightness_do_not_tell_the_two_apart():
    images, labels = draw_faces(200, seed=5, side=30)
    means = images.reshape(200, -1, 3).mean(axis=1)
    happy, sad = means[labels == HAPPY], means[labels == SAD]
    error = np.sqrt(happy.var(axis=0) / 100 + sad.var(axis=0) / 100)
    assert (np.abs(happy.mean(axis=0) - sad.mean(axis=0)) < 3.5 * error).all()
