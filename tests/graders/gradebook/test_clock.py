"""Moments: always with a zone, and honest about the days on which the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from graders.gradebook.clock import WhenError, days_after, parse_duration, parse_when


def utc(*fields):
    return datetime(*fields, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-24 23:59 Europe/Madrid", utc(2026, 10, 24, 21, 59)),
        ("2026-12-24 23:59:30 Europe/Madrid", utc(2026, 12, 24, 22, 59, 30)),
        ("2026-10-24T23:59+02:00", utc(2026, 10, 24, 21, 59)),
        ("2026-10-24T23:59-0330", utc(2026, 10, 25, 3, 29)),
        ("2026-10-24 23:59Z", utc(2026, 10, 24, 23, 59)),
        ("2026-10-24 UTC", utc(2026, 10, 24, 23, 59, 59)),
        ("  2026-10-24 9:05 America/Argentina/Buenos_Aires ", utc(2026, 10, 24, 12, 5)),
    ],
)
def test_a_moment_is_read_with_its_offset_or_its_named_zone(text, moment):
    assert parse_when(text).at == moment


def test_a_zone_given_apart_is_for_texts_that_name_none():
    assert parse_when("2026-10-24 23:59", "Europe/Madrid").at == utc(2026, 10, 24, 21, 59)
    assert parse_when("2026-10-24 23:59Z", "Europe/Madrid").at == utc(2026, 10, 24, 23, 59)


def test_the_zone_of_the_text_is_kept_for_people():
    assert str(parse_when("2026-10-24 23:59 Europe/Madrid")) == "2026-10-24 23:59:00+0200 Europe/Madrid"
    assert str(parse_when("2026-10-24 23:59+05:45")) == "2026-10-24 23:59:00+0545"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-10-24 23:59", "names no time zone"),
        ("tomorrow", "Expected a moment such as"),
        ("2026-02-30 UTC", "no such day"),
        ("2026-10-24 24:61 UTC", "no such day or time"),
        ("2026-10-24 Atlantis/Capital", "no time zone 'Atlantis/Capital'"),
        ("2026-10-24 10:00 Europe", "no time zone"),
        ("2026-10-24 10:00+99:00", "offset"),
        ("9999-12-31 UTC", "year"),
        ("2026-03-29 02:30 Europe/Madrid", "clocks go forward"),
        ("2026-10-25 02:30 Europe/Madrid", "+02:00 for the first or +01:00 for the second"),
        ("", "Expected a moment"),
        ("2026-10-24 10:00 ../../etc/passwd", "Expected a moment"),
    ],
)
def test_what_is_no_moment_is_refused_in_one_sentence(text, words):
    with pytest.raises(WhenError) as refusal:
        parse_when(text)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_day_in_which_the_clocks_change_is_one_day():
    deadline = parse_when("2026-10-24 23:59 Europe/Madrid").at
    assert days_after(deadline, 1, "Europe/Madrid") - deadline == timedelta(hours=25)
    assert days_after(deadline, 1, "UTC") - deadline == timedelta(hours=24)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15m", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("1 d", timedelta(days=1)),
        ("0m", timedelta()),
    ],
)
def test_lengths_of_time(text, length):
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["15", "-1h", "1w", "", "99999d"])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(WhenError, match="15m"):
        parse_duration(text)
