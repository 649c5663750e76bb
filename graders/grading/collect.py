"""Find the submissions in a folder or zip, whatever the LMS called them, without trusting anything in it."""

from __future__ import annotations

import os
import re
import stat
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from graders.grading.source import MAX_NOTEBOOK_BYTES, MAX_PY_BYTES
from graders.grading.submission import Submission

MAX_FILES = 50_000
MAX_EXTRA_FILES = 10
MAX_ZIP_BYTES = 2_000_000_000
MAX_RATIO = 200

# "anna_123_4567_callbacks.py", "anna_LATE_123_4567_callbacks-2.py": what Canvas makes of an upload.
_LMS_NAME = re.compile(r"^(?P<learner>.+?)(_LATE)?_\d+_\d+_(?P<name>.+)$", re.DOTALL)
# "callbacks-1", "callbacks (2)", "callbacks_copy": a repeated upload or download.
_REPEAT = re.compile(r"([-_ ]?\(\d{1,3}\)|-\d{1,3})$")
# Windows knows none of these but the last, and needs that one.
_READ_SAFELY = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _READ_SAFELY |= getattr(os, _flag, 0)
_NOT_EXTRA = frozenset({"conftest", "sitecustomize", "usercustomize", "setup", "probe", "submission"})


class CollectError(Exception):
    """The folder or zip cannot be graded at all; the message is one sentence."""


@dataclass(frozen=True)
class Collection:
    """What was found.

    Args:
        submissions: sorted by learner and exercise; of several files for the same, the newest name wins.
        ignored: files left out, with the reason, for people.
    """

    submissions: tuple[Submission, ...]
    ignored: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Found:
    """One regular file, not yet read for more than its bytes."""

    path: PurePosixPath
    content: bytes
    problem: str = ""


def collect(place: Path, exercises: Sequence[str], only: str | None = None) -> Collection:
    """Collect the submissions of a folder or zip.

    Args:
        place: ``<learner>/<exercise>.py|.ipynb``, LMS names, or a zip of either.
        exercises: ids of the exercises that exist.
        only: leave out submissions for any other exercise.

    Raises:
        CollectError: if the place does not exist, cannot be read, or holds no submission.
    """
    if not place.exists():
        raise CollectError(f"Expected a folder or a zip of submissions, but {place} does not exist.")
    try:
        if place.is_dir():
            found = list(_walk(place))
        elif zipfile.is_zipfile(place):
            found = list(_unzip(place))
        else:
            raise CollectError(f"Expected a folder or a zip of submissions, but {place} is neither.")
    except OSError as error:
        raise CollectError(f"{place} cannot be read: {error.strerror or error}.") from error
    collection = _sort(found, exercises, only)
    if not collection.submissions:
        wanted = only or " or ".join(exercises)
        raise CollectError(
            f"No submission found in {place}: expected files such as <learner>/{wanted}.py or "
            f"<learner>_<digits>_<digits>_{wanted}.py (or .ipynb)."
        )
    return collection


def read_single(path: Path, exercise: str, learner: str = "") -> Submission:
    """Read one file as a submission for ``exercise``, with the modules beside it that it may import.

    Raises:
        CollectError: if the file does not exist or is no regular file.
    """
    if path.is_dir():
        raise CollectError(f"Expected a file, but {path} is a folder.")
    if not path.exists():
        raise CollectError(f"Expected a .py or .ipynb file, but {path} does not exist.")
    try:
        found = _read(path, PurePosixPath(path.name))
    except OSError as error:
        raise CollectError(f"{path} cannot be read: {error.strerror or error}.") from error
    return Submission(
        learner,
        exercise,
        path.name,
        found.content,
        _extra_modules_of(found.content, path),
        str(path),
        found.problem,
    )


def _extra_modules_of(content: bytes, path: Path) -> dict[str, bytes]:
    """Read the neighbouring modules that a file's text mentions in an import."""
    extra: dict[str, bytes] = {}
    for name in re.findall(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", content, re.MULTILINE)[:100]:
        module = name.decode("ascii")
        neighbour = path.with_name(f"{module}.py")
        if module in extra or not _may_be_extra(module) or not neighbour.is_file() or neighbour.is_symlink():
            continue
        if len(extra) < MAX_EXTRA_FILES and neighbour.stat().st_size <= MAX_PY_BYTES:
            extra[module] = neighbour.read_bytes()
    return {f"{module}.py": body for module, body in extra.items()}


def _walk(root: Path) -> Iterator[_Found]:
    """Yield every regular file below ``root``, following no link and opening no device."""
    count = 0
    for folder, folders, files in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(files):
            count += 1
            if count > MAX_FILES:
                raise CollectError(f"Expected at most {MAX_FILES:,} files, but {root} holds more.")
            path = Path(folder, name)
            yield _read(path, PurePosixPath(path.relative_to(root).as_posix()))
        for name in list(folders):
            path = Path(folder, name)
            if name.lower().endswith((".py", ".ipynb")):
                yield _Found(
                    PurePosixPath(path.relative_to(root).as_posix()),
                    b"",
                    "Expected a file, but this is a folder.",
                )


def _read(path: Path, shown: PurePosixPath) -> _Found:
    try:
        # O_NONBLOCK: a FIFO named callbacks.py must not hang the grader.
        descriptor = os.open(path, _READ_SAFELY)
    except OSError as error:
        link = path.is_symlink()
        return _Found(
            shown,
            b"",
            "Expected a file, but this is a link." if link else f"The file cannot be read: {error.strerror}.",
        )
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _Found(shown, b"", "Expected a file, but this is a device, pipe or socket.")
        return _bounded(shown, status.st_size, lambda size: file.read(size))


def _bounded(path: PurePosixPath, size: int, read: object) -> _Found:
    limit = MAX_NOTEBOOK_BYTES if path.suffix.lower() == ".ipynb" else MAX_PY_BYTES
    if size > limit:
        return _Found(
            path,
            b"",
            f"Expected at most {limit / 1e6:g} MB, but the file has {size / 1e6:.1f} MB: hand in the source only.",
        )
    assert callable(read)
    content = read(limit + 1)
    return _Found(
        path,
        content if len(content) <= limit else b"",
        "" if len(content) <= limit else "The file is too large.",
    )


def _unzip(place: Path) -> Iterator[_Found]:
    """Yield the files of a zip from memory; nothing is ever unpacked onto the disk."""
    try:
        with zipfile.ZipFile(place) as archive:
            entries = archive.infolist()
            _check_zip(place, entries)
            for entry in entries:
                if not entry.is_dir():
                    yield _unzip_one(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise CollectError(f"{place} is a damaged or encrypted zip: {error}.") from error


def _check_zip(place: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_FILES:
        raise CollectError(f"Expected at most {MAX_FILES:,} files, but {place} holds {len(entries):,}.")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_ZIP_BYTES or total > MAX_RATIO * max(packed, 1_000_000):
        raise CollectError(f"{place} would unpack to {total / 1e6:,.0f} MB, which looks like a zip bomb.")


def _unzip_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Found:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    mode = entry.external_attr >> 16
    if path.is_absolute() or ".." in path.parts:
        shown = PurePosixPath(*[part for part in path.parts if part not in ("/", "..")])
        return _Found(shown, b"", "The zip gives this file a path outside its folder.")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return _Found(path, b"", "Expected a file, but the zip holds a link or device.")
    try:
        with archive.open(entry) as file:
            return _bounded(path, entry.file_size, file.read)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        return _Found(path, b"", f"The file cannot be unpacked: {error}.")


def _is_clutter(path: PurePosixPath) -> bool:
    return any(
        part.startswith(".") or part in ("__MACOSX", "__pycache__") for part in path.parts if part != ".."
    )


def _identify(path: PurePosixPath, exercises: Sequence[str]) -> tuple[str, str] | None:
    """Return (learner, exercise) of a path, or None if its name is no submission's."""
    if path.suffix.lower() not in (".py", ".ipynb"):
        return None
    stem = path.name[: -len(path.suffix)]
    learner = path.parent.name
    match = _LMS_NAME.match(stem)
    if match and _exercise_named(match["name"], exercises):
        learner, stem = match["learner"], match["name"]
    exercise = _exercise_named(stem, exercises)
    return (learner, exercise) if exercise and learner else None


def _exercise_named(stem: str, exercises: Sequence[str]) -> str | None:
    names = {exercise.lower(): exercise for exercise in exercises}
    return names.get(stem.lower()) or names.get(_REPEAT.sub("", stem).lower())


def _repeat_number(path: PurePosixPath) -> tuple[int, str]:
    digits = re.findall(r"(\d{1,3})\)?$", path.stem) if _REPEAT.search(path.stem) else []
    return (int(digits[0]) if digits else 0, path.as_posix())


def _may_be_extra(module: str) -> bool:
    return (
        module.isidentifier()
        and module not in _NOT_EXTRA
        and module not in sys.stdlib_module_names
        and not _installed(module)
    )


def _installed(module: str) -> bool:
    """Whether a module of that name is installed: a learner's file must never stand in for it."""
    from importlib.machinery import PathFinder

    paths = [path for path in sys.path if "site-packages" in path]
    return PathFinder.find_spec(module, paths) is not None


def _sort(found: Sequence[_Found], exercises: Sequence[str], only: str | None) -> Collection:
    submissions: dict[tuple[str, str], Submission] = {}
    ignored: list[tuple[str, str]] = []
    extras: dict[PurePosixPath, dict[str, bytes]] = {}
    for file in sorted(found, key=lambda file: _repeat_number(file.path)):
        identity = None if _is_clutter(file.path) else _identify(file.path, exercises)
        if identity is None:
            if _is_extra_module(file):
                extras.setdefault(file.path.parent, {})[file.path.name] = file.content
            else:
                ignored.append((file.path.as_posix(), "not named like a submission"))
            continue
        if only is not None and identity[1] != only:
            ignored.append((file.path.as_posix(), f"for another exercise, {identity[1]}"))
            continue
        earlier = submissions.get(identity)
        if earlier is not None and PurePosixPath(earlier.source).parent != file.path.parent:
            # Two groups may each have an anna: whoever comes second keeps the longer name, and the work.
            identity = (file.path.parent.as_posix(), identity[1])
        elif earlier is not None:
            ignored.append((earlier.source, f"replaced by {file.path.as_posix()}"))
        submissions[identity] = Submission(
            *identity, file.path.name, file.content, source=file.path.as_posix(), problem=file.problem
        )
    complete = [_with_extras(submission, extras) for _, submission in sorted(submissions.items())]
    return Collection(tuple(complete), tuple(ignored))


def _is_extra_module(file: _Found) -> bool:
    return (
        file.path.suffix == ".py"
        and not file.problem
        and len(file.path.parts) > 1
        and _may_be_extra(file.path.stem)
    )


def _with_extras(submission: Submission, extras: Mapping[PurePosixPath, Mapping[str, bytes]]) -> Submission:
    nearby = extras.get(PurePosixPath(submission.source).parent, {})
    chosen = dict(sorted(nearby.items())[:MAX_EXTRA_FILES])
    return replace(submission, extra_files=chosen)
