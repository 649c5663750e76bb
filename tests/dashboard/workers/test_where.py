"""Where a model looks: checked on models whose answer is known to rest on one place."""

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.look import own_question, read_look
from dashboard.experiments.where import STEPS, own_where_question, where_name, where_of
from dashboard.workers.look import answer
from dashboard.workers.program import Program
from dashboard.workers.where import covered, grad_cam, look_where

pytestmark = pytest.mark.training
CONFIG = TrainingConfig("horse_or_human", "scenes")


def bright_is_one(outputs):
    """A model of 48 x 48 pixels that says the second class where something is bright."""
    head = keras.layers.Dense(outputs, activation="sigmoid" if outputs == 1 else "softmax")
    model = keras.Sequential(
        [
            keras.Input((48, 48, 3)),
            keras.layers.Conv2D(1, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            head,
        ]
    )
    # The convolution passes on what is brighter than the grey square; the head adds it up.
    model.layers[0].set_weights([np.full((3, 3, 3, 1), 1 / 27), np.array([-0.6])])
    kernel = np.zeros((23 * 23, outputs))
    kernel[:, -1] = 0.6
    bias = np.zeros(outputs)
    bias[-1] = -1.0
    head.set_weights([kernel, bias])
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    return Program(model)


def bright_corner():
    picture = np.zeros((48, 48, 3), np.uint8)
    picture[34:42, 6:14] = 255
    return picture


@pytest.mark.parametrize("outputs", [1, 2], ids=["sigmoid", "softmax"])
def test_both_ways_find_the_place_that_decides(outputs):
    found = look_where(bright_is_one(outputs), bright_corner())

    assert found.label == 1
    assert found.probability > 0.5
    row, column = np.unravel_index(found.drops.argmax(), found.drops.shape)
    assert row in (8, 9)
    assert column in (1, 2)
    assert found.drops[0, -1] == 0, "a square elsewhere hides nothing that counts"
    top, left = np.unravel_index(found.grad_cam.argmax(), found.grad_cam.shape)
    assert 34 <= top + 1 < 42
    assert 6 <= left + 1 < 14
    assert found.grad_cam.max() == 1


def test_grad_cam_of_the_other_answer_shows_nothing():
    assert not grad_cam(bright_is_one(1).model, bright_corner(), 0).any()


def test_the_grey_square_comes_to_every_place():
    copies = covered(bright_corner())

    assert copies.shape == (STEPS * STEPS, 48, 48, 3)
    assert (copies == 128).any(axis=0).all()


def test_a_model_without_convolutions_has_no_grad_cam():
    model = keras.Sequential([keras.Input((48, 48, 3)), keras.layers.Flatten(), keras.layers.Dense(1)])

    with pytest.raises(ArtifactError, match="this one has none"):
        grad_cam(model, bright_corner(), 0)


class Restored:
    """A trainer that has the run's program already."""

    def __init__(self, program):
        self.program = program

    def restore(self, _config, _folder):
        return self.program


def test_a_question_about_ones_own_picture_in_colour_is_answered_with_both_maps(tmp_path):
    trainer = Restored(bright_is_one(1))

    name = answer(trainer, tmp_path, CONFIG, own_where_question(bright_corner(), "slot"))

    assert name.endswith("-where.npz")
    mark, picture = name.removeprefix("look-").removesuffix(".npz").split("-", 1)
    assert where_of(read_look(tmp_path, mark, picture)).label == 1
    assert picture.endswith(where_name(""))


def test_a_look_at_ones_own_picture_in_colour_has_every_layer(tmp_path):
    trainer = Restored(bright_is_one(1))

    name = answer(trainer, tmp_path, CONFIG, own_question(bright_corner(), "slot"))

    mark, picture = name.removeprefix("look-").removesuffix(".npz").split("-", 1)
    assert len(read_look(tmp_path, mark, picture).values) == 4


def test_a_picture_of_another_size_is_refused_in_one_sentence(tmp_path):
    small = np.zeros((28, 28), np.uint8)

    with pytest.raises(ArtifactError, match="Expected a picture of 48 × 48 pixels in colour"):
        answer(Restored(bright_is_one(1)), tmp_path, CONFIG, own_question(small, "slot"))
