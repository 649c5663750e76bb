"""Fewer, larger pages for the warm server: copying its page tables is most of what a fork costs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from graders.sandbox import libc

HUGE = 2 * 2**20


def collapse() -> int:
    """Join this process's own memory into pages of 2 MiB, where the kernel can (Linux 6.1), and return how many.

    The contents stay; a process forked from this one copies ordinary pages of 4 KiB where it writes.
    """
    if sys.platform != "linux":
        return 0
    try:
        places = list(_aligned(Path("/proc/self/maps").read_text()))
    except OSError:
        return 0
    return sum(libc.collapse(start, HUGE) for start in places)


def _aligned(maps: str) -> Iterator[int]:
    """Yield the start of every huge page that fits into private memory that belongs to no file."""
    for line in maps.splitlines():
        fields = line.split()
        if fields[1] == "rw-p" and (len(fields) == 5 or fields[5] == "[heap]"):
            start, end = (int(address, 16) for address in fields[0].split("-"))
            first = -(-start // HUGE) * HUGE
            yield from range(first, end - HUGE + 1, HUGE)
