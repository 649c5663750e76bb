"""Runs beside the submission, in the sandbox: lays out folders, calls the functions, and tells what is there then.

Holds questions only. Whatever it reports is data from the learner's process; ``test_split_data.py`` judges it. What
lies in a folder may be anything: links are named, not followed; pipes are not waited for; files are read up to a size,
and folders up to a number of entries.
"""

# mypy: disable-error-code="name-defined"
# The sandbox sets the global `submission`, the learner's module, before this file runs.
from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MAX_ENTRIES = 2_000
MAX_DEPTH = 6
MAX_FILE_BYTES = 65_536
MAX_PRINTED = 40_000
_home = Path.cwd()
# One for all calls: a logger that is set up in the first call keeps writing to it.
_heard = io.StringIO()


def make_tree(root: str, files: dict[str, Any] | None = None) -> dict[str, Any]:
    """Call ``create_train_val_dirs`` on a folder that does not exist yet.

    Args:
        root: the folder's name.
        files: put into the tree before the function is called a second time, bytes by path below ``root``. None for
            one call only.

    Returns:
        What :func:`_asked` returns; ``raised`` is of the second call.
    """
    with _new_folder() as base:
        path = base / root
        if files is None:
            return _asked(lambda: submission.create_train_val_dirs(str(path)), base)
        submission.create_train_val_dirs(str(path))
        for name, content in files.items():
            _write(path / name, content)
        return _asked(lambda: submission.create_train_val_dirs(str(path)), base, forgiving=True)


def split(
    files: dict[str, Any],
    folders: list[str],
    size: float,
    slash: bool = True,
    relative: bool = False,
    forgiving: bool = False,
) -> dict[str, Any]:
    """Lay out files and call ``split_data`` on them.

    Args:
        files: bytes by name, in the order in which they are written.
        folders: names of source, training and testing, below a new folder.
        size: SPLIT_SIZE.
        slash: whether the folders are given with a slash at their end.
        relative: whether they are given below the current folder, and not from the root.
        forgiving: whether an exception is reported instead of raised.

    Returns:
        What :func:`_asked` returns, and ``order``: the names as ``os.listdir`` gave them before.
    """
    with _new_folder() as base:
        for folder in folders:
            (base / folder).mkdir(parents=True)
        for name, content in files.items():
            _write(base / folders[0] / name, content)
        order = [path.name for path in (base / folders[0]).iterdir()]
        if relative:
            os.chdir(base)
        end = "/" if slash else ""
        paths = [(folder if relative else str(base / folder)) + end for folder in folders]
        answer = _asked(lambda: submission.split_data(*paths, size), base, forgiving)
        return answer | {"order": order}


@contextlib.contextmanager
def _new_folder() -> Iterator[Path]:
    """Give a new folder, and remove it afterwards, wherever the learner's code went meanwhile."""
    base = Path(tempfile.mkdtemp()).resolve()
    try:
        yield base
    finally:
        os.chdir(_home)
        with contextlib.suppress(OSError, RecursionError):
            shutil.rmtree(base, ignore_errors=True)


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.tobytes())


def _asked(call: Callable[[], Any], base: Path, forgiving: bool = False) -> dict[str, Any]:
    """Run a call and describe what it did.

    Returns:
        ``folders`` and ``files``: all below ``base``, as :func:`_below` returns them; ``printed``: on both standard
        streams; ``stays``: whether the current folder is still the same; ``raised``: the class of the exception, or
        empty.
    """
    before, raised = Path.cwd(), ""
    _heard.seek(0)
    _heard.truncate()
    try:
        with contextlib.redirect_stdout(_heard), contextlib.redirect_stderr(_heard):
            call()
    except Exception as error:
        if not forgiving:
            raise
        raised = type(error).__name__
    finally:
        sys.stdout.write(_heard.getvalue())
    folders, files = _below(base)
    return {
        "folders": folders,
        "files": files,
        "printed": _heard.getvalue()[:MAX_PRINTED],
        "stays": _current() == before,
        "raised": raised,
    }


def _current() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # it was removed
        return None


def _below(base: Path) -> tuple[list[str], dict[str, str]]:
    """Return the paths of all folders below ``base``, and what each other entry is, as :func:`_content` returns it.

    At most ``MAX_ENTRIES`` of them, down to a depth of ``MAX_DEPTH``.
    """
    folders: list[str] = []
    files: dict[str, str] = {}
    waiting = [""]
    while waiting:
        here = waiting.pop()
        for name, is_folder in _entries(base / here):
            if len(folders) + len(files) >= MAX_ENTRIES:
                return folders, files
            path = f"{here}/{name}" if here else name
            if not is_folder:
                files[path] = _content(base / path)
                continue
            folders.append(path)
            if path.count("/") < MAX_DEPTH:
                waiting.append(path)
    return folders, files


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """Return names in a folder, and whether each is itself a folder; none if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return [
                (entry.name, entry.is_dir(follow_symlinks=False))
                for entry in itertools.islice(entries, MAX_ENTRIES + 1)
            ]
    except OSError:
        return []


def _content(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, or what else lies there: ``link``, ``special``, ``large`` or ``closed``."""
    try:
        # Not blocking: a pipe without a writer would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return "link" if path.is_symlink() else "closed"
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            return "special"
        if state.st_size > MAX_FILE_BYTES:
            return "large"
        return hashlib.sha256(file.read(MAX_FILE_BYTES)).hexdigest()
