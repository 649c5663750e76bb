"""The layers that take rights away from one process: resource limits, user nobody, capabilities."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Collection
from pathlib import Path

from graders import layers
from graders.sandbox import libc
from graders.sandbox.limits import Limits
from graders.sandbox.namespaces import NOBODY_ID

_MAX_DESCRIPTORS = 1024
_MAX_STACK_BYTES = 64 * 2**20
_HIGHEST_CAPABILITY = 63


def limit_resources(limits: Limits) -> None:
    """Set this process's resource limits; its children inherit them.

    The memory limit counts from what the process holds already. It is one on data, not on addresses:
    TensorFlow reserves far more addresses than it uses.
    """
    # The judge counts computing time a question; this only stops a child whose judge does not watch.
    cpu_seconds = 60 + 10 * int(limits.cpu_seconds)
    wanted = {
        "RLIMIT_CPU": (cpu_seconds, cpu_seconds),
        "RLIMIT_FSIZE": (limits.disk_bytes, limits.disk_bytes),
        "RLIMIT_NOFILE": (_MAX_DESCRIPTORS, _MAX_DESCRIPTORS),
        "RLIMIT_NPROC": (limits.processes, limits.processes),
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_MSGQUEUE": (0, 0),
        "RLIMIT_STACK": (8 * 2**20, _MAX_STACK_BYTES),
    }
    data = _data_bytes()
    if data is not None:
        wanted["RLIMIT_DATA"] = (data + limits.memory_bytes, data + limits.memory_bytes)
    for name, (soft, hard) in wanted.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        _, highest = resource.getrlimit(number)
        if highest != resource.RLIM_INFINITY:
            soft, hard = min(soft, highest), min(hard, highest)
        resource.setrlimit(number, (soft, hard))


def _data_bytes() -> int | None:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return None


def can_read_as_nobody(paths: Collection[str], through_parents: bool) -> bool:
    """Return whether user nobody may read these folders; a Python that is private to root cannot be used by it.

    Args:
        paths: the folders.
        through_parents: whether the folders above them matter too, as they do without the mount layer.
    """
    folders = [Path(path) for path in paths if Path(path).is_dir()]
    above = {parent for folder in folders for parent in folder.parents} if through_parents else set()
    with contextlib.suppress(OSError):
        return all(folder.stat().st_mode & 0o005 == 0o005 for folder in folders) and all(
            folder.stat().st_mode & 0o001 for folder in above
        )
    return False


def become_nobody(disabled: Collection[str], allowed: bool) -> set[str]:
    """Give up root and every capability, for good, and forbid gaining any.

    Args:
        disabled: layers to leave out.
        allowed: False keeps the user (nobody could not read Python's files, or is not mapped).

    Returns:
        ``{"nobody"}`` if the user could be changed, else nothing.
    """
    held: set[str] = set()
    if sys.platform == "linux":
        for capability in range(_HIGHEST_CAPABILITY + 1):
            with contextlib.suppress(OSError):
                libc.prctl(libc.PR_CAPBSET_DROP, capability)
    if allowed and os.geteuid() == 0 and layers.NOBODY not in disabled:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY_ID, NOBODY_ID, NOBODY_ID)
            os.setresuid(NOBODY_ID, NOBODY_ID, NOBODY_ID)
            held.add(layers.NOBODY)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            libc.prctl(libc.PR_CAP_AMBIENT, libc.PR_CAP_AMBIENT_CLEAR_ALL)
        with contextlib.suppress(OSError):
            libc.clear_capabilities()
        # A change of user hides a process from itself (/proc/self), which TensorFlow reads.
        libc.prctl(libc.PR_SET_DUMPABLE, 1)
        libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    return held
