"""Pictures with wrong labels, and what the gap between training and new pictures says of a model."""

import numpy as np
import pytest

from graders.grading import LabelTraining, NoisyLabels, PictureClasses, TrainedModel


def labels(seed, count=600):
    rng = np.random.default_rng(seed)
    return NoisyLabels.draw(rng, PictureClasses.random(rng), count, noise=0.2, share=0.2)


def training(by_heart):
    """Return what comes of a model that knows each class, and a share of the wrong labels that it was trained on."""
    given, new = labels(1), labels(2)
    known = given.wrong & (np.cumsum(given.wrong) > by_heart * given.wrong.sum())
    answers = [np.where(known, (given.y + 1) % 10, given.y), np.where(new.wrong, (new.y + 1) % 10, new.y)]
    outputs = np.eye(10)[np.concatenate(answers)]
    return LabelTraining(TrainedModel("{}", ()), False, given, new, outputs)


def test_exactly_a_share_of_the_labels_is_wrong_and_the_pictures_stay_pictures():
    drawn = labels(0)
    assert drawn.x.shape == (600, 28, 28, 1)
    assert drawn.x.dtype == np.float32
    assert 0 <= drawn.x.min() < drawn.x.max() <= 1
    assert drawn.wrong.sum() == 120
    assert set(drawn.y) == set(range(10))


def test_a_wrong_label_is_never_the_right_one():
    rng, same = np.random.default_rng(4), np.random.default_rng(4)
    noisy = NoisyLabels.draw(rng, PictureClasses.random(rng), 300, noise=0.0, share=0.5)
    right = PictureClasses.random(same).draw(same, 300)[1]
    assert np.array_equal(noisy.y != right, noisy.wrong)


@pytest.mark.parametrize("by_heart", [0.0, 0.35, 0.6, 1.0])
def test_the_gap_is_a_fifth_of_what_was_learned_by_heart(by_heart):
    """One label in five is wrong, and whoever knows all classes agrees with 0.8 of the new pictures' labels."""
    found = training(by_heart)
    assert found.accuracy == 0.8
    assert found.by_heart == pytest.approx(by_heart * 120, abs=1)
    assert found.gap == pytest.approx(by_heart * 0.2, abs=0.002)
    assert f"{found.reached:.3f} on the training pictures, 0.800 on new ones" == found.in_words
