"""Scenes in colour: two classes, one output, a validation set of their own; trained as ``model.fit`` trains them."""

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import arrays
from dashboard.experiments.findings import findings
from dashboard.experiments.scenes import SIZES, scene_folder
from dashboard.workers.engine import FitOptions, fit
from dashboard.workers.inspection import inspect
from dashboard.workers.look import look_at
from dashboard.workers.models import build_model
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training

TWO = TrainingConfig("horse_or_human", "scenes", filters=8, units=32, epochs=8)
THREE = TrainingConfig("rock_paper_scissors", "scenes", filters=4, units=16)


@pytest.fixture(scope="module")
def trained():
    return Trainer().train(TWO)


@pytest.fixture(scope="module")
def artifacts(trained, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    inspect(trained.program, trained.test, folder, trained.train)
    return Artifacts(folder)


def compiled(config):
    model = build_model(config)
    loss = "binary_crossentropy" if model.output_shape[-1] == 1 else "sparse_categorical_crossentropy"
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


@pytest.mark.parametrize("xla", [False, True], ids=["graph", "xla"])
@pytest.mark.parametrize("config", [TWO, THREE], ids=["one output", "three outputs"])
def test_every_epoch_agrees_with_keras(config, xla):
    x, y = arrays(config.dataset, "train", config.size)
    some = np.arange(0, 600, 10)  # of every class
    x, y = (x[some] / 255).astype(np.float32), y[some]
    theirs = compiled(config).fit(
        x, y, batch_size=24, epochs=3, shuffle=False, verbose=0, validation_data=(x[::2], y[::2])
    )
    ours = fit(
        compiled(config),
        x,
        y,
        validation_data=(x[::2], y[::2]),
        options=FitOptions(batch_size=24, epochs=3, shuffle=False),
        xla=xla,
    )
    assert set(ours.history) == set(theirs.history)
    for name, values in theirs.history.items():
        np.testing.assert_allclose(ours.history[name], values, atol=1e-4, err_msg=name)


def test_it_learns_to_tell_known_and_new_artists_drawings_apart(trained, artifacts):
    history = trained.result.history
    assert history["accuracy"][-1] > 0.85
    assert history["val_accuracy"][-1] > 0.75  # chance: 0.5; 200 pictures: 0.035 a standard error
    assert artifacts.summary.test_accuracy > 0.7


def test_the_validation_set_is_that_of_the_same_artists(trained):
    x, y = arrays(TWO.dataset, "validation", TWO.size)
    _, accuracy = trained.program.model.evaluate(x / 255, y, verbose=0)
    assert accuracy == pytest.approx(trained.result.history["val_accuracy"][-1])


def test_the_test_set_is_that_of_new_artists(trained, artifacts):
    x, y = arrays(TWO.dataset, "test", TWO.size)
    loss, accuracy = trained.program.model.evaluate(x / 255, y, verbose=0)
    assert artifacts.summary.test_accuracy == pytest.approx(accuracy)
    assert artifacts.summary.test_loss == pytest.approx(loss, rel=1e-3)


def test_one_output_is_kept_as_a_probability_of_each_class(artifacts):
    y = arrays(TWO.dataset, "test", TWO.size)[1]
    probabilities = artifacts.probabilities
    assert probabilities.shape == (200, 2)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=2e-3)  # half precision
    assert (probabilities.argmax(axis=1) == y).mean() == pytest.approx(
        artifacts.summary.test_accuracy, abs=0.011
    )


def test_its_health_is_measured_on_pictures_of_both_classes(trained, artifacts):
    health = artifacts.health
    assert 0.35 < health.same_answer < 0.65 or health.right < 0.8
    assert health.right == pytest.approx(trained.result.history["accuracy"][-1], abs=0.15)
    assert not [found for found in findings(artifacts.health) if found.severity == "bad"]


def test_a_look_follows_a_picture_through_all_layers(trained):
    picture = arrays(TWO.dataset, "test", TWO.size)[0][0]
    values = look_at(trained.program, picture).values
    assert values["conv2d"].shape == (46, 46, 8)
    assert values["conv2d_2"].shape == (8, 8, 32)
    assert values["dense_1"].shape == (1,)


def test_another_size_is_another_model_of_the_same_pictures():
    trainer = Trainer()
    for size, places in ((48, 4 * 4), (64, 6 * 6)):
        config = TrainingConfig("horse_or_human", "scenes", filters=2, units=2, epochs=1, image_size=size)
        model = trainer.train(config).program.model
        assert model.input_shape == (None, size, size, 3)
        assert model.get_layer("flatten").output.shape == (None, places * 8)


def test_keras_loader_gives_the_same_pictures_and_labels():
    """What the program shown to a learner reads is what the page trains on."""
    for size in SIZES:
        batches = keras.utils.image_dataset_from_directory(
            scene_folder("horse_or_human", "new_artist"),
            label_mode="binary",
            image_size=(size, size),
            batch_size=200,
            shuffle=False,
            verbose=False,
        )
        [(x, y)] = list(batches.as_numpy_iterator())
        ours = arrays("horse_or_human", "test", size)
        assert (y.ravel() == ours[1]).all()
        # TensorFlow decodes JPEG by a faster, less exact method than Pillow: one level of 255 apart on average.
        assert np.abs(x - ours[0]).mean() < 1.5
        assert np.abs(x - ours[0]).max() <= 8
