"""Moments as people write them: with an offset or a named zone, never without either; kept in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WHEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<time>\d\d?:\d\d(?::\d\d)?))?"
    r"\s*(?P<zone>[+-]\d\d:?\d\d|[A-Za-z][\w+-]*(?:/[\w+-]+)*)?",
    re.ASCII,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)", re.ASCII)
_DURATION = re.compile(r"(?P<number>\d{1,4})\s*(?P<unit>[mhd])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_EXAMPLE = '"2026-10-24 23:59 Europe/Madrid" or "2026-10-24T23:59+02:00"'


class WhenError(ValueError):
    """A moment, zone or duration cannot be understood; the message is one sentence."""


@dataclass(frozen=True)
class When:
    """A moment and the zone in which people think of it.

    Args:
        at: the moment, in UTC.
        zone: an IANA name such as ``Europe/Madrid``, or an offset such as ``+02:00``.
    """

    at: datetime
    zone: str

    def __str__(self) -> str:
        local = self.at.astimezone(zone_named(self.zone))
        suffix = "" if _OFFSET.fullmatch(self.zone) else f" {self.zone}"
        return f"{local:%Y-%m-%d %H:%M:%S%z}{suffix}"


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def zone_named(name: str) -> tzinfo:
    """Return the zone of an IANA name, of an offset such as ``+02:00``, or of ``Z``.

    Raises:
        WhenError: if there is no such zone.
    """
    if name in ("Z", "UTC"):
        return UTC
    if match := _OFFSET.fullmatch(name):
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        if offset >= timedelta(hours=24):
            raise WhenError(f"Expected an offset of less than 24 hours; received {name}.")
        return timezone(-offset if match["sign"] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WhenError(
            f"There is no time zone {name!r}: write one such as Europe/Madrid, or +02:00."
        ) from None


def parse_when(text: str, zone: str | None = None, *, day_begins: bool = False) -> When:
    """Read a moment.

    Args:
        text: ISO date and time with an offset or a zone's name; a date alone means the day's last second.
        zone: the zone for a text that names none.
        day_begins: a date alone means the day's first second.

    Raises:
        WhenError: if the text is no moment, names no zone, or names a local time that does not exist or exists
            twice because the clocks change.
    """
    match = _WHEN.fullmatch(text.strip())
    if match is None:
        raise WhenError(f"Expected a moment such as {_EXAMPLE}; received {text!r}.")
    name = match["zone"] or zone
    if name is None:
        raise WhenError(f"{text!r} names no time zone: write it as {_EXAMPLE}.")
    try:
        day = datetime.strptime(match["day"], "%Y-%m-%d").date()
        clock = _time_of(match["time"]) if match["time"] else time() if day_begins else time(23, 59, 59)
    except ValueError:
        raise WhenError(f"There is no such day or time as {text!r}: write it as {_EXAMPLE}.") from None
    if not 1970 <= day.year < 2200:
        raise WhenError(f"Expected a year from 1970 to 2199; received {text!r}.")
    local = datetime.combine(day, clock, zone_named(name))
    _refuse_clock_change(local, name)
    return When(local.astimezone(UTC), "UTC" if name == "Z" else name)


def _time_of(text: str) -> time:
    return datetime.strptime(text, "%H:%M:%S" if text.count(":") == 2 else "%H:%M").time()


def _refuse_clock_change(local: datetime, zone: str) -> None:
    """Refuse a wall-clock time that the clocks skip or show twice: nobody can know which one is meant."""
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    if first == second or first is None or second is None:
        return
    shown = f"{local:%Y-%m-%d %H:%M:%S}"
    if first < second:
        raise WhenError(
            f"There is no {shown} in {zone}, where the clocks go forward: take another time, or add an offset."
        )
    raise WhenError(
        f"{shown} happens twice in {zone}, where the clocks go back: write it with an offset, "
        f"{_offset(first)} for the first or {_offset(second)} for the second."
    )


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def parse_duration(text: str) -> timedelta:
    """Read a length of time: a whole number with ``m``, ``h`` or ``d``, as ``15m``.

    Raises:
        WhenError: if it is none.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise WhenError(f"Expected minutes, hours or days such as 15m, 2h or 1d; received {text!r}.")
    return timedelta(**{_UNITS[match["unit"]]: int(match["number"])})


def days_after(at: datetime, days: int, zone: str) -> datetime:
    """Return the moment that many days later on the clocks of ``zone``, in UTC.

    A day in which the clocks change has 23 or 25 hours, and is one day all the same.
    """
    return (at.astimezone(zone_named(zone)) + timedelta(days=days)).astimezone(UTC)
