"""Descriptors and descendants of the sandbox's own small processes."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import psutil

_KILL_SECONDS = 10.0


def close_all_but(*kept: int) -> None:
    """Close every descriptor of this process but these."""
    start = 0
    for descriptor in sorted(set(kept)):
        if start < descriptor:  # an empty range would close everything
            os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, max(4096, _highest_descriptor() + 1))


def _highest_descriptor() -> int:
    with contextlib.suppress(OSError, ValueError):
        return max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    return 65536


def wait_reaping(pid: int) -> int:
    """Wait for ``pid``, reaping on the way every orphan that has come to this process; return its status."""
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == pid:
            return status


def kill_tree(init: int, in_namespace: bool) -> None:
    """Kill the init and everything below it, and reap what comes to this process."""
    # Elsewhere nothing ends a learner's process with its parent, nor brings its orphans here.
    below = _descendants_of(init) if sys.platform != "linux" else []
    for process in below:
        with contextlib.suppress(psutil.Error):
            process.kill()
    with contextlib.suppress(ProcessLookupError):
        os.kill(init, signal.SIGKILL)
    deadline = time.monotonic() + _KILL_SECONDS
    while time.monotonic() < deadline:
        # Without a PID namespace orphans come to this process, the nearest subreaper, and are killed here.
        for orphan in [] if in_namespace else _children_of(os.getpid()):
            with contextlib.suppress(OSError):
                os.kill(orphan, signal.SIGKILL)
        try:
            os.waitpid(-1, 0 if in_namespace else os.WNOHANG)
        except ChildProcessError:
            return
        if not in_namespace:
            time.sleep(0.002)


def _descendants_of(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).children(recursive=True)
    return []


def _children_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
