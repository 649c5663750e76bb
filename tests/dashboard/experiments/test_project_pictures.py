"""A learner's pictures: what is used, what is left out and why, and how they are split."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.experiments.project_pictures import (
    LONGEST_NAME,
    PICTURES,
    SIZE,
    PictureClass,
    ProjectError,
    expect_project,
    split,
    with_files,
)


def picture(seed=0, size=(200, 160), form="PNG"):
    pixels = np.random.default_rng(seed).integers(0, 256, (*size[::-1], 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    return file.getvalue()


def many(name, count, first=0):
    return with_files(
        PictureClass(name), [(f"{number}.png", picture(first + number)) for number in range(count)]
    )


def test_pictures_become_squares_of_one_size_in_the_order_they_came():
    found = with_files(
        PictureClass("mugs"), [("a.png", picture(1)), ("b.jpg", picture(2, (90, 300), "JPEG"))]
    )
    assert found.names == ("a.png", "b.jpg")
    assert found.pixels.shape == (2, SIZE, SIZE, 3)
    assert found.pixels.dtype == np.uint8
    more = with_files(found, [("c.png", picture(3))])
    assert more.names == ("a.png", "b.jpg", "c.png")
    assert np.array_equal(more.pixels[:2], found.pixels)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty: zero bytes"),
        (b"<html>", "cannot be read as one"),
        (picture(1)[:200], "cannot be read as one"),
        (picture(1, (4, 4)), "at least 8 pixels"),
    ],
)
def test_a_file_that_is_no_picture_is_left_out_with_its_reason(content, why):
    found = with_files(PictureClass("mugs"), [("odd.png", content), ("good.png", picture(5))])
    assert found.names == ("good.png",)
    assert [each.name for each in found.left_out] == ["odd.png"]
    assert why in found.left_out[0].why


def test_the_same_picture_is_used_once_whatever_its_name_and_in_one_class_only():
    mugs = with_files(PictureClass("mugs"), [("a.png", picture(1)), ("b.png", picture(1))])
    assert mugs.names == ("a.png",)
    assert "the same picture as a.png" in mugs.left_out[0].why
    cups = with_files(PictureClass("cups"), [("c.png", picture(1))], [mugs])
    assert cups.names == ()
    assert "which is in the class mugs" in cups.left_out[0].why


def test_there_is_a_most():
    found = many("mugs", PICTURES[1] + 2)
    assert len(found.names) == PICTURES[1]
    assert len(found.left_out) == 2


def test_two_classes_with_enough_pictures_are_a_project():
    expect_project([many("mugs", 8), many("cups", 8, 100)])


@pytest.mark.parametrize(
    ("names", "count", "told"),
    [
        (["mugs"], 8, "2 to 5 classes; received 1"),
        ([str(number) for number in range(6)], 8, "received 6"),
        (["mugs", "Mugs "], 8, "different name"),
        (["mugs", " "], 8, "name of 1 to"),
        (["mugs", "a/b"], 8, "without slashes"),
        (["mugs", "x" * (LONGEST_NAME + 1)], 8, "name of 1 to"),
        (["mugs", "cups"], 7, "at least 8 usable pictures of “mugs”; received 7"),
    ],
)
def test_what_is_no_project_yet_is_told(names, count, told):
    with pytest.raises(ProjectError, match=told):
        expect_project([many(name, count, 100 * place) for place, name in enumerate(names)])


@pytest.mark.parametrize("count", [4, 8, 9, 60])
@pytest.mark.parametrize("share", [0.2, 0.25, 0.4])
def test_a_split_takes_each_picture_once_and_gives_both_sides_some(count, share):
    train, aside = split(count, share, np.random.default_rng(1))
    assert sorted([*train, *aside]) == list(range(count))
    assert min(len(train), len(aside)) >= 2
    assert abs(len(aside) - count * share) <= 1 or len(aside) == 2


def test_another_seed_is_another_split_and_the_same_one_the_same():
    def aside(seed):
        return split(40, 0.25, np.random.default_rng(seed))[1].tolist()

    assert aside(1) == aside(1)
    assert aside(1) != aside(2)
