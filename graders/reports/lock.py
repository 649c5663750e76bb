"""One grader at a time in a report folder."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        # A record lock, not flock: it dies with this process even when a forked worker outlives it, so a
        # killed run never blocks the next one.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Record locks do not tell two users in one process apart, so those are kept apart here, by device and inode.
_held_here: set[tuple[int, int]] = set()


class FolderLock:
    """A lock file, tried once. The operating system releases it when the process ends, however it ends.

    Args:
        path: the lock file; created if missing, never removed (removing one races with the next to take it).

    Raises:
        OSError: if the file cannot be created or the file system knows no locks.
    """

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        self.held = False
        self.owner = ""
        """``" (process 1234)"`` for the one that holds it when we do not, as far as known."""
        state = None
        with suppress(FileNotFoundError):
            state = path.lstat()
        if state is not None and (state.st_dev, state.st_ino) in _held_here:
            self.owner = f" (process {os.getpid()})"  # opening and closing it here would drop the lock
            return
        self._descriptor = os.open(path, flags, 0o666)
        try:
            _take(self._descriptor)
        except (BlockingIOError, PermissionError):  # another process holds it
            self.owner = _owner(self._descriptor)
            os.close(self._descriptor)
            return
        except OSError:  # the file system knows no locks
            os.close(self._descriptor)
            raise
        self.held = True
        state = os.fstat(self._descriptor)
        self._identity = (state.st_dev, state.st_ino)
        _held_here.add(self._identity)
        self._sign()

    def release(self) -> None:
        """Let the next one in; releasing twice is harmless."""
        if self.held:
            self.held = False
            _held_here.discard(self._identity)
            os.close(self._descriptor)

    def _sign(self) -> None:
        """Write our process id for whoever comes second; a full disk must not keep the lock from working."""
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, b"%d\n" % os.getpid())


def _owner(descriptor: int) -> str:
    with suppress(OSError, ValueError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        return f" (process {int(os.read(descriptor, 20))})"
    return ""
