"""The Landlock layer: read-only files but for the work folder, no TCP, no signals or sockets to the outside."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from graders.sandbox import libc

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIRECTORY = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIRECTORY
# These make sense for a file; the others only for a directory.
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_MAKE_CHARACTER_DEVICE, _MAKE_BLOCK_DEVICE = 1 << 6, 1 << 11
_TCP_BIND_AND_CONNECT = 1 | 2
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 1 | 2


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64)]


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("access", ctypes.c_uint64), ("descriptor", ctypes.c_int32)]


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Put this process under the rules, for good; it must have given up new privileges before.

    Args:
        readable: paths beneath which files may be read and programs run; those that are not there, or out of
            reach anyway, are passed over.
        writable: paths beneath which files may also be made, written and removed.

    Raises:
        OSError: if the kernel has no Landlock or refuses.
    """
    abi = libc.landlock_abi()
    every_access = _every_file_access(abi)
    attributes = _Ruleset(
        files=every_access,
        network=_TCP_BIND_AND_CONNECT if abi >= 4 else 0,
        scope=_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if abi >= 6 else 0,
    )
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = libc.landlock_create(attributes, size)
    try:
        for path in readable:
            _allow(ruleset, path, _READ & every_access)
        for path in writable:
            _allow(ruleset, path, every_access & ~(_MAKE_CHARACTER_DEVICE | _MAKE_BLOCK_DEVICE))
        libc.landlock_restrict_self(ruleset)
    finally:
        os.close(ruleset)


def _every_file_access(abi: int) -> int:
    bits = 13 if abi == 1 else 14 if abi == 2 else 15 if abi < 5 else 16
    return (1 << bits) - 1


def _allow(ruleset: int, path: str, access: int) -> None:
    with contextlib.suppress(FileNotFoundError, PermissionError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not Path(path).is_dir():
                access &= _FOR_FILES
            libc.landlock_add_path(ruleset, _PathRule(access=access, descriptor=descriptor))
        finally:
            os.close(descriptor)
