"""Pinned runs in the address."""

import pytest

from dashboard.experiments.pins import (
    MOST_PINS,
    NAME_LENGTH,
    Pin,
    clean_name,
    parse_pins,
    pinned,
    pins_to_text,
    renamed,
    unique_name,
    unpinned,
)

ONE, OTHER = "abcdefghijklmno1", "-_cdefghijklmno2"


@pytest.mark.parametrize("name", ["512 neurons", "a, b", "a~b", "50 %", "%2C", "日本 ü", "=1+1", '"<b>'])
def test_a_name_of_any_characters_comes_back_from_the_address(name):
    pins = (Pin(ONE, name), Pin(OTHER, "other"))
    assert parse_pins(pins_to_text(pins)) == (pins, ())


def test_an_address_without_pins_is_no_problem():
    assert parse_pins("") == ((), ())


@pytest.mark.parametrize(
    "part", ["no name", f"{ONE}~", f"{ONE}~%20", "../../etc~x", f"{'a' * 33}~x", "~", "é~x"]
)
def test_a_part_that_cannot_be_read_is_told_once_and_the_others_stay(part):
    pins, problems = parse_pins(f"{part},{ONE}~kept,{part}")
    assert pins == (Pin(ONE, "kept"),)
    assert len(problems) == 1
    assert "2 pinned runs that cannot be read" in problems[0]


def test_a_run_named_twice_is_pinned_once():
    assert parse_pins(f"{ONE}~a,{ONE}~b") == ((Pin(ONE, "a"),), ())


def test_two_runs_never_share_a_name():
    pins, _ = parse_pins(f"{ONE}~a,{OTHER}~a")
    assert [pin.name for pin in pins] == ["a", "a (2)"]


def test_a_thousand_pins_are_cut_to_the_first_twelve_with_one_sentence():
    pins, problems = parse_pins(",".join(f"{place:016d}~run" for place in range(1000)))
    assert [pin.run_id for pin in pins] == [f"{place:016d}" for place in range(MOST_PINS)]
    assert problems[-1].startswith("At most 12 runs can be pinned")


def test_the_longest_pins_fit_what_is_read():
    pins = ()
    for place in range(MOST_PINS):
        pins = pinned(pins, f"{place:016d}", chr(65 + place) + "%" * NAME_LENGTH)
    assert parse_pins(pins_to_text(pins)) == (pins, ())


def test_a_name_is_one_line_without_control_characters_and_not_too_long():
    assert clean_name(" a\n\tb\x00\u202e c ") == "a b c"
    assert len(clean_name("x" * 1000)) == NAME_LENGTH


def test_a_number_after_a_long_name_keeps_it_within_the_limit():
    name = "x" * NAME_LENGTH
    assert unique_name(name, [name]) == "x" * (NAME_LENGTH - 4) + " (2)"
    assert unique_name("a", ["a", "a (2)"]) == "a (3)"


def test_pinning_again_or_beyond_the_limit_changes_nothing():
    pins = tuple(Pin(f"{place:016d}", str(place)) for place in range(MOST_PINS))
    assert pinned(pins, ONE, "one more") == pins
    assert pinned(pins[:1], pins[0].run_id, "again") == pins[:1]


def test_renaming_changes_one_name_and_an_empty_one_changes_nothing():
    pins = (Pin(ONE, "a"), Pin(OTHER, "b"))
    assert renamed(pins, OTHER, " c ") == (Pin(ONE, "a"), Pin(OTHER, "c"))
    assert renamed(pins, OTHER, "a") == (Pin(ONE, "a"), Pin(OTHER, "a (2)"))
    assert renamed(pins, OTHER, "\n") == pins


def test_unpinning_leaves_the_others():
    assert unpinned((Pin(ONE, "a"), Pin(OTHER, "b")), [ONE]) == (Pin(OTHER, "b"),)
