"""The silhouettes of animals: read whole, or refused with a sentence."""

import numpy as np
import pytest

from dashboard.experiments.datasets import DatasetError, dataset_info, load
from dashboard.experiments.silhouettes import ANIMALS, SILHOUETTES_FILE, silhouettes


def write(data, **arrays):
    path = data / SILHOUETTES_FILE
    path.parent.mkdir(parents=True)
    np.savez(path, **arrays)


@pytest.mark.parametrize(("split", "size"), [("train", 8_116), ("test", 1_600)])
def test_a_split_has_pictures_of_every_animal(split, size):
    images, labels = silhouettes(split)
    assert images.shape == (size, 28, 28)
    assert (images.dtype, labels.dtype) == (np.uint8, np.uint8)
    assert np.bincount(labels).min() > size / 10 * 0.75
    assert (images.min(), images.max()) == (0, 255)


def test_they_are_a_data_set_of_pictures_like_fashion_mnist():
    pictures = load("animal_silhouettes", "test")
    assert (pictures.images == silhouettes("test")[0]).all()
    assert dataset_info("animal_silhouettes").class_names == ANIMALS
    assert len(set(ANIMALS)) == 10


def test_a_missing_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match=r"animal_silhouettes.npz is missing\. Restore"):
        silhouettes("train", tmp_path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_damaged_file_is_named_with_the_remedy(tmp_path, content):
    path = tmp_path / SILHOUETTES_FILE
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"animal_silhouettes.npz cannot be read .*Restore"):
        silhouettes("train", tmp_path)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.zeros((5, 28, 28), np.uint8), np.zeros(5, np.uint8)),
        (np.zeros((1_600, 28, 28), np.float32), np.zeros(1_600, np.uint8)),
        (np.zeros((1_600, 28, 28), np.uint8), np.full(1_600, 10, np.uint8)),
    ],
    ids=["too few", "other type", "label without a class"],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, x, y):
    write(tmp_path, x_test=x, y_test=y)
    with pytest.raises(DatasetError, match="is damaged: expected uint8 arrays"):
        silhouettes("test", tmp_path)


def test_objects_in_the_file_are_not_loaded(tmp_path):
    write(tmp_path, x_test=np.array([print], object), y_test=np.zeros(1, np.uint8))
    with pytest.raises(DatasetError, match="cannot be read"):
        silhouettes("test", tmp_path)


def test_other_splits_are_refused():
    with pytest.raises(DatasetError, match="train or test; received 'validation'"):
        silhouettes("validation")
