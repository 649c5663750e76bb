"""What chance does to the checks of ``split_data``: right splits pass, wrong ones do not slip through.

The checks run here on splits that are computed, without files and without a sandbox.
"""

import inspect
import random
from math import comb

import numpy as np
import pytest

from graders.grading import Wrong, digest_of
from graders.grading.exercise import find_exercise
from tests.graders.attacks.attack_run import checks_of

EXERCISE = find_exercise("split_data")
CHECKS = checks_of(EXERCISE)
SUITE = inspect.getmodule(CHECKS["shuffles"])
RUNS = 40


class Folders:
    """Stands for a submission: ``divide`` says which files go where.

    Args:
        divide: takes names in the order of ``os.listdir``, those among them that are not empty, and SPLIT_SIZE; returns
            the names for training and for testing.
        seed: of the order in which the file system gives names.
    """

    def __init__(self, divide, seed):
        self._divide = divide
        self._random = random.Random(seed)

    def require(self, *_):
        """Everything is there."""

    def probe(self, function, files, folders, size, **_):
        assert function == "split"
        order = self._random.sample(list(files), len(files))
        full = [name for name in order if files[name].size]
        parts = [order, *self._divide(order, full, size)]
        found = {
            f"{folder}/{name}": digest_of(files[name])
            for folder, names in zip(folders, parts, strict=True)
            for name in names
        }
        printed = "".join(f"{name} is zero length, so ignoring.\n" for name in order if not files[name].size)
        return {"files": found, "order": order, "printed": printed, "stays": True, "raised": ""}


def mistake(divide, check, seed):
    """Return what a check finds: the mistake's id, or an empty string if it passes."""
    random.seed(seed)
    try:
        CHECKS[check](Folders(divide, seed), np.random.default_rng(seed))
    except Wrong as wrong:
        return wrong.mistake
    return ""


def cut(names, size):
    length = int(len(names) * size)
    return names[:length], names[length:]


def right(_, full, size):
    return cut(random.sample(full, len(full)), size)


def right_with_a_fixed_seed(_, full, size):
    return cut(random.Random(42).sample(full, len(full)), size)


def right_by_name_and_fixed_seed(_, full, size):
    return cut(random.Random(42).sample(sorted(full), len(full)), size)


@pytest.mark.parametrize("divide", [right, right_with_a_fixed_seed, right_by_name_and_fixed_seed])
def test_a_right_split_passes_every_check_whatever_is_drawn(divide):
    """At least 9,999 times out of 10,000.

    Every check but ``shuffles`` asks for what a right split always is, so that chance has no part in it. ``shuffles``
    fails a split of 24 files into 12 and 12 if it is one of at most 16 halves (4 orders, 4 parts of each), three times
    the same. Each half is one of C(24, 12) = 2,704,156. Three splits that do not depend on each other: at most
    16 / C(24, 12)^3 = 8e-19. With a seed fixed in the function, the three may be one and the same choice of places:
    at most 16 / C(24, 12) = 5.9e-6, which is once in 169,000.
    """
    assert SUITE.SHUFFLE_PICTURES == 24
    assert 4 * len(SUITE._PARTS) / comb(24, 12) < 1e-4
    for seed in range(RUNS):
        for check in EXERCISE.checks:
            if check.definition == "split_data":
                assert mistake(divide, check.name, seed) == "", f"{check.name}, seed {seed}"


def in_order(order, _, size):
    return cut(order, size)


def by_name(_, full, size):
    return cut(sorted(full), size)


def last_first(order, _, size):
    return cut(order[::-1], size)


def each_part_shuffled(order, _, size):
    training, testing = cut(order, size)
    return random.sample(training, len(training)), testing


def every_second(order, _, size):
    return order[::2], order[1::2]


@pytest.mark.parametrize("divide", [in_order, by_name, last_first, each_part_shuffled, every_second])
def test_who_does_not_shuffle_is_found_every_time(divide):
    """Each gives the same form in all three splits, with certainty."""
    assert {mistake(divide, "shuffles", seed) for seed in range(RUNS)} == {"not_shuffled"}


def a_side_for_each(_, full, size):
    sides = [random.random() < size for _ in full]
    return [name for name, left in zip(full, sides, strict=True) if left], [
        name for name, left in zip(full, sides, strict=True) if not left
    ]


def test_who_draws_a_side_for_each_file_gets_all_four_sizes_right_less_than_once_in_a_thousand():
    """The number of n files that get into training is binomial: P(k) = C(n, k) s^k (1 - s)^(n - k) with k = int(n s).

    It is largest for the smallest n: 0.13, 0.14, 0.16 and 0.21 for the four sizes, together 0.0006. Who does so passes
    ``shuffles``, which is right: it is shuffled.
    """
    together = 1.0
    for size, low, high in SUITE.SIZES:
        counts = [count for count in range(40, 70) if low < count * size % 1 < high]
        together *= max(
            comb(count, int(count * size))
            * size ** int(count * size)
            * (1 - size) ** (count - int(count * size))
            for count in counts
        )
    assert together < 0.001
    found = [mistake(a_side_for_each, "sizes", seed) for seed in range(RUNS)]
    assert sum(each == "" for each in found) <= 2
    assert {mistake(a_side_for_each, "shuffles", seed) for seed in range(RUNS)} == {""}


def cut_before_the_filter(order, full, size):
    training, testing = cut(random.sample(order, len(order)), size)
    return [name for name in training if name in full], [name for name in testing if name in full]


def removed_while_iterating(order, full, size):
    names = list(order)
    for name in names:
        if name not in full:
            names.remove(name)
    return cut(random.sample(names, len(names)), size)


def test_who_cuts_before_empty_files_are_dropped_gets_the_share_right_less_than_twice_in_a_thousand():
    """How many of 30 pictures are among the 40 of 80 files that train is hypergeometric.

    P(15) = C(30, 15) C(50, 25) / C(80, 40) = 0.182, and four times in a row 0.0011.
    """
    files = SUITE.EMPTY_PICTURES + SUITE.EMPTY_FILES
    half = SUITE.EMPTY_PICTURES // 2
    one = (
        comb(SUITE.EMPTY_PICTURES, half)
        * comb(SUITE.EMPTY_FILES, files // 2 - half)
        / comb(files, files // 2)
    )
    assert one**SUITE.EMPTY_RUNS < 0.002
    found = [mistake(cut_before_the_filter, "skips_empty", seed) for seed in range(RUNS)]
    assert sum(each == "" for each in found) <= 2


def test_who_removes_from_the_list_while_a_loop_goes_over_it_is_found_every_time():
    """30 pictures leave 31 gaps for 50 empty files: in any order some stand side by side, and one of them stays."""
    assert SUITE.EMPTY_FILES > SUITE.EMPTY_PICTURES + 1
    assert {mistake(removed_while_iterating, "skips_empty", seed) for seed in range(RUNS)} == {
        "removed_while_iterating"
    }


def sampled_twice(_, full, size):
    training, testing = cut(full, size)
    return random.sample(full, len(training)), random.sample(full, len(testing))


def test_who_draws_both_parts_on_their_own_is_found_every_time():
    """Both leave no overlap once in C(31, 15) = 300,540,195 times, or less often with more files."""
    found = {mistake(sampled_twice, "splits", seed) for seed in range(RUNS)}
    assert found == {"leaky_split"}
