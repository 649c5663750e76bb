"""Where two submissions agree, line by line."""

from graders.similarity.compare import Source, compare
from graders.similarity.passages import Lines, Passage
from tests.graders.similarity.solutions import RENAMED, UNRELATED

ONE = "def one(a):\n    b = a.mean(axis=0)\n    c = a.std(axis=0) + 1e-7\n    return (a - b) / c\n"
TWO = (
    "def two(rows):\n    kept = [row for row in rows if row.label != -1]\n    kept.sort(key=len)\n"
    "    for row in kept:\n        yield row.label, row.picture / 255\n"
)
ALONE = "import os\nprint(os.listdir('.'))\nx = {number: [] for number in range(12)}\n"


def passages(first: str, second: str) -> tuple[Passage, ...]:
    (pair,) = compare("x", [Source("a", "a", first), Source("b", "b", second)], "").pairs
    return pair.passages


def test_each_passage_is_a_range_of_lines_in_both():
    swapped = (
        TWO.replace("rows", "many")
        + "pass\n"
        + ONE.replace("(a)", "(z)").replace(" a.", " z.").replace("(a -", "(z -")
    )
    found = passages(ONE + ALONE + TWO, swapped)
    assert [one.first for one in found] == [Lines(1, 4), Lines(8, 12)]
    assert [one.second for one in found] == [Lines(7, 10), Lines(1, 5)]


def test_a_copy_agrees_from_its_first_line_to_its_last():
    (passage,) = passages(ONE + TWO, "\n\n# mine\n" + ONE + TWO)
    assert passage == Passage(Lines(1, 9), Lines(4, 12))


def test_no_line_of_the_first_is_in_two_passages_and_all_lines_exist():
    first, second = UNRELATED["careful"], RENAMED
    found = passages(first, second)
    lines = [number for one in found for number in range(one.first.first, one.first.last + 1)]
    assert lines == sorted(set(lines))
    assert lines[0] >= 1
    assert lines[-1] <= first.count("\n") + 1
    assert all(1 <= one.second.first <= one.second.last <= second.count("\n") + 1 for one in found)
