"""Pinned runs as the address holds them: ``pins=<run>~<name>,<run>~<name>``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

MOST_PINS = 12
NAME_LENGTH = 40
_TEXT_LENGTH = 8_000  # characters of the address that are read at most
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
# Only what separates is escaped: the browser's own escaping of the rest stays readable.
_ESCAPES = {"%": "%25", ",": "%2C", "~": "%7E"}


@dataclass(frozen=True)
class Pin:
    """A run that the learner keeps to compare others with.

    Args:
        run_id: the run.
        name: what the learner calls it, at most 40 characters.
    """

    run_id: str
    name: str


def parse_pins(text: str) -> tuple[tuple[Pin, ...], tuple[str, ...]]:
    """Read pinned runs from the address; never fails.

    Args:
        text: the value of ``pins``.

    Returns:
        The pins, at most 12, and one sentence for each kind of part that was left out.
    """
    parts = [part for part in text[:_TEXT_LENGTH].split(",") if part]
    pins: list[Pin] = []
    broken = 0
    for part in parts:
        run_id, separator, name = part.partition("~")
        name = clean_name(unquote(name, errors="replace"))
        if not separator or not name or _RUN_ID.fullmatch(run_id) is None:
            broken += 1
        elif all(pin.run_id != run_id for pin in pins):
            pins.append(Pin(run_id, unique_name(name, [pin.name for pin in pins])))
    problems = []
    if broken:
        problems.append(
            f"The address holds {broken:,} pinned run{'s' if broken > 1 else ''} that cannot be read: each is "
            "written as run~name. The others are shown."
        )
    if len(pins) > MOST_PINS or len(text) > _TEXT_LENGTH:
        problems.append(
            f"At most {MOST_PINS} runs can be pinned; the address holds more. The first {MOST_PINS} are shown."
        )
    return tuple(pins[:MOST_PINS]), tuple(problems)


def pins_to_text(pins: Sequence[Pin]) -> str:
    """Write pinned runs for the address; :func:`parse_pins` reads them."""
    return ",".join(f"{pin.run_id}~{_escaped(pin.name)}" for pin in pins)


def clean_name(text: str) -> str:
    """Return a name of at most 40 characters in one line, without control characters; it may come out empty."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:NAME_LENGTH].strip()


def unique_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number after it when it is taken."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        ending = f" ({number})"
        candidate = name[: NAME_LENGTH - len(ending)].rstrip() + ending
    return candidate


def pinned(pins: Sequence[Pin], run_id: str, name: str) -> tuple[Pin, ...]:
    """Return the pins and one more; a run that is pinned already, or one too many, changes nothing."""
    if len(pins) >= MOST_PINS or any(pin.run_id == run_id for pin in pins):
        return tuple(pins)
    return (*pins, Pin(run_id, unique_name(clean_name(name) or "Run", [pin.name for pin in pins])))


def renamed(pins: Sequence[Pin], run_id: str, name: str) -> tuple[Pin, ...]:
    """Return the pins with another name for one; an empty name changes nothing."""
    wanted = clean_name(name)
    if not wanted:
        return tuple(pins)
    others = [pin.name for pin in pins if pin.run_id != run_id]
    return tuple(
        replace(pin, name=unique_name(wanted, others)) if pin.run_id == run_id else pin for pin in pins
    )


def unpinned(pins: Sequence[Pin], run_ids: Collection[str]) -> tuple[Pin, ...]:
    """Return the pins without some runs."""
    return tuple(pin for pin in pins if pin.run_id not in run_ids)


def _escaped(name: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in name)
