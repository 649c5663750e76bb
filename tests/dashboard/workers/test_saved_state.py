"""The file a run goes on from."""

import errno
from pathlib import Path

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.workers import saved_state
from dashboard.workers.saved_state import STATE_FILE, SavedState, read_state, write_state

STATE = SavedState(3, {"dense/kernel": np.ones((2, 3), np.float32), "seed": np.array([1, 2], np.uint32)})


def test_what_is_written_is_read(tmp_path):
    assert write_state(tmp_path, STATE) == ""
    read = read_state(tmp_path)
    assert read.epochs == 3
    assert set(read.variables) == set(STATE.variables)
    for name, array in STATE.variables.items():
        np.testing.assert_array_equal(read.variables[name], array)
        assert read.variables[name].dtype == array.dtype
    assert [path.name for path in tmp_path.iterdir()] == [STATE_FILE]


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"PK\x03\x04", b"\x93NUMPY"])
def test_a_missing_or_damaged_file_is_one_sentence(tmp_path, content):
    if content is not None:
        (tmp_path / STATE_FILE).write_bytes(content)
    with pytest.raises(ArtifactError, match="missing or damaged: press Train"):
        read_state(tmp_path)


def test_a_file_cut_short_is_one_sentence(tmp_path):
    write_state(tmp_path, STATE)
    path = tmp_path / STATE_FILE
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ArtifactError, match="missing or damaged"):
        read_state(tmp_path)


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(ArtifactError, match="are gone"):
        read_state(tmp_path / "gone")


def test_a_full_disk_is_one_sentence_and_leaves_no_older_state(tmp_path, monkeypatch):
    write_state(tmp_path, STATE)

    def no_space(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez", no_space)
    assert "could not be kept for Resume: No space left on device" in write_state(tmp_path, STATE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_when_writing_is_one_sentence(tmp_path):
    assert "No such file" in write_state(Path(tmp_path) / "gone", STATE)


def test_the_size_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(saved_state, "MAX_BYTES", 10)
    assert "more than" in write_state(tmp_path, STATE)
    assert list(tmp_path.iterdir()) == []
