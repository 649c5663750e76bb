"""When files were handed in: their own times, in folders and in zips, and what is no believable time."""

import os
import struct
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from graders.gradebook.handed_in import HandedIn, KnownFrom, handed_in_times

MOMENT = datetime(2026, 10, 24, 21, 59, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
GRADED = HandedIn(NOW, KnownFrom.GRADED)


def test_a_file_in_a_folder_has_its_own_time(tmp_path):
    (tmp_path / "ana").mkdir()
    file = tmp_path / "ana" / "callbacks.py"
    file.touch()
    os.utime(file, (0, MOMENT.timestamp()))
    times = handed_in_times(tmp_path, ["ana/callbacks.py", "gone.py"], NOW)
    assert times == {"ana/callbacks.py": HandedIn(MOMENT, KnownFrom.FILE), "gone.py": GRADED}


@pytest.mark.parametrize("seconds", [0, NOW.timestamp() + 60, 2**40])
def test_a_time_that_cannot_be_is_not_believed(tmp_path, seconds):
    file = tmp_path / "ana_1_2_callbacks.py"
    file.touch()
    os.utime(file, (0, seconds))
    assert handed_in_times(tmp_path, [file.name], NOW) == {file.name: GRADED}


def zipped(tmp_path, date_time, extra=b"", name="ana/callbacks.py"):
    place = tmp_path / "class.zip"
    entry = zipfile.ZipInfo(name, date_time)
    entry.extra = extra
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(entry, "x = 1")
    return place


def test_a_zip_with_times_in_utc_needs_no_zone(tmp_path):
    extra = struct.pack("<HHBi", 0x5455, 5, 1, int(MOMENT.timestamp()))
    place = zipped(tmp_path, (2026, 10, 24, 1, 0, 0), extra)
    times = handed_in_times(place, ["ana/callbacks.py"], NOW, zone=ZoneInfo("Asia/Tokyo"))
    assert times == {"ana/callbacks.py": HandedIn(MOMENT, KnownFrom.ZIP)}


def test_a_zip_with_local_times_is_read_in_the_zone_given(tmp_path):
    place = zipped(tmp_path, (2026, 10, 24, 23, 59, 30), name="ana\\callbacks.py")
    times = handed_in_times(place, ["ana/callbacks.py"], NOW, zone=ZoneInfo("Europe/Madrid"))
    assert times == {"ana/callbacks.py": HandedIn(MOMENT, KnownFrom.ZIP)}


def test_of_a_local_time_that_happens_twice_the_first_counts(tmp_path):
    place = zipped(tmp_path, (2026, 10, 25, 2, 30, 0))
    times = handed_in_times(place, ["ana/callbacks.py"], NOW, zone=ZoneInfo("Europe/Madrid"))
    assert times["ana/callbacks.py"].at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date_time", "extra"),
    [
        ((1980, 1, 1, 0, 0, 0), b""),  # what tools write that keep no times
        ((2026, 13, 40, 0, 0, 0), b""),
        ((1980, 1, 1, 0, 0, 0), struct.pack("<HHBi", 0x5455, 5, 1, 0)),
        ((1980, 1, 1, 0, 0, 0), b"\x55\x54\xff\xff\x01"),
    ],
)
def test_a_zip_without_a_believable_time_says_nothing(tmp_path, date_time, extra):
    place = zipped(tmp_path, date_time, extra)
    assert handed_in_times(place, ["ana/callbacks.py"], NOW) == {"ana/callbacks.py": GRADED}
