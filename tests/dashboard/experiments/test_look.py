"""Looks kept on disk: found again, told apart, bounded."""

import os

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.look import (
    KEPT,
    Look,
    forget_looks,
    look_name,
    own_name,
    own_pixels,
    own_question,
    read_look,
    write_look,
)

LOOK = Look({"flatten": np.arange(4, dtype=np.float32), "dense": np.full((2, 2, 3), 0.1, np.float32)})


def test_a_look_is_read_as_it_was_written(tmp_path):
    name = write_look(tmp_path, "0a1b2c3d", 7, LOOK)
    read = read_look(tmp_path, "0a1b2c3d", 7)
    assert name == look_name("0a1b2c3d", 7)
    assert read is not None
    assert list(read.values) == ["flatten", "dense"]
    for layer, values in LOOK.values.items():
        np.testing.assert_array_equal(read.values[layer], values)
        assert read.values[layer].dtype == np.float32


def test_other_weights_and_other_pictures_are_other_looks(tmp_path):
    write_look(tmp_path, "0a1b2c3d", 7, LOOK)
    assert read_look(tmp_path, "ffffffff", 7) is None
    assert read_look(tmp_path, "0a1b2c3d", 8) is None


def test_a_damaged_look_is_as_good_as_none(tmp_path):
    (tmp_path / look_name("0a", 1)).write_bytes(b"PK\x03\x04 cut")
    assert read_look(tmp_path, "0a", 1) is None


def test_the_oldest_looks_go_when_there_are_too_many(tmp_path):
    for picture in range(KEPT + 3):
        path = tmp_path / write_look(tmp_path, "0a", picture, LOOK)
        os.utime(path, ns=(picture, picture))  # one after the other, on any clock
    write_look(tmp_path, "0a", 1000, LOOK)
    assert len(list(tmp_path.iterdir())) == KEPT
    assert read_look(tmp_path, "0a", 1000) is not None
    assert read_look(tmp_path, "0a", 0) is None


def test_forgetting_looks_leaves_the_other_files_of_a_run(tmp_path):
    write_look(tmp_path, "0a", 1, LOOK)
    (tmp_path / "summary.json").write_text("{}")
    forget_looks(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["summary.json"]


def test_a_learners_own_picture_arrives_as_it_was_sent():
    pixels = np.random.default_rng(1).integers(0, 256, (28, 28), dtype=np.uint8)

    sent = own_question(pixels, "slot")

    assert (sent["what"], sent["slot"]) == ("own", "slot")
    np.testing.assert_array_equal(own_pixels(sent["pixels"]), pixels)


def test_a_picture_of_another_size_is_none():
    sent = own_question(np.zeros((28, 27), np.uint8), "slot")

    with pytest.raises(ArtifactError, match="Expected a picture of 28 × 28 pixels"):
        own_pixels(sent["pixels"])


def test_each_picture_of_ones_own_has_a_name_of_its_own():
    black, white = np.zeros((28, 28), np.uint8), np.full((28, 28), 255, np.uint8)

    assert own_name(black) == own_name(black.copy()) != own_name(white)
    assert look_name("0a", own_name(black)).startswith("look-0a-own")
