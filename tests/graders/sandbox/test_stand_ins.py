"""Packages that draw do nothing instead of failing. That they are found is shown by ``plots.py`` of the real files."""

from graders.sandbox.stand_ins import PACKAGES, Silent, _Finder


def test_a_stand_in_takes_whatever_is_done_to_it():
    with Silent() as silent:
        figure, axes = silent.subplots(1, 2)
        axes[0].plot([1, 2], "r", label="x")
        figure["a"] = 1
    assert not silent
    assert "left out" in repr(silent)


def test_only_the_notebooks_part_of_google_is_stood_in_for():
    finder = _Finder()
    assert finder.find_spec("google.colab.files")
    assert not finder.find_spec("google.protobuf")
    assert not finder.find_spec("google")
    assert not finder.find_spec("keras")


def test_nothing_that_computes_is_stood_in_for():
    assert PACKAGES.isdisjoint({"numpy", "sklearn", "pandas", "scipy", "cv2", "PIL", "tensorflow", "keras"})
