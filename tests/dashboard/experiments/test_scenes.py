"""The rendered scenes: folders read as Keras reads them, kept in little memory, or refused with a sentence."""

import shutil

import numpy as np
import pytest
from PIL import Image

from dashboard.experiments.datasets import DatasetError, arrays, dataset_info, load
from dashboard.experiments.scenes import SCENES, SIZES, SPLITS, scene_counts, scene_folder, scenes, shrink


@pytest.fixture
def data(tmp_path):
    """A copy of one split that a test may damage."""
    part = scene_folder("horse_or_human", "new_artist").relative_to(
        scene_folder("horse_or_human", "train").parents[2]
    )
    shutil.copytree(scene_folder("horse_or_human", "new_artist"), tmp_path / part)
    return tmp_path


def folder_of(data):
    return data / "scenes" / "horse_or_human" / "new_artist"


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("split", SPLITS)
def test_a_split_is_read_whole(name, split):
    found = scenes(name, split, 48)
    count = scene_counts(name)[split]
    assert found.images.shape == (count, 48, 48, 3)
    assert (found.images.dtype, found.labels.dtype) == (np.uint8, np.uint8)
    assert len(set(np.bincount(found.labels))) == 1, "classes are balanced"
    assert len(set(found.files)) == count


def test_labels_follow_the_alphabet_of_the_folders_as_in_keras():
    found = scenes("rock_paper_scissors", "new_artist", 48)
    folders = sorted(path.name for path in scene_folder("rock_paper_scissors", "new_artist").iterdir())
    assert list(found.class_names) == folders == ["paper", "rock", "scissors"]
    assert [found.class_names[label] for label in found.labels] == [
        file.split("/")[0] for file in found.files
    ]
    assert list(found.files) == sorted(found.files)


def test_a_picture_is_the_one_that_its_file_name_says():
    found = scenes("horse_or_human", "train")
    with Image.open(scene_folder("horse_or_human", "train") / found.files[123]) as picture:
        assert (np.asarray(picture) == found.images[123]).all()


@pytest.mark.parametrize("size", SIZES)
def test_a_smaller_picture_shows_the_same(size):
    whole, small = (scenes("horse_or_human", "new_artist", each).images[:20] for each in (96, size))
    assert small.shape == (20, size, size, 3)
    np.testing.assert_allclose(small.mean(axis=(1, 2)), whole.mean(axis=(1, 2)), atol=1.5)


def test_a_photograph_of_another_shape_is_brought_to_size():
    wide = Image.fromarray(np.full((30, 200), 77, np.uint8))
    assert (shrink(wide, 64) == np.full((64, 64, 3), 77)).all()


def test_the_pictures_cannot_be_changed_by_accident():
    found = scenes("horse_or_human", "new_artist", 48)
    with pytest.raises(ValueError, match="read-only"):
        found.images[0] = 0


def test_few_splits_are_kept_in_memory():
    first = scenes("horse_or_human", "train", 96)
    assert scenes("horse_or_human", "train", 96) is first
    for split in ("same_artist", "new_artist"):
        scenes("horse_or_human", split, 96)
    assert scenes("horse_or_human", "train", 96) is not first, "it has made room"


def test_training_tunes_by_the_same_artists_and_tests_by_new_ones():
    for split, folder in (("train", "train"), ("validation", "same_artist"), ("test", "new_artist")):
        x, y = arrays("cats_and_dogs", split, 48)
        found = scenes("cats_and_dogs", folder, 48)
        assert (x == found.images).all()
        assert (y == found.labels).all()
    info = dataset_info("cats_and_dogs")
    assert (info.validation_of, info.test_of) == ("same artists", "new artists")
    assert (info.validation_size, info.test_size) == (200, 200)


@pytest.mark.parametrize(
    ("name", "loss", "outputs"),
    [
        ("horse_or_human", "binary_crossentropy", 1),
        ("cats_and_dogs", "binary_crossentropy", 1),
        ("rock_paper_scissors", "sparse_categorical_crossentropy", 3),
    ],
)
def test_two_classes_need_one_output_and_three_need_three(name, loss, outputs):
    assert (dataset_info(name).loss, dataset_info(name).output_units) == (loss, outputs)


def test_a_missing_picture_is_noticed(data):
    (folder_of(data) / "humans" / "0042.jpg").unlink()
    with pytest.raises(
        DatasetError, match=r"Expected 200 pictures in .*; received 199\. Restore the folder data/"
    ):
        scenes("horse_or_human", "new_artist", 48, data)


def test_a_missing_folder_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match=r"horse_or_human.train is missing\. Restore"):
        scenes("horse_or_human", "train", 48, tmp_path)


@pytest.mark.parametrize("damage", ["empty", "other format", "cut short"])
def test_a_damaged_picture_is_named_with_the_remedy(data, damage):
    path = folder_of(data) / "horses" / "0007.jpg"
    whole = path.read_bytes()
    path.write_bytes(
        {"empty": b"", "other format": b"GIF89a" + whole, "cut short": whole[: len(whole) // 2]}[damage]
    )
    with pytest.raises(DatasetError, match=r"0007.jpg cannot be read .*Restore the folder data/"):
        scenes("horse_or_human", "new_artist", 48, data)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("dogs", "train"), "horse_or_human, cats_and_dogs, rock_paper_scissors; received 'dogs'"),
        (("cats_and_dogs", "test"), "train, same_artist or new_artist; received 'test'"),
        (("cats_and_dogs", "train", 300), "a size from 8 to 96 pixels; received 300"),
        (("cats_and_dogs", "train", 48.0), "a size from 8 to 96 pixels; received 48.0"),
    ],
)
def test_what_there_is_not_is_refused(arguments, told):
    with pytest.raises(DatasetError, match=told):
        scenes(*arguments)


def test_only_sets_with_a_validation_set_of_their_own_have_that_split():
    with pytest.raises(DatasetError, match="train, validation or test; received 'same_artist'"):
        load("cats_and_dogs", "same_artist")
