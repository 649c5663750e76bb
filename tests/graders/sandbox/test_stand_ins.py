"""Packages that draw do nothing instead of failing. That they are found is shown by ``plots.py`` of the real files."""

import numpy as np
import pytest

from graders.sandbox.stand_ins import PACKAGES, Silent, _Finder, _subplots


def test_a_stand_in_takes_whatever_is_done_to_it():
    with Silent() as silent:
        figure, axes = silent.subplots(1, 2)
        axes[0].plot([1, 2], "r", label="x")
        figure["a"] = 1
    assert not silent
    assert "left out" in repr(silent)
    assert float(silent / 2 - 1) == int(silent) == np.asarray(silent).size == 0


@pytest.mark.parametrize(("asked", "shape"), [((2, 3), (2, 3)), ((1, 4), (4,)), ((3, 1), (3,))])
def test_subplots_come_in_the_shape_that_loops_expect(asked, shape):
    _, axes = _subplots(*asked, figsize=(1, 1))
    assert axes.shape == shape
    assert all(isinstance(axis, Silent) for axis in axes.flat)


def test_one_subplot_comes_alone():
    assert isinstance(_subplots()[1], Silent)


def test_only_the_notebooks_part_of_google_is_stood_in_for():
    finder = _Finder()
    assert finder.find_spec("google.colab.files")
    assert not finder.find_spec("google.protobuf")
    assert not finder.find_spec("google")
    assert not finder.find_spec("keras")


def test_nothing_that_computes_is_stood_in_for():
    assert PACKAGES.isdisjoint({"numpy", "sklearn", "pandas", "scipy", "cv2", "PIL", "tensorflow", "keras"})
