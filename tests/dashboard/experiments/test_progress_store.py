import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.experiments.progress_store import LARGEST_VALUE, ProgressStore, ProgressStoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "progress.sqlite3"


@pytest.fixture
def store(path: Path) -> ProgressStore:
    return ProgressStore(path)


def test_what_was_kept_is_there_in_the_next_process(store, path):
    store.keep("a", "exercise", {"callbacks": {"best": 3.5}})
    store.keep("a", "exercise", {"cnn": {"best": 1}})

    assert ProgressStore(path).entries("a", "exercise") == {"callbacks": {"best": 3.5}, "cnn": {"best": 1}}


def test_a_value_of_the_same_name_is_replaced_and_none_removes_it(store):
    store.keep("a", "prediction", {"q": "yes", "other": "x"})
    store.keep("a", "prediction", {"q": "no", "other": None})

    assert store.entries("a", "prediction") == {"q": "no"}


def test_learners_and_kinds_are_apart(store):
    store.keep("a", "prediction", {"q": "yes"})

    assert store.entries("b", "prediction") == {}
    assert store.entries("a", "exercise") == {}


def test_a_learner_who_is_forgotten_leaves_nothing_in_the_file_and_others_stay(store, path):
    store.keep("a", "prediction", {"q": "a very particular answer"})
    store.keep("b", "prediction", {"q": "no"})

    store.forget("a")

    assert store.entries("a", "prediction") == {}
    assert store.entries("b", "prediction") == {"q": "no"}
    assert not any(b"very particular" in file.read_bytes() for file in path.parent.iterdir())


def test_nothing_is_written_by_reading_or_forgetting(store, path):
    assert store.entries("a", "prediction") == {}
    store.forget("a")

    assert not path.exists()


def test_the_learners_who_were_away_longest_are_forgotten_beyond_the_bound(path):
    store = ProgressStore(path, most_learners=2)
    for learner in ("a", "b", "a", "c"):
        store.keep(learner, "prediction", {"q": learner})

    assert [store.entries(learner, "prediction") for learner in "abc"] == [{"q": "a"}, {}, {"q": "c"}]


def test_the_oldest_entries_of_one_learner_are_forgotten_beyond_the_bound(path):
    store = ProgressStore(path, most_entries=2)
    store.keep("b", "prediction", {"0": 0})
    for number in range(4):
        store.keep("a", "prediction", {str(number): number})

    assert store.entries("a", "prediction") == {"2": 2, "3": 3}
    assert store.entries("b", "prediction") == {"0": 0}


def test_a_value_that_is_too_large_is_refused_and_the_one_before_stays(store):
    store.keep("a", "exercise", {"callbacks": 1})

    with pytest.raises(ProgressStoreError, match="at most"):
        store.keep("a", "exercise", {"callbacks": "x" * LARGEST_VALUE})

    assert store.entries("a", "exercise") == {"callbacks": 1}


def test_a_file_that_is_no_data_base_is_put_aside_and_a_new_one_begins(store, path):
    path.parent.mkdir()
    path.write_bytes(b"this was never a data base, " * 100)

    store.keep("a", "prediction", {"q": "yes"})

    assert store.entries("a", "prediction") == {"q": "yes"}
    assert [file.read_bytes()[:8] for file in path.parent.glob("*.damaged-*")] == [b"this was"]


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "home").write_text("a file, not a folder")

    with pytest.raises(ProgressStoreError, match="cannot be kept in"):
        ProgressStore(tmp_path / "home" / "progress.sqlite3").keep("a", "prediction", {"q": "yes"})


def test_a_file_of_another_schema_is_told_and_not_touched(store, path):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entry (something TEXT)")
    connection.close()

    with pytest.raises(ProgressStoreError):
        store.keep("a", "prediction", {"q": "yes"})


def test_many_threads_lose_nothing(path):
    def keep(number: int) -> None:
        ProgressStore(path).keep("a", "prediction", {str(number): number})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep, range(40)))

    assert ProgressStore(path).entries("a", "prediction") == {str(number): number for number in range(40)}
