"""The folder that learner code works in, and the environment it sees."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


def prepare(base: Path, data: Path | None, owner: int | None) -> Path:
    """Make the work folder in ``base`` and show the course's data sets where Keras will look for them.

    Keras wants to write in its home, so that is a writable folder of links to the read-only data.

    Args:
        base: an existing, writable folder.
        data: laid out like a Keras home (``datasets/``, ``models/``), or None.
        owner: user and group to give the new folders to, or None to keep them.

    Returns:
        The work folder.
    """
    work, home = base / "work", base / ".keras"
    made = [work, home]
    for folder in made:
        folder.mkdir(exist_ok=True)  # the project itself may lie in a folder of that name
    for folder in sorted(data.iterdir()) if data is not None and data.is_dir() else ():
        if folder.is_dir():
            (home / folder.name).mkdir(exist_ok=True)
            made.append(home / folder.name)
            for entry in sorted(folder.iterdir()):
                (home / folder.name / entry.name).symlink_to(entry)
    if owner is not None:
        for path in made:
            os.chown(path, owner, owner)
    return work


def clear(base: Path) -> None:
    """Remove ``base`` with whatever learner code has left in it, as far as this process may.

    Folders nested deeper than Python recurses, or with a longer path than the kernel takes, are brought up to
    ``base`` first.
    """
    mark = os.urandom(8).hex()  # so that no name of a learner's is in the way
    waiting, emptied = [base], []
    while waiting:
        folder = waiting.pop()
        emptied.append(folder)
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
            for entry in list(os.scandir(folder)):
                with contextlib.suppress(OSError):
                    if not entry.is_dir(follow_symlinks=False):
                        Path(entry).unlink()
                        continue
                    Path(entry).chmod(0o700)
                    target = base / f"{mark}-{len(emptied)}-{len(waiting)}"
                    waiting.append(Path(entry).rename(target))
    for folder in reversed(emptied):
        with contextlib.suppress(OSError):
            folder.rmdir()


def enter(work: Path) -> None:
    """Make ``work`` the current folder and home, and replace the whole environment."""
    keras_home = str(work.parent / ".keras")
    os.chdir(work)
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    os.environ.update(HOME=str(work), TMPDIR=str(work.parent), KERAS_HOME=keras_home, USER="learner")
    # Keras read KERAS_HOME when the server imported it.
    config = sys.modules.get("keras.src.backend.config")
    if config is not None and hasattr(config, "_KERAS_DIR"):
        vars(config)["_KERAS_DIR"] = keras_home
    if str(work) not in sys.path:
        sys.path.append(str(work))  # last, so that a learner's numpy.py or queue.py shadows nothing
