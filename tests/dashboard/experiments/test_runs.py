"""Runs on disk: bounded, readable by any process, tolerant of crashes."""

import errno
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Finished, Progress, Resumed, Started
from dashboard.experiments.run import RunState
from dashboard.experiments.runs import INTERRUPTED, RunNotFoundError, RunStore, RunStoreError, default_root


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def finished(store, size=0):
    run = store.create(TrainingConfig())
    (store.folder(run.id) / "weights.npz").write_bytes(bytes(size))
    store.append(run.id, Started())
    store.append(run.id, Finished({}, 1.0))
    return run.id


def age(store, run_id, seconds):
    path = store.folder(run_id) / "config.json"
    os.utime(path, (path.stat().st_mtime - seconds,) * 2)


def test_another_store_reads_what_one_wrote(store):
    config = TrainingConfig(units=7)
    run = store.create(config)
    store.append(run.id, Started())
    store.append(run.id, Progress(0, 0.5))
    store.append(run.id, EpochEnd(0, {"loss": float("nan"), "accuracy": 0.5}, 0.1))
    read = RunStore(store.root).read(run.id)
    assert (read.config, read.state, read.history["accuracy"]) == (config, RunState.RUNNING, [0.5])
    assert len((store.folder(run.id) / "events.jsonl").read_text().splitlines()) == 2


def test_ids_cannot_be_guessed(store):
    ids = {store.create(TrainingConfig()).id for _ in range(20)}
    assert len(ids) == 20
    assert all(len(run_id) == 16 for run_id in ids)


@pytest.mark.parametrize(
    "run_id", ["", ".", "..", "../../../../etc", "a" * 16 + "/..", "/etc/passwd", "a" * 16, "\0" * 16]
)
def test_an_id_that_is_not_ours_reaches_no_file(store, run_id):
    for ask in (store.read, store.folder, store.artifacts):
        with pytest.raises(RunNotFoundError, match="There is no run"):
            ask(run_id)
    store.delete(run_id)


def test_a_cut_line_and_garbage_are_passed_over(store):
    run = store.create(TrainingConfig())
    store.append(run.id, Started())
    store.append(run.id, EpochEnd(0, {"loss": 0.5}))
    with (store.folder(run.id) / "events.jsonl").open("ab") as file:
        file.write(b'\xff\xfe\n[1]\n{"type": "epoch_end", "epo')
    assert store.read(run.id).history == {"loss": [0.5]}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"config": {"units": 0}, "owner": {}}', b"\xff"])
def test_a_damaged_config_means_there_is_no_run(store, content):
    run = store.create(TrainingConfig())
    (store.folder(run.id) / "config.json").write_bytes(content)
    with pytest.raises(RunNotFoundError):
        store.read(run.id)


def test_a_run_whose_process_is_gone_has_failed(store):
    run = store.create(TrainingConfig())
    store.append(run.id, Started())
    path = store.folder(run.id) / "config.json"
    record = json.loads(path.read_text())
    record["owner"]["started"] -= 1  # an earlier process that had the same number
    path.write_text(json.dumps(record))
    read = store.read(run.id)
    assert (read.state, read.message) == (RunState.FAILED, INTERRUPTED)


def disowned(store, run_id):
    path = store.folder(run_id) / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"owner": {}}))


def kept(store, epochs=2):
    run = store.create(TrainingConfig())
    ending = [EpochEnd(epoch, {"loss": 0.5}) for epoch in range(epochs)]
    for event in (Started(), *ending, Finished({"state": "state.npz"}, 1.0)):
        store.append(run.id, event)
    return store.read(run.id)


def test_a_reopened_run_belongs_to_this_process_and_is_never_removed(store):
    run = kept(store)
    disowned(store, run.id)
    again = store.reopen(run, Resumed(20))
    assert again == store.read(run.id)
    assert (again.state, again.config.epochs, again.epochs_done) == (RunState.QUEUED, 20, 2)
    RunStore(store.root, max_runs=0).prune()
    assert store.run_ids() == (run.id,)


def test_a_resumed_run_whose_process_is_gone_loses_nothing_before_its_next_epoch(store):
    run = store.reopen(kept(store), Resumed(20))
    disowned(store, run.id)
    read = store.read(run.id)
    assert read.state is RunState.STOPPED
    assert read.message.endswith("Resume goes on from its weights.")


def test_a_resumed_run_whose_process_is_gone_after_an_epoch_has_failed(store):
    run = store.reopen(kept(store), Resumed(20))
    store.append(run.id, EpochEnd(2, {"loss": 0.4}))
    disowned(store, run.id)
    assert (store.read(run.id).state, store.read(run.id).epochs_done) == (RunState.FAILED, 3)


def test_a_run_that_cannot_be_reopened_stays_as_it_was(store, monkeypatch):
    run = kept(store)

    def no_space(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", no_space)
        with pytest.raises(RunStoreError, match="is full"):
            store.reopen(run, Resumed(20))
    assert store.read(run.id) == run
    store.delete(run.id)
    with pytest.raises(RunNotFoundError):
        store.reopen(run, Resumed(20))


def test_a_finished_run_needs_no_process(store):
    run_id = finished(store)
    path = store.folder(run_id) / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"owner": {}}))
    assert store.read(run_id).state is RunState.FINISHED


def test_the_oldest_finished_runs_make_room(tmp_path):
    store = RunStore(tmp_path, max_runs=3)
    old, middle, new = (finished(store) for _ in range(3))
    for run_id, seconds in ((old, 30), (middle, 20), (new, 10)):
        age(store, run_id, seconds)
    latest = store.create(TrainingConfig()).id
    assert store.run_ids() == (latest, new, middle)


def test_large_runs_make_room_by_bytes(tmp_path):
    store = RunStore(tmp_path, max_bytes=15_000)
    old, new = finished(store, 10_000), finished(store, 10_000)
    age(store, old, 10)
    store.prune()
    assert store.run_ids() == (new,)


def test_a_run_in_training_is_never_removed(tmp_path):
    store = RunStore(tmp_path, max_runs=1)
    running = store.create(TrainingConfig()).id
    age(store, running, 10)
    finished(store)
    store.prune()
    assert store.run_ids() == (running,)


def test_a_deleted_run_is_gone(store):
    run_id = finished(store)
    store.delete(run_id)
    store.delete(run_id)
    with pytest.raises(RunNotFoundError, match="removed to make room"):
        store.read(run_id)


def test_other_folders_are_left_alone(store):
    (store.root / "notes").mkdir(parents=True)
    store.create(TrainingConfig())
    assert len(store.run_ids()) == 1
    assert (store.root / "notes").is_dir()


def test_a_full_disk_is_one_sentence(store, monkeypatch):
    def no_space(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", no_space)
    with pytest.raises(RunStoreError, match="is full: free some space"):
        store.create(TrainingConfig())


def test_a_root_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(RunStoreError, match=r"cannot be written .*make it writable"):
        RunStore(tmp_path / "file").create(TrainingConfig())


def test_the_root_can_be_moved(monkeypatch, tmp_path):
    monkeypatch.setenv("TENSORFLOW_BY_DOING_HOME", str(tmp_path))
    assert default_root() == tmp_path / "runs"
    monkeypatch.delenv("TENSORFLOW_BY_DOING_HOME")
    assert default_root().parts[-2:] == ("var", "runs")


def test_runs_made_at_the_same_time_in_a_full_store_do_not_harm_each_other(tmp_path):
    store = RunStore(tmp_path, max_runs=5)
    together = threading.Barrier(4)

    def make_many(_):
        together.wait()
        return [store.create(TrainingConfig()).id for _ in range(15)]

    with ThreadPoolExecutor(4) as threads:
        made = [run_id for ids in threads.map(make_many, range(4)) for run_id in ids]
    assert len(set(made)) == 60
    for run_id in made:  # none of them is over, so none was removed to make room
        assert store.read(run_id).config == TrainingConfig()
