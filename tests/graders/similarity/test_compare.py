"""Which submissions are shown side by side: copies in disguise, and nobody who worked alone."""

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.grading.exercise import find_exercise
from graders.similarity import compare as comparing
from graders.similarity.compare import (
    COMMON_AT_LEAST,
    MAX_PAIRS,
    THRESHOLD,
    Similarity,
    Source,
    common_limit,
    compare,
)
from tests.graders.similarity.solutions import RENAMED, UNRELATED, reordered

STUB = find_exercise("callbacks").stub_source
ORIGINAL = UNRELATED["careful"]


def invented(number: int) -> str:
    """Return a program of forty statements that nobody else wrote."""
    rng = random.Random(number)
    forms = (
        "{a} = {b}.{c}({a}, {d}={b})",
        "for {a} in {b}.{c}: {d}({a})",
        "if {a}.{c} > {b}[{a}]: {d} += {a}",
        "{a}.{d} = [{b} ** {a} for {b} in {c}({a})]",
        "while not {a}.{b}(): {a} = {a}.{d}",
        "assert {a}.{c}({b}) == {d}, {a}.{b}",
    )
    names = ["fit", "build", "call", "add", "pop", "run", "sum", "map", "get", "put"]
    return "\n".join(
        rng.choice(forms).format(**{key: rng.choice(names) + str(rng.randrange(20)) for key in "abcd"})
        for _ in range(40)
    )


def compared(submissions: dict[str, str]) -> Similarity:
    sources = [Source(learner, f"{learner}/callbacks.py", text) for learner, text in submissions.items()]
    return compare("callbacks", sources, STUB)


def pairs(submissions: dict[str, str]) -> set[tuple[str, str]]:
    return {(pair.first.learner, pair.second.learner) for pair in compared(submissions).pairs}


@pytest.mark.parametrize(
    "copy",
    [
        ORIGINAL,
        RENAMED,
        reordered(ORIGINAL),
        reordered(RENAMED),
        ORIGINAL.replace("    ", "\t").replace("\n", "\r\n"),
        invented(1) + ORIGINAL + invented(2),
        ORIGINAL[: len(ORIGINAL) * 2 // 3] + "\ndef train_mnist(x, y:\n    'half done",
    ],
    ids=["same", "renamed", "reordered", "both", "other layout", "padded", "unfinished"],
)
def test_a_copy_in_disguise_is_shown(copy):
    assert pairs(UNRELATED | {"copy": copy}) == {("careful", "copy")}


def test_people_who_worked_alone_are_far_below_the_threshold(monkeypatch):
    assert pairs(UNRELATED) == set()
    monkeypatch.setattr(comparing, "THRESHOLD", THRESHOLD / 3)
    monkeypatch.setattr(comparing, "MINIMUM_SHARED", 1)
    for first, second in combinations(UNRELATED, 2):
        assert pairs({first: UNRELATED[first], second: UNRELATED[second]}) == set()


def test_the_untouched_stub_and_what_hardly_differs_from_it_are_never_shown():
    half_done = STUB.replace("        pass\n", '        self.metric = metric\n        print("here")\n', 1)
    result = compared({"a": STUB, "b": STUB, "c": half_done, "d": half_done, "e": "", "f": ""})
    assert (result.pairs, result.compared) == ((), 0)


def test_code_that_more_of_the_class_has_than_the_limit_is_common_knowledge():
    some = {f"copy {number}": ORIGINAL for number in range(COMMON_AT_LEAST)}
    assert len(pairs(UNRELATED | some)) == 0  # with the original they are one more than the limit
    some.popitem()
    assert len(pairs(UNRELATED | some)) == COMMON_AT_LEAST * (COMMON_AT_LEAST - 1) // 2
    assert (common_limit(10), common_limit(1_000)) == (COMMON_AT_LEAST, 100)


def test_a_pair_says_how_much_of_each_is_in_the_other():
    (pair,) = compared({"ana": ORIGINAL, "bo": ORIGINAL + UNRELATED["loops"]}).pairs
    assert pair.first_share > 0.95
    assert THRESHOLD < pair.second_share < 0.75
    assert pair.share == pair.first_share


pieces = st.lists(
    st.sampled_from(["f(a, b)\n", "x = ", "'", '"""', "# ", "\n", "(", ")", "1e", "\\", "é\ud800"]),
    max_size=80,
)


@given(st.lists(pieces, min_size=2, max_size=5), pieces)
def test_whatever_is_handed_in_can_be_compared(files, stub):
    texts = ["".join(parts) * 3 for parts in files]
    sources = [Source(str(number), "", text) for number, text in enumerate([*texts, *texts])]
    for pair in compare("x", sources, "".join(stub)).pairs:
        assert pair.passages
        for passage in pair.passages:
            assert 1 <= passage.first.first <= passage.first.last <= pair.first.text.count("\n") + 1
            assert 1 <= passage.second.first <= passage.second.last <= pair.second.text.count("\n") + 1


def test_the_order_of_submissions_changes_nothing():
    everybody = UNRELATED | {"copy": RENAMED, "again": ORIGINAL}
    backwards = dict(reversed(everybody.items()))
    assert compared(everybody) == compared(backwards)


def test_the_most_similar_pairs_are_shown_and_the_others_counted():
    families = {
        f"{number}-{copy}": f"x = {name}\n" + reordered(text) * (number + 1)
        for number, (name, text) in enumerate(UNRELATED.items())
        for copy in range(COMMON_AT_LEAST)
    }
    extra = {f"z{number}": invented(number) for number in range(60)}
    copies = {f"y{number}": invented(number) for number in range(60)}
    result = compared(families | extra | copies)
    assert len(result.pairs) == MAX_PAIRS
    assert result.more == 6 * 10 + 60 - MAX_PAIRS
    shares = [pair.share for pair in result.pairs]
    assert shares == sorted(shares, reverse=True)


def test_comparing_a_class_takes_little_more_than_reading_it():
    everybody = {f"{number:04}": invented(number) for number in range(498)}
    everybody |= {"copy": everybody["0007"], "huge": "x = [1, 2]\n" * 50_000}
    start = time.process_time()
    for text in everybody.values():
        compared({"alone": text})
    alone = time.process_time() - start
    start = time.process_time()
    result = compared(everybody)
    assert {(pair.first.learner, pair.second.learner) for pair in result.pairs} == {("0007", "copy")}
    # All pairs would be 125,000 comparisons of about 60 fingerprints each.
    assert time.process_time() - start < 3 * alone + 1
