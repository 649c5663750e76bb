"""The namespace layers: each is asked for by itself, so that one refusal costs only that one."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from graders import layers
from graders.sandbox import libc

NOBODY_ID = 65534

_CLONE_NEWCGROUP = 0x02000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNS = 0x00020000
# The user namespace comes first: it gives the right to make the others.
_FLAGS = {
    layers.PID: 0x20000000,
    layers.NETWORK: 0x40000000,
    layers.IPC: 0x08000000,
    layers.UTS: 0x04000000,
}


def enter(disabled: Collection[str], write_maps: Callable[[], bool]) -> set[str]:
    """Move this process into new namespaces (the PID namespace begins with its next child).

    Args:
        disabled: layers to leave out.
        write_maps: has a process outside write the user and group maps of this one; False if it could not.

    Returns:
        The namespace layers that hold now; see :func:`enter_mount_namespace` for the mount layer.
    """
    held: set[str] = set()
    if sys.platform != "linux":
        return held
    if layers.USER not in disabled and _enter_user_namespace(write_maps):
        held.add(layers.USER)
    for name, flag in _FLAGS.items():
        if name not in disabled and _unshare(flag):
            held.add(name)
    _unshare(_CLONE_NEWCGROUP)
    if layers.UTS in held:
        with contextlib.suppress(OSError):
            socket.sethostname("learner")
    return held


def enter_mount_namespace() -> bool:
    """Give this process its own mounts; False if refused. The processes that stay outside keep the old ones."""
    return sys.platform == "linux" and _unshare(_CLONE_NEWNS)


def _unshare(flag: int) -> bool:
    try:
        libc.unshare(flag)
    except OSError:
        return False
    return True


def _enter_user_namespace(write_maps: Callable[[], bool]) -> bool:
    user, group = os.geteuid(), os.getegid()
    if not _unshare(_CLONE_NEWUSER):
        return False
    libc.prctl(libc.PR_SET_DUMPABLE, 1)  # otherwise this process's own maps belong to root
    if user == 0 and write_maps():
        return True
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    except OSError:
        return False
    return True


def write_maps_of(pid: int) -> bool:
    """Map root and nobody of process ``pid``'s user namespace to themselves; needs root outside.

    Only a process outside may map two users, and without nobody there is no user whose number of processes
    the kernel would limit.
    """
    both = f"0 0 1\n{NOBODY_ID} {NOBODY_ID} 1\n"
    try:
        Path(f"/proc/{pid}/uid_map").write_text(both)
        Path(f"/proc/{pid}/gid_map").write_text(both)
    except OSError:
        return False
    return True
