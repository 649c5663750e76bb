"""Clearing up after learner code, where no mount namespace does it."""

import os

from graders.sandbox import workspace


def test_everything_in_a_work_folder_can_be_removed(tmp_path):
    base, kept = tmp_path / "base", tmp_path / "kept"
    base.mkdir()
    kept.mkdir()
    (kept / "file").write_text("not the learner's")
    (base / "link").symlink_to(kept)
    (base / "\x1b[2J\n").write_text("x")
    (base / "locked").mkdir()
    (base / "locked" / "inside").touch()
    (base / "locked").chmod(0)
    os.mkfifo(base / "pipe")
    workspace.clear(base)
    assert not base.exists()
    assert (kept / "file").read_text() == "not the learner's"


def test_folders_deeper_than_python_recurses_can_be_removed(tmp_path):
    base = tmp_path / "base"
    base.mkdir()
    at = os.open(base, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("deep", dir_fd=at)
        below = os.open("deep", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    workspace.clear(base)
    assert not base.exists()


def test_clearing_what_is_not_there_is_no_harm(tmp_path):
    workspace.clear(tmp_path / "nothing")
