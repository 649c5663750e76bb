"""What a child and all its descendants use, seen from outside."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import psutil

# Windows has no such settings; nothing is graded there, but the command must be able to say so.
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Usage:
    """One sample.

    Args:
        cpu_seconds: computing time of all processes so far, those already ended and reaped included.
        resident_bytes: sum of the resident memory of the live processes; shared pages count in each.
        processes: ids of the live processes.
    """

    cpu_seconds: float
    resident_bytes: int
    processes: tuple[int, ...]


def sample(root: int) -> Usage:
    """Return what process ``root`` and everything below it use now; nothing if it has ended."""
    cpu, resident, found, waiting = 0.0, 0, [], [root]
    while waiting:
        pid = waiting.pop()
        measured = _linux(pid) if _HAS_CHILDREN_FILES else _portable(pid)
        if measured is None:
            continue
        found.append(pid)
        cpu += measured[0]
        resident += measured[1]
        waiting += measured[2]
    return Usage(cpu, resident, tuple(found))


def proportional_bytes(processes: tuple[int, ...]) -> int | None:
    """Return the memory of processes with each shared page divided among its users; None where not known.

    Slower than :func:`sample` (it walks page tables), but a pool of forked workers is not counted many times over.
    """
    total = 0
    try:
        for pid in processes:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
    except OSError:
        return None
    return total


_Measured = tuple[float, int, list[int]]


def _linux(pid: int) -> _Measured | None:
    try:
        # The name, in parentheses, may hold anything; what follows the last one is numbers.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        children: list[int] = []
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - names only, twenty times a second
            with contextlib.suppress(OSError):
                children += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_bytes().split())
    except OSError:
        return None
    # utime, stime, and both of the children it has reaped
    return sum(map(int, fields[11:15])) / _TICK, int(fields[21]) * _PAGE, children


def _portable(pid: int) -> _Measured | None:
    try:
        process = psutil.Process(pid)
        times, memory = process.cpu_times(), process.memory_info()
        children = [child.pid for child in process.children()]
    except psutil.Error:
        return None
    reaped = getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return times.user + times.system + reaped, memory.rss, children


_HAS_CHILDREN_FILES = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists()
