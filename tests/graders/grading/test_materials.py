"""What a suite puts into the learner's folder."""

import io

import numpy as np
import pytest
from PIL import Image

from graders.grading.exercise import find_exercise
from graders.grading.materials import Materials, materials_of

FACES = find_exercise("image_generators").folder


def test_a_suite_without_materials_gives_none():
    assert materials_of(find_exercise("callbacks").folder, 1) == Materials()


def test_the_same_seed_draws_the_same_files_and_another_seed_others():
    first, again, other = (materials_of(FACES, seed).files for seed in (1, 1, 2))
    assert first == again
    assert first.keys() == other.keys()
    assert all(first[name] != other[name] for name in first)


def test_eighty_faces_lie_in_two_folders_half_in_each():
    files = materials_of(FACES, 3).files
    folders = [name.rpartition("/")[0] for name in files]
    assert {folder: folders.count(folder) for folder in folders} == {"data/happy": 40, "data/sad": 40}
    for content in files.values():
        picture = Image.open(io.BytesIO(content))
        assert (picture.format, picture.size, picture.mode) == ("PNG", (150, 150), "RGB")


def test_no_two_faces_are_so_alike_that_one_could_be_taken_for_the_other():
    """The check on labels tells them apart by every tenth pixel, to within 2 grey levels."""
    files = materials_of(FACES, 4).files.values()
    small = np.stack([np.asarray(Image.open(io.BytesIO(one)), float)[::10, ::10] for one in files])
    apart = np.abs(small[:, None] - small[None]).mean(axis=(2, 3, 4)) + 255 * np.eye(len(small))
    assert apart.min() > 4


def test_a_suite_whose_materials_are_something_else_is_a_fault_of_ours(tmp_path):
    (tmp_path / "materials.py").write_text("def materials(rng):\n    return {}\n")
    with pytest.raises(TypeError, match="must return Materials; received dict"):
        materials_of(tmp_path, 1)


def test_files_cross_as_bytes():
    arrays = Materials({"a/b.bin": b"\x00\xff"}).as_arrays()
    assert arrays["a/b.bin"].tolist() == [0, 255]
