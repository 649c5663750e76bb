"""The hooks of a run: condensed, in words, and as a file."""

import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.hooks import HookCall, after_the_stop, condensed, log_rows, read_hooks, write_hooks

CALLS = (
    HookCall("on_train_begin", None, None, {}),
    HookCall("on_epoch_begin", 0, None, {}),
    HookCall("on_train_batch_begin", 0, 0, {}),
    HookCall("on_train_batch_end", 0, 0, {"loss": 2.0}, stops=True),
    HookCall("on_epoch_end", 0, None, {"loss": 2.0, "val_loss": 2.5}),
    HookCall("on_train_end", None, None, {"loss": 2.0}),
)


def test_the_batches_of_an_epoch_are_one_mark():
    marks = condensed(CALLS)
    assert [mark.lane for mark in marks] == ["training", "epoch", "train batches", "epoch", "training"]
    assert marks[2].title == "on_train_batch_begin and _end, epoch 0, 1 batch"
    assert [mark.stops for mark in marks] == [False, False, True, False, False]


def test_a_mark_shows_its_logs():
    assert log_rows(condensed(CALLS)[2])[1] == {"hook": "on_train_batch_end", "number": "0", "loss": "2.0000"}
    assert log_rows(condensed(CALLS)[0])[0]["logs"] == "{} (empty)"


def test_says_what_still_fired_after_the_stop():
    told = after_the_stop(CALLS)
    assert "set in on_train_batch_end. After that no more batch was trained" in told
    assert "still called on_epoch_end, on_train_end." in told
    assert after_the_stop(CALLS[:2]) == ""


def test_a_file_keeps_the_calls_and_a_damaged_one_is_told(tmp_path):
    name = write_hooks(tmp_path, CALLS)
    assert read_hooks(tmp_path) == CALLS
    (tmp_path / name).write_text("[{}]")
    with pytest.raises(ArtifactError, match="record it again"):
        read_hooks(tmp_path)
