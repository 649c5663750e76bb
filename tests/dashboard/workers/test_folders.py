"""One batch of each of Keras' loaders: what the page says of them is what Keras gives, and its programs run."""

import contextlib
import io

import keras
import numpy as np
import pytest
from PIL import Image

from dashboard.components.folder_tree import labels_of
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.batches import BatchRequest, batch_question, read_batches
from dashboard.experiments.datasets import PROJECT_ROOT
from dashboard.experiments.loader_code import dataset_code, generator_code
from dashboard.workers.folders import answer_batches, load_batches

pytestmark = pytest.mark.training

FORMS = {  # labels of the generator, labels of the data set
    "binary": (((8,), "float32"), ((8, 1), "float32")),
    "categorical": (((8, 2), "float32"), ((8, 2), "float32")),
    "sparse": (((8,), "float32"), ((8,), "int32")),
}


@pytest.mark.parametrize("mode", FORMS)
def test_range_and_shape_of_both_batches(mode):
    both = load_batches(BatchRequest(size=64, batch_size=8, mode=mode))

    assert both.generator.shape == both.dataset.shape == (8, 64, 64, 3)
    assert both.generator.high <= 1 < both.dataset.high <= 255
    assert (both.generator.kind, both.dataset.kind) == ("numpy.ndarray", "tf.Tensor")
    assert (
        tuple((batch.labels_shape, str(batch.labels.dtype)) for batch in (both.generator, both.dataset))
        == (FORMS[mode])
    )
    assert both.generator.names == both.dataset.names == ("horses", "humans")
    assert both.generator.said == "Found 600 images belonging to 2 classes."
    assert both.dataset.said.startswith("Found 600 files belonging to 2 classes.")


def test_an_answer_is_kept_as_it_came(tmp_path):
    name = answer_batches(tmp_path / "new", batch_question(BatchRequest(batch_size=8), "slot"))

    both = read_batches(tmp_path / "new" / name)
    again = load_batches(BatchRequest(batch_size=8))
    np.testing.assert_array_equal(both.generator.images, again.generator.images)
    assert both.dataset.labels_shape == again.dataset.labels_shape


@pytest.mark.parametrize("wrong", [{"size": 47}, {"dataset": "../x"}, {"mode": None}, {"batch_size": True}])
def test_settings_that_are_not_on_offer_are_refused(tmp_path, wrong):
    with pytest.raises(ArtifactError, match=f"Expected {next(iter(wrong))} to be one of"):
        answer_batches(tmp_path, batch_question(BatchRequest(), "slot") | wrong)


@pytest.mark.parametrize("program", [generator_code, dataset_code])
def test_the_programs_on_the_page_give_such_a_batch(program, monkeypatch):
    monkeypatch.chdir(PROJECT_ROOT)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(program(BatchRequest(batch_size=8, mode="sparse")), names)  # our own text

    assert tuple(names["images"].shape) == (8, 48, 48, 3)
    assert tuple(names["labels"].shape) == (8,)


@pytest.mark.parametrize("first", ["horses", "zebras", "Zebras", "2horses", "_horses"])
def test_keras_counts_folders_as_the_page_does(first, tmp_path):
    for folder in (first, "humans"):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (8, 8)).save(tmp_path / folder / "0.png")

    with contextlib.redirect_stdout(io.StringIO()):
        names = keras.utils.image_dataset_from_directory(tmp_path, image_size=(8, 8)).class_names

    assert {name: label for label, name in enumerate(names)} == labels_of((first, "humans"))
