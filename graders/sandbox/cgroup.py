"""The cgroup layer: a memory limit over all processes of one child together.

Only control groups of version 2 are used, and only where the group around this process lets its owner make more
(as systemd does for a user's session). Version 1 knows no such delegation: there, groups belong to whoever set
the machine up. Without this layer memory is still limited, a process at a time and by the judge's sampling.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path

_PREFIX = "tensorflow-grading-"


class MemoryGroup:
    """One child's control group.

    Args:
        path: the group's folder, just made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Opened now: after the change of namespaces this process may no longer open it.
        self._members = os.open(path / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)

    def add(self, pid: int) -> bool:
        """Put a process, and its future children, into the group."""
        try:
            os.write(self._members, str(pid).encode())
        except OSError:
            return False
        return True

    @property
    def killed(self) -> bool:
        """Whether the kernel has killed a member for memory."""
        with contextlib.suppress(OSError, ValueError):
            counts = dict(line.split() for line in (self._path / "memory.events").read_text().splitlines())
            return int(counts.get("oom_kill", 0)) > 0
        return False


def create(parent: Path | None, name: str, memory_bytes: int, processes: int) -> MemoryGroup | None:
    """Make a group with these limits, or return None where there is no right to.

    Args:
        parent: from :func:`delegated_group`.
        name: from :func:`group_name`.
        memory_bytes: limit on memory, the kernel's own for it included.
        processes: limit on processes and threads, where that controller is on.
    """
    if parent is None:
        return None
    path = parent / name
    try:
        path.mkdir()
        (path / "memory.max").write_text(str(memory_bytes))
        for optional, value in (("memory.swap.max", "0"), ("pids.max", str(processes))):
            with contextlib.suppress(OSError):
                (path / optional).write_text(value)
        return MemoryGroup(path)
    except OSError:
        with contextlib.suppress(OSError):
            path.rmdir()
        return None


def remove(parent: Path | None, name: str) -> None:
    """Remove a group whose members are dead; no harm if it does not exist."""
    if parent is not None:
        with contextlib.suppress(OSError):
            (parent / name).rmdir()


def group_name(server_pid: int, number: int) -> str:
    """Return the name of a server's group, from which :func:`sweep` can tell whether the server still runs."""
    return f"{_PREFIX}{server_pid}-{number}"


def sweep(parent: Path | None) -> None:
    """Remove the groups that servers killed in the middle have left."""
    for path in parent.glob(f"{_PREFIX}*") if parent is not None else ():
        match = re.fullmatch(rf"{_PREFIX}(\d+)-\d+", path.name)
        if match and not Path(f"/proc/{match[1]}").exists():
            with contextlib.suppress(OSError):
                path.rmdir()


def delegated_group(process_folder: Path = Path("/proc/self")) -> Path | None:
    """Return the group around this process's own, if new groups with a memory limit may be made in it.

    Args:
        process_folder: where this process is described.
    """
    if sys.platform != "linux":
        return None
    with contextlib.suppress(OSError):
        own = [
            line for line in (process_folder / "cgroup").read_text().splitlines() if line.startswith("0::/")
        ]
        for line in (process_folder / "mountinfo").read_text().splitlines():
            place, _, system = line.partition(" - ")
            if system.split()[0] != "cgroup2" or not own:
                continue
            root, mount_point = place.split()[3:5]
            name = own[0].removeprefix("0::").removeprefix(root.rstrip("/"))
            group = Path(mount_point) / name.lstrip("/")
            return _if_delegated(group.parent) if group != Path(mount_point) else None
    return None


def _if_delegated(group: Path) -> Path | None:
    enabled = (group / "cgroup.subtree_control").read_text().split()
    writable = os.access(group, os.W_OK) and os.access(group / "cgroup.procs", os.W_OK)
    return group if "memory" in enabled and writable else None
