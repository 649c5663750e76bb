"""Record a class in the gradebook while it is graded; trouble with the gradebook never stops the grading."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from graders.grading.results import SubmissionResult
from graders.grading.submission import Submission
from graders.run_file import Run, present_suites

if TYPE_CHECKING:
    from graders.gradebook import Gradebook
    from graders.gradebook.handed_in import HandedIn


class RecordingError(Exception):
    """The gradebook cannot be used or did not take every result; the message is one sentence."""


class ClassRecorder(Protocol):
    """Takes the results of a class."""

    def begin(self, run: Run, done: Iterable[tuple[Submission, SubmissionResult]]) -> None:
        """Take what earlier runs left in the report folder."""

    def record(self, submission: Submission, result: SubmissionResult) -> None:
        """Take one result."""

    def finish(self) -> None:
        """Make sure that every result was taken.

        Raises:
            RecordingError: if one was not.
        """


@contextmanager
def class_recorder(options: argparse.Namespace, submissions: Sequence[Submission]) -> Iterator[ClassRecorder]:
    """Give the recorder for the gradebook that the ``grade`` command names, or one that does nothing.

    Args:
        options: of the ``grade`` command.
        submissions: what is graded.

    Raises:
        RecordingError: if the gradebook cannot be opened, or the time of handing in cannot be understood.
    """
    if options.gradebook is None:
        if options.submitted_at is not None or options.zone is not None:
            raise RecordingError("--submitted-at and --zone are for a gradebook: add --gradebook URL.")
        yield _NoRecorder()
        return
    # The database's modules are loaded only where a gradebook is wanted.
    from graders.gradebook import Gradebook, GradebookError

    try:
        times = _times(options, submissions)
        book = Gradebook(options.gradebook)
    except (GradebookError, ValueError) as error:
        raise RecordingError(str(error)) from error
    with book:
        yield _GradebookRecorder(book, times, present_suites(options.suites), str(options.out))


def person() -> str:
    """Return who runs this command, as far as the system knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name, in a container
        return "unknown"


def _times(options: argparse.Namespace, submissions: Sequence[Submission]) -> dict[str, HandedIn]:
    from graders.gradebook.clock import now, parse_when, zone_named
    from graders.gradebook.handed_in import HandedIn, KnownFrom, handed_in_times

    zone = None if options.zone is None else zone_named(options.zone)
    sources = [submission.source for submission in submissions]
    if options.submitted_at is not None:
        given = HandedIn(
            _no_future(parse_when(options.submitted_at, options.zone).at, now()), KnownFrom.GIVEN
        )
        return dict.fromkeys(sources, given)
    return handed_in_times(options.folder, sources, now(), zone=zone)


def _no_future(at: datetime, now: datetime) -> datetime:
    if at > now:
        raise RecordingError(
            f"Expected --submitted-at to be in the past; received {at:%Y-%m-%d %H:%M:%S} UTC."
        )
    return at


class _NoRecorder:
    """For a class without a gradebook."""

    def begin(self, run: Run, done: Iterable[tuple[Submission, SubmissionResult]]) -> None:
        """Do nothing."""

    def record(self, submission: Submission, result: SubmissionResult) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""


class _GradebookRecorder:
    """Records each result as it comes. After a failure it waits until the end and then tries all that is missing."""

    def __init__(
        self, book: Gradebook, times: Mapping[str, HandedIn], suites: Mapping[str, str], reports: str
    ) -> None:
        self._book = book
        self._suites = suites
        self._times = times
        self._reports = reports
        self._who = person()
        self._missing: list[tuple[Submission, SubmissionResult, str]] = []

    def begin(self, run: Run, done: Iterable[tuple[Submission, SubmissionResult]]) -> None:
        """Record what earlier runs left in the report folder; nearly always it is recorded already."""
        self._run = run
        for submission, result in done:
            # Which suite gave an old result is not known for sure; the oldest, so that a regrade includes it.
            self._take(submission, result, run.suites[submission.exercise])

    def record(self, submission: Submission, result: SubmissionResult) -> None:
        """Record one result that the present suite gave."""
        self._take(submission, result, self._suites[submission.exercise])

    def finish(self) -> None:
        """Try again what could not be recorded."""
        from graders.gradebook import GradebookError

        try:
            for submission, result, suite in self._missing:
                self._write(submission, result, suite)
        except GradebookError as error:
            raise RecordingError(
                f"{error} Every result is in {self._reports}: run the same command with --resume to record them."
            ) from error

    def _take(self, submission: Submission, result: SubmissionResult, suite: str) -> None:
        if not self._missing:
            try:
                self._write(submission, result, suite)
                return
            except Exception:  # whatever it is, the class goes on; finish() tries again and tells
                pass
        self._missing.append((submission, result, suite))

    def _write(self, submission: Submission, result: SubmissionResult, suite: str) -> None:
        from graders.gradebook.recording import Grading, record

        times = self._times[submission.source]
        with self._book.writing() as session:
            record(session, Grading(submission, result, times, self._run.run, suite, self._who))
