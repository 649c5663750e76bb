"""When a submission was handed in: as given by a person, else the file's own time, never a guess where it is known."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import Path, PurePosixPath

_UNIX_TIMES = 0x5455  # the zip field in which Info-ZIP and others keep seconds since 1970, in UTC
_EARLIEST = datetime(1980, 1, 2, tzinfo=UTC)  # a zip that knows no time says 1980-01-01


class KnownFrom(StrEnum):
    """Where the moment comes from; a later member of :data:`TRUST` replaces an earlier one."""

    GRADED = "graded"
    FILE = "file"
    ZIP = "zip"
    GIVEN = "given"


TRUST: Mapping[KnownFrom, int] = {
    KnownFrom.GRADED: 0,
    KnownFrom.FILE: 1,
    KnownFrom.ZIP: 1,
    KnownFrom.GIVEN: 2,
}


@dataclass(frozen=True)
class HandedIn:
    """When an attempt was handed in.

    Args:
        at: the moment, in UTC.
        known_from: where it comes from.
    """

    at: datetime
    known_from: KnownFrom


def handed_in_times(
    place: Path, sources: Iterable[str], now: datetime, *, zone: tzinfo | None = None
) -> dict[str, HandedIn]:
    """Return when each file of a folder or zip was handed in, as far as its own time says.

    Args:
        place: the graded folder or zip.
        sources: paths within it, as submissions name them.
        now: the moment of grading; a file from the future has no believable time.
        zone: of times in a zip that are local times without a zone; by default the zone of this machine.

    Returns:
        A moment for each source; :attr:`KnownFrom.GRADED` where the file's time is missing or impossible.
    """
    wanted = set(sources)
    known = _folder_times(place, wanted) if place.is_dir() else _zip_times(place, wanted, zone)
    times = dict.fromkeys(wanted, HandedIn(now, KnownFrom.GRADED))
    times.update({source: one for source, one in known if _EARLIEST <= one.at <= now})
    return times


def _folder_times(place: Path, sources: Iterable[str]) -> Iterator[tuple[str, HandedIn]]:
    for source in sources:
        with suppress(OSError, ValueError, OverflowError):
            seconds = os.stat(place / source, follow_symlinks=False).st_mtime  # noqa: PTH116 - of the link itself
            yield source, HandedIn(datetime.fromtimestamp(seconds, UTC), KnownFrom.FILE)


def _zip_times(place: Path, sources: set[str], zone: tzinfo | None) -> Iterator[tuple[str, HandedIn]]:
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(place) as archive:
        for entry in archive.infolist():
            source = PurePosixPath(entry.filename.replace("\\", "/")).as_posix()
            if source in sources:
                with suppress(ValueError, OverflowError, OSError):
                    yield source, HandedIn(_entry_time(entry, zone), KnownFrom.ZIP)


def _entry_time(entry: zipfile.ZipInfo, zone: tzinfo | None) -> datetime:
    """Return the time of one entry: that in UTC where it is kept, else the local time of whoever zipped it."""
    seconds = _unix_time(entry.extra)
    if seconds is not None:
        return datetime.fromtimestamp(seconds, UTC)
    local = datetime(*entry.date_time)
    # Of a time that the clocks showed twice, the first: the doubt is the learner's.
    return (local.astimezone() if zone is None else local.replace(tzinfo=zone)).astimezone(UTC)


def _unix_time(extra: bytes) -> int | None:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNIX_TIMES and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            seconds: int = struct.unpack_from("<i", extra, 5)[0]
            return seconds
        extra = extra[4 + size :]
    return None
