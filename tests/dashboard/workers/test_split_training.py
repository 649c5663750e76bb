"""Training on the folders that ``split_data`` made: what a leak does, and what Keras' loader does with faulty files."""

import contextlib
import io

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.runs import HOME_VARIABLE, answers_folder
from dashboard.experiments.split_disk import for_training, split, split_pictures
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training

RIGHT = TrainingConfig("cats_v_dogs", "folders", filters=16, epochs=30)
LEAKY = TrainingConfig("cats_v_dogs", "folders", filters=16, epochs=30, split="front")


@pytest.fixture(scope="module")
def trainer(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))
        yield Trainer()


@pytest.fixture(scope="module")
def both(trainer):
    """History and accuracy on untouched pictures, of the right split and of the leaky one."""
    found = {}
    for config in (RIGHT, LEAKY):
        trained = trainer.train(config)
        sums = trained.program.judge(trained.program.predict(trained.test.x), trained.test.y)
        found[config.split] = (trained.result.history, sums.correct / sums.count, trained.program)
    return found


def test_both_learn_from_the_same_pictures_in_the_same_way(both):
    (right, untouched, program), (leaky, also_untouched, again) = both.values()

    assert right["loss"] == pytest.approx(leaky["loss"], rel=0.02, abs=0.005)
    assert untouched == pytest.approx(also_untouched, abs=0.02)
    assert program is again
    assert program.traces == 1, "another split compiles nothing"


def test_the_leak_flatters_and_the_right_split_does_not(both):
    """Over 18 seeds the leak promised 9 to 20 points too much; the right split missed by 10 at most."""
    right, untouched, _ = both["right"]
    leaky, also_untouched, _ = both["front"]

    assert leaky["val_accuracy"][-1] - also_untouched > 0.05
    # 80 testing and 200 untouched pictures: 0.05 a standard error.
    assert abs(right["val_accuracy"][-1] - untouched) < 0.2


def test_it_is_trained_and_validated_on_what_lies_on_the_disk(trainer):
    config = TrainingConfig(
        "cats_v_dogs", "folders", filters=2, units=2, epochs=1, copies=True, split_size=0.9
    )
    trained = trainer.train(config)
    made = split(answers_folder(), for_training(copies=True), "right", 0.9, config.seed)
    x, y = split_pictures(made.folder, "testing", config.image_size)
    _, accuracy = trained.program.model.evaluate(x / 255, y, verbose=0)

    assert trained.result.history["val_accuracy"][-1] == pytest.approx(accuracy)
    assert len(trained.train) == config.training_examples == 432


def test_without_a_testing_folder_there_is_nothing_to_validate_with(trainer):
    config = TrainingConfig("cats_v_dogs", "folders", filters=2, units=2, epochs=1, split_size=1.0)

    assert set(trainer.train(config).result.history) == {"loss", "accuracy"}


@pytest.fixture
def folder(tmp_path):
    """A folder of one class with a good picture, as Keras' loader wants it."""
    (tmp_path / "cats").mkdir()
    Image.fromarray(np.full((8, 8, 3), 99, np.uint8)).save(tmp_path / "cats" / "good.jpg")
    return tmp_path


def loaded(folder):
    """Return how many files Keras' loader counts, and how many it can read."""
    with contextlib.redirect_stdout(io.StringIO()):
        found = keras.utils.image_dataset_from_directory(
            folder, image_size=(8, 8), batch_size=1, shuffle=False
        )
    return len(found.file_paths), sum(1 for _ in found)


def jpeg():
    file = io.BytesIO()
    Image.effect_noise((64, 64), 99).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", jpeg()[:900], b"<!DOCTYPE html>"], ids=["empty", "cut", "other"])
def test_keras_counts_a_broken_jpg_and_stops_at_it(folder, content):
    (folder / "cats" / "bad.jpg").write_bytes(content)

    with pytest.raises(tf.errors.InvalidArgumentError):
        loaded(folder)


@pytest.mark.parametrize("name", ["README.txt", "Thumbs.db", "043"])
def test_keras_passes_over_a_name_without_the_end_of_a_picture(folder, name):
    (folder / "cats" / name).write_bytes(jpeg())

    assert loaded(folder) == (1, 1)


def test_keras_reads_a_png_that_is_called_jpg(folder):
    Image.new("RGB", (8, 8)).save(folder / "cats" / "misnamed.jpg", "PNG")

    assert loaded(folder) == (2, 2)
