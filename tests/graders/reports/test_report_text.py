"""Learners' text, made fit to show."""

import pytest

from graders.reports.text import bounded, clean, clean_line, shown, shown_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, naïve and 李小龙\n\tindented", "plain, naïve and 李小龙\n\tindented"),
        ("one\r\ntwo", "one\ntwo"),
        ("\x1b[1m313/313\x1b[0m \x1b[38;5;12mdone\x1b[m", "313/313 done"),
        ("\x1b]0;window title\x07text", "text"),
        ("a\x00b\x7fc", "a\ufffdb\ufffdc"),
        ("\ud800", "\ufffd"),
        ("\u202egpj.exe", "\ufffdgpj.exe"),
        ("one\u2028two", "one\ntwo"),
    ],
)
def test_clean_keeps_text_and_disarms_the_rest(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_progress_bar_keeps_its_last_state_only() -> None:
    bar = "Epoch 1\n 1/3 loss: 2.0\b\b\b\r 2/3 loss: 1.5\b\b\b\r 3/3 loss: 1.0\nEpoch 2\r\n"
    assert clean(bar) == "Epoch 1\n 3/3 loss: 1.0\nEpoch 2\n"


def test_hostile_text_is_encodable_and_free_of_controls(hostile_text: str) -> None:
    cleaned = clean(hostile_text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not {c for c in cleaned if c < " " or "\x7f" <= c < "\xa0"} - {"\n", "\t"}


def test_cleaning_twice_changes_nothing(hostile_text: str) -> None:
    assert clean(clean(hostile_text)) == clean(hostile_text)


def test_a_line_shows_line_ends_and_tabs_as_signs() -> None:
    assert clean_line("a\nb\tc") == "a⏎b⇥c"


def test_short_text_is_not_bounded() -> None:
    assert bounded("x" * 30, 30) == "x" * 30


def test_long_text_keeps_its_start_and_end_and_says_what_is_missing() -> None:
    text = bounded("a" * 5000 + "z" * 5000, 300)
    assert text.startswith("a" * 200)
    assert text.endswith("z" * 100)
    assert "9,700 characters left out" in text


def test_a_megabyte_is_shown_in_bounds() -> None:
    assert len(shown("x" * 1_000_000, 4_000)) < 4_100
    assert len(shown_line("x\n" * 1_000_000, 80)) == 80
