"""What a split of files did, as a learner's process tells it, and what the messages make of it."""

from itertools import permutations

import numpy as np
import pytest

from graders.grading import (
    Split,
    Wrong,
    digest_of,
    draw_files,
    expect_copies,
    expect_everything_once,
    expect_training_size,
    not_empty,
    read_split,
)

FOLDERS = ["pets/all", "out/training", "out/testing"]


def files_drawn(count=10, empty=0):
    return draw_files(np.random.default_rng(1), count, empty)


def told(files, training, testing, **more):
    """Return the answer of a probe after some files were copied."""
    parts = zip(FOLDERS, (files, training, testing), strict=True)
    found = {f"{folder}/{name}": digest_of(files[name]) for folder, names in parts for name in names}
    return {"files": found | more}


def split_of(files, training, testing, size=0.5, **more) -> Split:
    return read_split(told(files, training, testing, **more), files, size, FOLDERS)


def test_drawn_files_differ_and_no_name_is_part_of_another():
    files = files_drawn(40, empty=10)
    assert len(not_empty(files)) == 40
    assert len({content.tobytes() for content in files.values()}) == 41
    assert not [pair for pair in permutations(files, 2) if pair[0] in pair[1]]


def test_an_answer_is_sorted_into_folders_and_what_lies_elsewhere():
    files = files_drawn()
    one, other, *rest = files
    split = split_of(files, [one], [other], **{"out/trainingcat.jpg": "link", "stray.txt": "special"})
    assert set(split.source) == set(files)
    assert (list(split.training), list(split.testing)) == ([one], [other])
    assert split.elsewhere == ["out/trainingcat.jpg", "stray.txt"]
    assert rest


@pytest.mark.parametrize(
    "answer",
    [
        None,
        1,
        [],
        {"files": []},
        {"files": {"pets/all/x": 1, 2: "x"}},
        {"files": {}, "order": [1], "stays": 1},
    ],
)
def test_whatever_is_missing_or_of_another_type_is_taken_for_nothing(answer):
    split = read_split(answer, {}, 0.5, FOLDERS)
    assert not any((split.source, split.training, split.testing, split.elsewhere, split.order, split.printed))
    assert split.stays is False


def mistake(expect, split):
    with pytest.raises(Wrong) as raised:
        expect(split)
    return raised.value.mistake


def test_a_right_split_is_right():
    files = files_drawn(9, empty=3)
    full = sorted(not_empty(files))
    split = split_of(files, full[:4], full[4:])
    for expect in (expect_copies, expect_everything_once, expect_training_size):
        expect(split)


def test_copies_have_the_names_and_the_bytes_of_the_files():
    files = files_drawn()
    name = next(iter(files))
    assert mistake(expect_copies, split_of(files, [], [], **{"out/training/new.jpg": "0"})) == "other_names"
    for kind, found in (("link", "link_not_copy"), ("large", "other_content"), ("special", "other_content")):
        assert mistake(expect_copies, split_of(files, [], [], **{f"out/testing/{name}": kind})) == found


def test_pictures_on_both_sides_and_pictures_on_none_are_named():
    files = files_drawn(6)
    names = list(files)
    assert mistake(expect_everything_once, split_of(files, names[:4], names[3:])) == "leaky_split"
    assert mistake(expect_everything_once, split_of(files, names[:2], names[3:])) == "pictures_lost"


@pytest.mark.parametrize(
    ("count", "size", "training", "found"),
    [
        (57, 0.9, 52, "rounded_up"),
        (51, 0.9, 46, "rounded"),
        (41, 0.7, 13, "swapped"),
        (1, 0.5, 1, "rounded_up"),
        (41, 0.7, 20, "wrong_size"),
    ],
)
def test_what_was_done_to_the_size_is_recognised(count, size, training, found):
    files = files_drawn(count)
    names = list(files)
    split = split_of(files, names[:training], names[training:], size)
    assert mistake(expect_training_size, split) == found


def test_one_rule_must_explain_all_sizes():
    files = files_drawn(51)
    names = list(files)
    rounded, other = (split_of(files, names[:count], names[count:], 0.9) for count in (46, 44))
    with pytest.raises(Wrong, match="shuffle one list"):
        expect_training_size(rounded, other)
