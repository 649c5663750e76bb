"""Less memory for the same work: how the C library shares it out between threads."""

from __future__ import annotations

import ctypes
import os
import sys
import time

_M_ARENA_MAX = -8  # from glibc's malloc.h
_ARENAS = 2
_GIVE_BACK_SECONDS = 10.0


def be_sparing() -> None:
    """Keep few pools of memory; call it before there are threads, and before Arrow is imported.

    Arrow, which Streamlit's tables need, keeps a pool of its own unless told to use the C library's: 9 MB more in the
    dashboard after a few visits. Glibc keeps two pools instead of eight a core.

    A page is drawn in a new thread each time, and every pool keeps what its threads once needed. Elsewhere than on
    Linux with glibc nothing happens.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    library = _glibc()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return to the system what is free; worth it after a large start-up."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def keep_giving_back(every: float = _GIVE_BACK_SECONDS) -> None:
    """Return to the system, again and again, what pages that were closed have left free; never returns.

    The C library keeps freed memory for itself: a server that has shown twenty pages would stay as large as it ever
    was. One call takes a few milliseconds.

    Args:
        every: seconds between two calls.
    """
    while True:
        give_back()
        time.sleep(every)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
