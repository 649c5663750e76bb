"""Folders of cats and dogs on the disk: made once and whole, split for real, and compared by what the pictures show."""

import ast
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from dashboard.experiments import split_disk
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import DatasetError, arrays
from dashboard.experiments.split_disk import (
    ARTISTS,
    UNREADABLE,
    Cleaning,
    cleaned,
    files_found,
    for_training,
    pet_images,
    split,
    split_facts,
    split_pictures,
)
from dashboard.experiments.split_versions import SIDES, VERSIONS, split_counts

CLEAN = for_training(copies=False)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A home in which the folders are made once."""
    return tmp_path_factory.mktemp("home")


def test_the_right_split_of_a_clean_folder_has_nothing_on_both_sides(root):
    made = split(root, CLEAN, "right", 0.8, 42)
    facts = split_facts(made)

    assert made.overlap == ()
    assert (facts.training, facts.testing, facts.neither, facts.unreadable) == (320, 80, 0, 0)
    assert all(facts.artists[side][name] for side in SIDES for name in ARTISTS)


def test_copies_leak_under_another_name_even_from_the_right_split(root):
    made = split(root, for_training(copies=True), "right", 0.8, 42)

    assert made.overlap
    for class_name, name, other in made.overlap:
        assert name != other
        assert name[:3] == other[:3]
        assert made.path("testing", class_name, name).is_file()
        assert made.path("training", class_name, other).is_file()


def test_counting_from_the_front_leaks_all_of_testing_and_loses_as_much(root):
    made = split(root, CLEAN, "front", 0.8, 42)

    assert len(made.overlap) == split_facts(made).testing == split_facts(made).neither == 80
    assert all(name == other for _, name, other in made.overlap)


def test_without_a_shuffle_testing_holds_the_last_artist_alone(root):
    facts = split_facts(split(root, CLEAN, "thrown-away", 0.8, 42))

    assert set(facts.artists["testing"]) == {"emojione"}


def test_files_that_are_no_pictures_are_split_like_others_and_counted(root):
    facts = split_facts(split(root, Cleaning(frozenset(), rename=False), "right", 0.8, 42))

    assert facts.unreadable == sum(found.fault in UNREADABLE for found in files_found(root)) == 18


@pytest.mark.parametrize("copies", [False, True])
@pytest.mark.parametrize("version", VERSIONS)
def test_settings_know_how_many_pictures_a_split_gives(root, version, copies):
    made = split(root, for_training(copies=copies), version, 0.9, 42)
    sizes = tuple(len(split_pictures(made.folder, side, 48)[1]) for side in SIDES)

    assert sizes == split_counts(version, 0.9, copies=copies)


def test_the_pictures_are_those_of_the_data_set_and_keep_their_class(root):
    x, y = split_pictures(split(root, CLEAN, "right", 1.0, 42).folder, "training", 48)
    whole, labels = arrays("cats_v_dogs", "train", 48)

    def pixels(images, classes, label):
        return sorted(image.tobytes() for image in images[classes == label])

    for label in (0, 1):
        assert pixels(x, y, label) == pixels(whole, labels, label)


def test_an_empty_side_is_no_pictures(root):
    images, labels = split_pictures(split(root, CLEAN, "right", 1.0, 42).folder, "testing", 48)

    assert images.shape == (0, 48, 48, 3)
    assert labels.shape == (0,)


def test_untouched_pictures_never_were_in_the_folder(root):
    fingerprints = {found.fingerprint for found in files_found(root)}
    whole = {image.tobytes() for image in arrays("cats_v_dogs", "train")[0]}

    assert not whole & {image.tobytes() for image in arrays("cats_v_dogs", "test")[0]}
    assert len(fingerprints - {""}) == len(whole) == 400


def test_a_folder_is_made_once_and_whole_when_many_ask(tmp_path):
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: split(tmp_path, CLEAN, "right", 0.8, 1), range(4)))

    assert len({each.folder for each in made}) == 1
    assert len({each.steps for each in made}) == 1
    assert not list(tmp_path.rglob("*.part"))
    written = made[0].folder.stat().st_mtime_ns
    assert split(tmp_path, CLEAN, "right", 0.8, 1).folder.stat().st_mtime_ns == written


def test_the_splits_used_longest_ago_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(split_disk, "_KEPT", 2)
    for age, seed in enumerate((71, 72)):
        os.utime(split(tmp_path, CLEAN, "right", 0.8, seed).folder.parent, (age, age))
    split(tmp_path, CLEAN, "right", 0.8, 71)  # used again
    last = split(tmp_path, CLEAN, "right", 0.8, 73)

    assert last.folder.is_dir()
    assert {path.name.rsplit("-", 1)[1] for path in (tmp_path / "pets").rglob("split-*")} == {"71", "73"}


def test_a_disk_that_cannot_be_written_is_an_os_error(tmp_path):
    (tmp_path / "pets").write_text("a file where a folder must be")

    with pytest.raises(OSError, match="pets"):
        pet_images(tmp_path)


def test_a_damaged_picture_is_named(root, tmp_path):
    copy = tmp_path / "cats-v-dogs"
    shutil.copytree(split(root, CLEAN, "right", 0.8, 42).folder, copy)
    damaged = min((copy / "training" / "cats").iterdir())
    damaged.write_bytes(b"no picture")

    with pytest.raises(DatasetError, match=damaged.name):
        split_pictures(copy, "training", 48)


def test_another_cleaning_is_another_folder(root):
    names = {cleaned(root, each) for each in (CLEAN, replace(CLEAN, rename=False), Cleaning(frozenset()))}

    assert len(names) == 3


@pytest.mark.parametrize("version", VERSIONS)
def test_the_program_holds_the_version_and_is_python(version):
    config = TrainingConfig("cats_v_dogs", "folders", split=version, split_size=0.9, seed=7)
    source = python_source(config)

    ast.parse(source)
    assert all(f"    {line}\n" in source for line in VERSIONS[version].lines)
    assert "SPLIT_SIZE = 0.9\n" in source
    assert "type: ignore" not in source
    assert source.index("random.seed(7)") < source.index("keras.utils.set_random_seed(7)"), (
        "Keras draws from random"
    )
    assert 'DROP = {"copy", "cut short", "not a picture"}' in source
    assert 'DROP = {"cut short", "not a picture"}' in python_source(replace(config, copies=True))
    assert "random.seed(7)" in notebook(config)


def test_the_program_validates_only_where_there_is_something_to_validate_with():
    config = TrainingConfig("cats_v_dogs", "folders", split_size=1.0)

    assert "validation" not in python_source(config)
    assert "validation_data=validation" in python_source(replace(config, split="notes"))
