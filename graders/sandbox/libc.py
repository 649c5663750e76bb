"""The few Linux calls that Python's standard library does not offer, through ctypes.

Every function raises ``OSError`` with the kernel's error number when it is refused, also on systems that lack it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from typing import Any

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_MOVE = 8192
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SECCOMP_MODE_FILTER = 2

AT_FDCWD = -100
AT_RECURSIVE = 0x8000
MOUNT_ATTR_RDONLY = 1
MOUNT_ATTR_NOSUID = 2
MOUNT_ATTR_NODEV = 4

# Numbers of calls without a wrapper in every C library; those above 400 are the same on all architectures.
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_MOUNT_SETATTR = 442
_LANDLOCK_CREATE = 444
_LANDLOCK_ADD = 445
_LANDLOCK_RESTRICT = 446

_MADV_COLLAPSE = 25

_LIBRARY = ctypes.CDLL(None, use_errno=True)


class _MountAttributes(ctypes.Structure):
    _fields_ = [
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns", ctypes.c_uint64),
    ]


def architecture() -> str:
    """Return ``x86_64``, ``aarch64`` or another machine name, of this process (a 32-bit one on 64-bit is neither)."""
    machine = platform.machine()
    return machine if sys.maxsize > 2**32 else f"{machine}-32"


def _call(name: str, *arguments: Any) -> int:
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, f"{name} needs Linux")
    function = getattr(_LIBRARY, name)
    result = int(function(*arguments))
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def _syscall(number: int, *arguments: Any) -> int:
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return _call("syscall", ctypes.c_long(number), *wide)


def prctl(option: int, argument: int = 0, second: int = 0) -> None:
    """Set an attribute of this process; see prctl(2)."""
    _call(
        "prctl",
        option,
        ctypes.c_ulong(argument),
        ctypes.c_ulong(second),
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )


def unshare(flags: int) -> None:
    """Move this process (for a PID namespace: its future children) into new namespaces."""
    _call("unshare", flags)


def collapse(address: int, size: int) -> bool:
    """Join the pages of a piece of memory into a huge one; False where the kernel cannot or need not."""
    return bool(_LIBRARY.madvise(ctypes.c_void_p(address), ctypes.c_size_t(size), _MADV_COLLAPSE) == 0)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount a file system; see mount(2)."""
    _call(
        "mount",
        source.encode(),
        target.encode(),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )


def unmount(target: str, flags: int = 0) -> None:
    """Unmount a file system."""
    _call("umount2", target.encode(), flags)


def set_mount_attributes(target: str, attributes: int) -> None:
    """Set ``MOUNT_ATTR_*`` on a mount and all mounts below it (Linux 5.12)."""
    wanted = _MountAttributes(set=attributes)
    _syscall(
        _MOUNT_SETATTR,
        AT_FDCWD,
        ctypes.c_char_p(target.encode()),
        AT_RECURSIVE,
        ctypes.byref(wanted),
        ctypes.sizeof(wanted),
    )


def pivot_root(new: str, old: str) -> None:
    """Make ``new`` the root of this mount namespace and put the old root at ``old``."""
    number = _PIVOT_ROOT.get(architecture())
    if number is None:
        raise OSError(errno.ENOSYS, "pivot_root: unknown architecture")
    _syscall(number, ctypes.c_char_p(new.encode()), ctypes.c_char_p(old.encode()))


def clear_capabilities() -> None:
    """Give up every capability of this thread, for good."""
    number = _CAPSET.get(architecture())
    if number is None:
        raise OSError(errno.ENOSYS, "capset: unknown architecture")
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _syscall(number, ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))


def landlock_abi() -> int:
    """Return the kernel's Landlock ABI version (at least 1)."""
    return _syscall(_LANDLOCK_CREATE, ctypes.c_void_p(None), 0, 1)


def landlock_create(attributes: ctypes.Structure, size: int) -> int:
    """Return the descriptor of a new Landlock rule set."""
    return _syscall(_LANDLOCK_CREATE, ctypes.byref(attributes), size, 0)


def landlock_add_path(ruleset: int, rule: ctypes.Structure) -> None:
    """Add a rule for what lies beneath a path."""
    _syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.byref(rule), 0)


def landlock_restrict_self(ruleset: int) -> None:
    """Put this thread and its future children under the rule set."""
    _syscall(_LANDLOCK_RESTRICT, ruleset, 0)


def install_seccomp_filter(program: bytes) -> None:
    """Put this thread and its future children under a BPF program of 8-byte instructions."""

    class _Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]

    wanted = _Program(len(program) // 8, program)
    _call(
        "prctl",
        PR_SET_SECCOMP,
        ctypes.c_ulong(SECCOMP_MODE_FILTER),
        ctypes.byref(wanted),
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )
