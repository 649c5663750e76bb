"""The embedded data sets: read whole, or refused with a sentence."""

import gzip
import shutil

import numpy as np
import pytest

from dashboard.experiments.choices import DATASETS
from dashboard.experiments.datasets import (
    CLASS_NAMES,
    DatasetError,
    arrays,
    dataset_info,
    keras_home,
    load,
    points,
)

TEST_LABELS = "t10k-labels-idx1-ubyte.gz"
TEST_IMAGES = "t10k-images-idx3-ubyte.gz"


@pytest.fixture
def home(tmp_path):
    """A copy of the test split that a test may damage."""
    folder = tmp_path / "datasets" / "fashion-mnist"
    folder.mkdir(parents=True)
    for name in (TEST_LABELS, TEST_IMAGES):
        shutil.copy(keras_home() / "datasets" / "fashion-mnist" / name, folder)
    return tmp_path


def damage(home, name, content):
    (home / "datasets" / "fashion-mnist" / name).write_bytes(content)


@pytest.mark.parametrize(("split", "size"), [("train", 60_000), ("test", 10_000)])
def test_a_split_has_all_pictures_and_balanced_classes(split, size):
    pictures = load("fashion_mnist", split)
    assert pictures.images.shape == (size, 28, 28)
    assert pictures.images.dtype == np.uint8
    assert np.bincount(pictures.labels).tolist() == [size // 10] * 10
    assert pictures.images.max() == 255


def test_there_is_a_name_for_each_class():
    assert dataset_info("fashion_mnist").class_names == CLASS_NAMES
    assert len(set(CLASS_NAMES)) == 10


def test_the_points_of_the_line_are_those_of_the_lesson():
    line = points("line")
    assert line.x.tolist() == [[-1], [0], [1], [2], [3], [4]]
    assert line.y.tolist() == [[-3], [-1], [1], [3], [5], [7]]
    assert (line.x.dtype, line.y.dtype) == (np.float32, np.float32)


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("split", ["train", "test"])
def test_the_arrays_fit_the_description(dataset, split):
    info = dataset_info(dataset)
    x, y = arrays(dataset, split)
    size = info.train_size if split == "train" or not info.test_size else info.test_size
    assert x.shape == (size, *info.shape)
    assert y.shape == ((size,) if info.class_names else (size, 1))
    assert bool(info.class_names) == ("accuracy" in info.metrics)


def test_pictures_and_points_are_not_taken_for_each_other():
    with pytest.raises(DatasetError, match="of pictures; received 'line', which has points"):
        load("line", "train")
    with pytest.raises(DatasetError, match="of points; received 'fashion_mnist', which has pictures"):
        points("fashion_mnist")
    with pytest.raises(DatasetError, match="of pictures; received 'motion', which has people"):
        load("motion", "train")
    with pytest.raises(DatasetError, match="of points; received 'motion', which has people"):
        points("motion")


def test_a_missing_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match=r"train-images-idx3-ubyte.gz is missing\. Restore"):
        load("fashion_mnist", "train", tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not gzip",
        gzip.compress(b"\x00\x00\x08\x01" + (9_999).to_bytes(4, "big") + bytes(9_999)),
        gzip.compress(b"\x00\x00\x08\x01" + (10_000).to_bytes(4, "big") + bytes(5_000)),
    ],
    ids=["empty", "other format", "other size", "short content"],
)
def test_a_damaged_file_is_named_with_the_remedy(home, content):
    damage(home, TEST_LABELS, content)
    with pytest.raises(DatasetError, match=rf"{TEST_LABELS}.*Restore the folder data/"):
        load("fashion_mnist", "test", home)


def test_a_file_cut_short_is_named(home):
    whole = (keras_home() / "datasets" / "fashion-mnist" / TEST_IMAGES).read_bytes()
    damage(home, TEST_IMAGES, whole[: len(whole) // 2])
    with pytest.raises(DatasetError, match=TEST_IMAGES):
        load("fashion_mnist", "test", home)


def test_a_flipped_byte_is_noticed(home):
    whole = bytearray((keras_home() / "datasets" / "fashion-mnist" / TEST_IMAGES).read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    damage(home, TEST_IMAGES, bytes(whole))
    with pytest.raises(DatasetError, match=TEST_IMAGES):
        load("fashion_mnist", "test", home)


def test_labels_without_a_class_are_noticed(home):
    damage(
        home, TEST_LABELS, gzip.compress(b"\x00\x00\x08\x01" + (10_000).to_bytes(4, "big") + b"\x0a" * 10_000)
    )
    with pytest.raises(DatasetError, match="labels outside 0 to 9"):
        load("fashion_mnist", "test", home)


def test_unknown_names_are_refused():
    with pytest.raises(DatasetError, match=r"fashion_mnist, line, .*; received 'cats'"):
        load("cats", "train")
    with pytest.raises(DatasetError, match="train or test; received 'validation'"):
        load("fashion_mnist", "validation")
