"""Less memory for the same work: how the C library shares it out between threads."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8  # from glibc's malloc.h
_ARENAS = 2


def bound_arenas() -> None:
    """Let glibc keep two pools of memory instead of eight a core; call it before there are threads.

    A page is drawn in a new thread each time, and every pool keeps what its threads once needed. Elsewhere than on
    Linux with glibc nothing happens.
    """
    library = _glibc()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return to the system what is free; worth it after a large start-up."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
