"""What a model recognises of its training pictures, of the same mirrored, and of new ones."""

from __future__ import annotations

import numpy as np
import pytest

from graders.grading.gap import Recognised, recognise

LABELS = np.array([0, 1, 0, 1])


def pictures(labels, left):
    """Return pictures of 1 by 2 pixels: the first channel is the label, the second has its light left or right."""
    made = np.zeros((len(labels), 1, 2, 3), np.float32)
    made[..., 0] = np.asarray(labels)[:, None, None]
    made[np.arange(len(labels)), 0, np.where(left, 0, 1), 1] = 1
    return made


def by_label(seen):
    return seen[:, 0, :1, 0]


def by_side(seen):
    return seen[:, 0, 1:, 1]


TRAINING = (pictures(LABELS, left=LABELS == 0), LABELS)
NEW = (pictures(LABELS, left=np.array([True, True, False, False])), LABELS)


def test_a_model_that_knows_what_it_sees_has_no_gap():
    found = recognise(by_label, TRAINING, NEW)
    assert found == Recognised(1.0, 1.0, 1.0)
    assert found.gap == 0


def test_a_model_that_goes_by_the_side_knows_none_of_the_mirrored_pictures():
    found = recognise(by_side, TRAINING, NEW)
    assert found == Recognised(1.0, 0.0, 0.5)
    assert found.gap == 0.5


@pytest.mark.parametrize(("model", "new"), [(by_label, 1.0), (by_side, 0.5)])
def test_which_class_is_0_is_the_models_choice(model, new):
    assert recognise(lambda seen: 1 - model(seen), TRAINING, NEW).new == new


def test_the_choice_is_the_same_everywhere():
    other_way_round = (NEW[0], 1 - LABELS)
    assert recognise(by_label, TRAINING, other_way_round) == Recognised(1.0, 1.0, 0.0)


def test_one_answer_to_everything_recognises_half():
    found = recognise(lambda seen: np.zeros((len(seen), 1)), TRAINING, NEW)
    assert found == Recognised(0.5, 0.5, 0.5)
