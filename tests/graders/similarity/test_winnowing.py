"""Fingerprints: the same passage is chosen wherever it stands, and none that is long enough is missed."""

from hypothesis import given
from hypothesis import strategies as st

from graders.similarity.winnowing import (
    GUARANTEED_TOKENS,
    PASSAGE_TOKENS,
    WINDOW,
    Fingerprint,
    fingerprints_of,
    passage_hashes,
    winnow,
)

words = st.lists(st.sampled_from("abcdefgh"), max_size=60)


def test_the_example_of_the_paper():
    hashes = [77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98]
    chosen = [(17, 3), (17, 6), (8, 8), (39, 11), (17, 15)]
    assert winnow(hashes, window=4) == [Fingerprint(*one) for one in chosen]


@given(words)
def test_a_rolling_hash_is_the_hash_of_the_passage_alone(texts):
    alone = [passage_hashes(texts[start : start + PASSAGE_TOKENS]) for start in range(len(texts))]
    assert passage_hashes(texts) == [hashes[0] for hashes in alone if hashes]


@given(
    words, words, st.lists(st.sampled_from("abcdefgh"), min_size=GUARANTEED_TOKENS, max_size=40), words, words
)
def test_a_long_enough_agreement_is_always_found(before, after, common, other_before, other_after):
    first = {one.hash for one in fingerprints_of([*before, *common, *after])}
    second = {one.hash for one in fingerprints_of([*other_before, *common, *other_after])}
    assert first & second


@given(words)
def test_every_window_has_a_fingerprint_and_none_is_chosen_twice(texts):
    positions = [one.position for one in fingerprints_of(texts)]
    assert positions == sorted(set(positions))
    for start in range(len(texts) - PASSAGE_TOKENS + 1 - WINDOW + 1):
        assert any(start <= position < start + WINDOW for position in positions)


def test_a_text_shorter_than_a_passage_has_none():
    assert fingerprints_of(["x"] * (PASSAGE_TOKENS - 1)) == []
    assert len(fingerprints_of([str(number) for number in range(PASSAGE_TOKENS)])) == 1
