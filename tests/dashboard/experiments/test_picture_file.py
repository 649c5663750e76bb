"""All pictures of a data set, read a few at a time."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from dashboard.experiments.datasets import DatasetError, load
from dashboard.experiments.picture_file import PictureFile


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def test_split(cache):
    return PictureFile("fashion_mnist", "test", cache=cache)


@pytest.fixture(scope="module")
def loaded():
    return load("fashion_mnist", "test")


def test_it_gives_the_pictures_of_the_data_set_in_any_order(test_split, loaded):
    wanted = [9_999, 0, 17]

    np.testing.assert_array_equal(test_split.images(wanted), loaded.images[wanted])
    np.testing.assert_array_equal(test_split.labels, loaded.labels)
    assert len(test_split) == 10_000


def test_the_pictures_of_a_class_are_found(test_split):
    boots = test_split.of_class(9)

    assert len(boots) == 1_000
    assert set(test_split.labels[boots]) == {9}


def test_statistics_are_those_of_numpy(test_split, loaded):
    statistics = test_split.statistics()
    shirts = loaded.images[loaded.labels == 6].astype(float)

    np.testing.assert_allclose(statistics.mean[6], shirts.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(statistics.std[6], shirts.std(axis=0), rtol=1e-6, atol=1e-6)
    assert statistics.count.tolist() == [1_000] * 10


@pytest.mark.parametrize("index", [-1, 10_000])
def test_a_picture_that_is_not_there_is_an_index_error(test_split, index):
    with pytest.raises(IndexError, match="from 0 to 9999"):
        test_split.images([index])


def test_a_cache_that_was_cut_short_is_made_again(cache, test_split, loaded):
    (file,) = cache.glob("*test.u8")
    file.write_bytes(file.read_bytes()[:100])

    again = PictureFile("fashion_mnist", "test", cache=cache)

    np.testing.assert_array_equal(again.images([5]), loaded.images[[5]])
    assert len(list(cache.iterdir())) == 1, "a part of a file was left behind"


def make_home(tmp_path, images: bytes, labels: bytes):
    folder = tmp_path / "datasets" / "fashion-mnist"
    folder.mkdir(parents=True)
    (folder / "t10k-images-idx3-ubyte.gz").write_bytes(images)
    (folder / "t10k-labels-idx1-ubyte.gz").write_bytes(labels)
    return tmp_path


GOOD_LABELS = gzip.compress(bytes(8) + bytes(10_000))


@pytest.mark.parametrize("images", [b"no gzip", gzip.compress(bytes(500))], ids=["no gzip", "too short"])
def test_damaged_pictures_are_told_with_the_remedy(tmp_path, images):
    home = make_home(tmp_path, images, GOOD_LABELS)

    with pytest.raises(DatasetError, match=r"t10k-images.*Restore the folder data/"):
        PictureFile("fashion_mnist", "test", home, tmp_path / "cache")
    assert not list((tmp_path / "cache").iterdir())


def test_damaged_labels_are_told_with_the_remedy(tmp_path):
    home = make_home(tmp_path, b"", gzip.compress(bytes(9)))

    with pytest.raises(DatasetError, match=r"expected 10000 labels, received 1\. Restore"):
        PictureFile("fashion_mnist", "test", home, tmp_path / "cache")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DatasetError, match="cannot be written"):
        PictureFile("fashion_mnist", "test", cache=tmp_path / "file" / "cache")


def test_only_data_sets_of_pictures_have_pictures():
    with pytest.raises(DatasetError, match="Expected a data set of pictures"):
        PictureFile("line", "train")
