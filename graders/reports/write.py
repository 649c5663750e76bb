"""The report folder on disk: results as they come, then the pages.

``results.jsonl`` is the record: each line is on the disk before its submission counts as graded, so a killed
run loses nothing. All other files are made from it and replaced whole.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from graders.grading.results import SubmissionResult
from graders.reports import table
from graders.reports.cells import ENCODING
from graders.reports.details import ClassDetails
from graders.reports.gradescope import to_gradescope_json
from graders.reports.html import class_page, page_link, pair_page, submission_page
from graders.reports.jsonl import read_lines, to_line
from graders.reports.junit import to_junit
from graders.reports.lms import lms_csv
from graders.reports.lock import FolderLock
from graders.reports.matching import attendance
from graders.reports.paths import report_paths
from graders.reports.roster import Kind
from graders.reports.side_by_side import FOLDER, pair_paths
from graders.reports.text import shown_line

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)  # absent on Windows
_BINARY = getattr(os, "O_BINARY", 0)  # present on Windows only


class ReportError(Exception):
    """The report folder cannot be used; the message is one sentence for the person who asked for it."""


class ReportFolder:
    """A report folder, held by one grader at a time. Use it as a context manager, from one thread.

    Opening creates the folder, takes its lock and cuts off a last line that a crash left unfinished.

    Args:
        path: the folder; its parents are created too.

    Raises:
        ReportError: if it cannot be created or written, if another grader is writing to it, or if its
            ``results.jsonl`` is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records = path / "results.jsonl"
        self._superseded = False
        with self._told("cannot be used as a report folder"):
            path.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(path / ".lock")
        if not self._lock.held:
            raise ReportError(
                f"Another grader{self._lock.owner} is writing to {_name(path)}: "
                "wait until it ends, or choose another folder with --out."
            )
        try:
            self._completed = self._repair()
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let other graders use the folder; closing twice is harmless."""
        self._lock.release()

    def completed(self) -> dict[str, SubmissionResult]:
        """Return every result recorded so far by its key, as recorded; the last one for a key counts."""
        return dict(self._completed)

    def clear(self) -> None:
        """Forget the recorded results; they stay in ``results.previous.jsonl`` until the next ones do.

        Raises:
            ReportError: if the file cannot be renamed.
        """
        if self._completed:  # an empty file must not push out the results kept aside before
            with self._told("cannot be written"):
                self._records.replace(self.path / "results.previous.jsonl")
        self._completed = {}

    def append(self, result: SubmissionResult, key: str) -> None:
        """Record one result; when this returns, a crash or a power cut cannot lose it.

        Args:
            result: the result.
            key: the caller's name for the work done (learner, exercise, digest of the file); opaque here.

        Raises:
            ReportError: if the disk refuses, e.g. because it is full; what was recorded before stays.
        """
        line = to_line(result, key).encode("ascii")
        with self._told("cannot be written"):
            descriptor = self._open_records()
            try:
                _append_whole(descriptor, line)
            finally:
                os.close(descriptor)
        self._superseded |= key in self._completed
        self._completed[key] = result

    def finish(self, results: Sequence[SubmissionResult], details: ClassDetails | None = None) -> None:
        """Write the CSV files, the JUnit file, every page and Gradescope file, and last the class's page.

        A submission recorded twice keeps its last record. Each file is replaced whole, so a reader never meets
        half a file.

        Args:
            results: every result of the class, those of earlier runs included.
            details: what else the reports say.

        Raises:
            ReportError: if a file cannot be written; the recorded results are not touched.
        """
        details = details or ClassDetails()
        results = sorted(results, key=lambda result: (result.learner, result.exercise, result.source))
        listed = (details.roster, attendance(details.roster, results)) if details.roster else None
        with self._told("cannot be written"):
            if self._superseded:  # something was graded again after a fault of ours
                lines = [to_line(result, key).encode("ascii") for key, result in self._completed.items()]
                self._write("results.jsonl", b"".join(lines), keep=True)
                self._superseded = False
            self._write("results.csv", table.to_csv(results).encode(ENCODING))
            for kind in Kind:
                self._write(f"{kind}.csv", lms_csv(kind, results, details.titles, listed))
            self._write("junit.xml", to_junit(results).encode())
            for result, path in zip(results, report_paths(results), strict=True):
                page = submission_page(result, class_href=page_link(path))
                self._write(f"{path}.html", page.encode())
                gradescope = to_gradescope_json(result, leaderboard=details.leaderboard)
                self._write(f"gradescope/{path}.json", gradescope.encode())
            paths = self._write_pairs(details)
            page = class_page(results, details.similar, paths, listed[1] if listed else None)
            self._write("index.html", page.encode())

    def _write_pairs(self, details: ClassDetails) -> dict[tuple[str, int], PurePosixPath]:
        """Write the page of each similar pair, after removing those of an earlier run."""
        paths = pair_paths(details.similar)
        if (self.path / FOLDER).is_dir():
            _real_folder(self.path / FOLDER)
            for old in (self.path / FOLDER).glob("*-[0-9][0-9][0-9].html"):
                old.unlink()
        for one in details.similar:
            for position, pair in enumerate(one.pairs):
                page = pair_page(one.exercise, pair)
                self._write(f"{paths[one.exercise, position]}.html", page.encode())
        return paths

    def _repair(self) -> dict[str, SubmissionResult]:
        """Read the recorded results and cut off an unfinished last line."""
        with self._told("cannot be written"):
            descriptor = self._open_records()
            with os.fdopen(descriptor, "r+b") as records:
                data = records.read()
                try:
                    contents = read_lines(data)
                except ValueError as error:
                    raise ReportError(
                        f"{_name(self._records)} is damaged, {error}: remove that line to grade that "
                        "submission again, or grade everything again into another folder."
                    ) from error
                if contents.intact < len(data):
                    records.truncate(contents.intact)
                    os.fsync(records.fileno())
        completed = {record.key: record.result for record in contents.records}
        self._superseded = len(completed) < len(contents.records)
        return completed

    def _open_records(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINKS | _BINARY
        return os.open(self._records, flags, 0o666)

    def _write(self, relative: str, data: bytes, keep: bool = False) -> None:
        """Replace one file whole, never through a link that something planted in the folder.

        Args:
            relative: the file's place in the folder.
            data: its new content.
            keep: wait until the disk has it; without that a power cut may lose it, as all but ``results.jsonl`` may.
        """
        *folders, name = relative.split("/")
        folder = self.path
        for part in folders:
            folder /= part
            _real_folder(folder)
        # The lock makes this name ours; one that a killed run left behind is removed first.
        temporary = folder / f".{name}.tmp"
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS | _BINARY, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                if keep:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(folder / name)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Turn what the operating system says into one sentence for the person who started the grader."""
        try:
            yield
        except OSError as error:
            where = error.filename2 or error.filename or self.path
            raise ReportError(f"{_name(where)} {what}: {_reason(error)}.") from error


def _append_whole(descriptor: int, line: bytes) -> None:
    """Append ``line`` and wait until the disk has it; on failure leave the file as it was."""
    start = os.fstat(descriptor).st_size
    try:
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(descriptor, start)
        raise


def _real_folder(path: Path) -> None:
    """Make sure ``path`` is a folder and not a link to one; removing a link never harms what it points to."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        path.mkdir()
        return
    if stat.S_ISLNK(mode):
        path.unlink()
        path.mkdir()
    elif not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, "a file is where a folder must be", str(path))


def _reason(error: OSError) -> str:
    """Return why the operating system refused, and what to try."""
    advice = {
        errno.ENOSPC: "the disk is full; free some space and run again with --resume",
        errno.EDQUOT: "your disk quota is used up; free some space and run again with --resume",
        errno.EROFS: "the disk is read-only; choose another folder with --out",
        errno.EACCES: "you have no right to write there; choose another folder with --out",
        errno.EPERM: "you have no right to write there; choose another folder with --out",
        errno.ENOTDIR: "a file is where a folder must be; remove it or choose another folder with --out",
        errno.EEXIST: "a file is where a folder must be; remove it or choose another folder with --out",
        errno.ELOOP: "it is a link, which is not followed; remove it or choose another folder with --out",
        errno.EISDIR: "a folder is where a file must be; remove it or choose another folder with --out",
        errno.ENAMETOOLONG: "the name is too long; choose another folder with --out",
    }
    return advice.get(error.errno or 0, error.strerror or str(error))


def _name(path: Path | str) -> str:
    return shown_line(str(path), 300)
