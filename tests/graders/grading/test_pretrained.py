"""The pretrained base as a material, and the digests of its weights."""

import hashlib
import io

import h5py
import numpy as np

from graders.grading import pretrained_digests, pretrained_file, weights_digest
from graders.grading.exercise import find_exercise
from graders.grading.materials import materials_of


def test_each_array_of_the_file_has_its_digest():
    digests = pretrained_digests("salt")
    with h5py.File(io.BytesIO(pretrained_file()), "r") as file:
        assert set(digests) == set(file)
        kernel = np.asarray(file["Conv1"]["kernel"])
    assert kernel.dtype == np.float16
    told = hashlib.sha256(b"salt" + kernel.astype("<f4").tobytes()).hexdigest()
    assert digests["Conv1"] == {told} == {weights_digest(kernel.astype(np.float32), "salt")}
    assert len(digests["bn_Conv1"]) == 4


def test_another_salt_gives_other_digests():
    assert not pretrained_digests("a")["Conv1"] & pretrained_digests("b")["Conv1"]


def test_the_file_lies_in_the_learners_folder_under_a_name_that_nobody_knows_before():
    suite = find_exercise("transfer_learning").folder
    first, again, other = (materials_of(suite, seed).files for seed in (1, 1, 2))
    assert first.keys() == again.keys() != other.keys()
    (name,) = first
    assert name.startswith("weights/")
    assert first[name] == pretrained_file()
