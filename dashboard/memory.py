"""Less memory for the same work: how the C library shares it out between threads."""

from __future__ import annotations

import ctypes
import os
import sys

_M_ARENA_MAX = -8  # from glibc's malloc.h
_ARENAS = 2


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


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "malloc_trim") else None
