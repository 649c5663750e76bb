"""The lesson Cats and dogs on disk, as a script with workers that train nothing and real folders."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from dashboard.components.pet_clinic import FAULTS, left_over
from dashboard.components.split_comparison import compared_configs
from dashboard.experiments import split_disk
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import Failed, Queued
from dashboard.experiments.runs import HOME_VARIABLE, RunStore
from dashboard.experiments.split_disk import Cleaning, for_training, split
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words
from tests.dashboard.lessons.runs_on_disk import RunsOnDisk

open_lesson = partial(lesson_pages.open_lesson, "cats-and-dogs-on-disk")

PETS = TrainingConfig("cats_v_dogs", "folders", filters=16, epochs=30, copies=True)
CLEAN = {"cut": "mend", "others": "mend", "misnamed": "mend", "copies": "False"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where the folders are kept; made once for all tests here."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def pool(monkeypatch, home):
    scripted = RunsOnDisk(RunStore(home / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    use_pool(monkeypatch, scripted)
    return scripted


def figures(at):
    """The counts of the split on show."""
    return [metric.value for metric in at.metric][:4]


def test_the_folder_on_the_disk_is_shown_with_its_faults(pool, home):
    at = open_lesson()

    assert "Cat/  261 files, 200 pictures" in at.code[0].value
    [kinds] = [table.value for table in at.table if "what a file is" in table.value]
    assert dict(zip(kinds["what a file is"], kinds["files"], strict=True)) == {
        "Zero length": 24,
        "Cut short": 10,
        "Not a picture": 8,
        "Copy of another": 80,
        "Misnamed": 12,
        "Nothing wrong": 388,
    }
    assert [path.name for path in (home / "cache").rglob("all/PetImages/Dog/217.jpg")] == ["217.jpg"]


@pytest.mark.parametrize("fault", [FAULTS[1], FAULTS[4], FAULTS[5]], ids=lambda fault: fault.title)
def test_a_kind_of_file_can_be_looked_at(pool, fault):
    at = open_lesson(files=fault.title)

    [files] = [table.value for table in at.table if "how it shows" in table.value]
    assert len(files)
    assert fault.advice in words(at)


def test_what_is_left_follows_the_decisions_which_are_in_the_address(pool):
    at = open_lesson()
    assert "522 of 522 files stay" in words(at)
    for key in ("cut-widget", "others-widget", "misnamed-widget"):
        at.radio(key=key).set_value("mend").run()
    at.radio(key="pets-copies").set_value(False).run()

    assert "424 of 522 files stay" in words(at)
    assert "Nothing is wrong with the rest." in words(at)
    assert CLEAN.items() <= at.query_params.items()


def test_what_is_still_wrong_is_counted(pool, home):
    found = split_disk.files_found(home / "cache")
    told = left_over(found, Cleaning(frozenset(), rename=False))

    assert (
        "18 that stop Keras or are no example, 80 copies and 12 misnamed, of which Keras would not see 6"
        in told
    )


def test_copies_leak_although_the_split_is_right(pool):
    at = open_lesson(cut="mend", others="mend", misnamed="mend")

    training, testing, both, neither = figures(at)
    assert (training, testing, neither) == ("384", "96", "0")
    assert int(both) > 0
    assert f"{both} of them have another name there" in words(at)


@pytest.mark.parametrize(
    ("version", "size", "expected"),
    [
        ("right", "1.0", ["400", "0", "0", "0"]),
        ("notes", "1.0", ["400", "400", "400", "0"]),
        ("front", "0.8", ["320", "80", "80", "80"]),
        ("thrown-away", "0.8", ["320", "80", "0", "0"]),
        ("counted-first", "0.8", ["338", "86", "24", "0"]),
    ],
)
def test_each_version_and_size_shows_its_overlap(pool, version, size, expected):
    at = open_lesson(split=version, split_size=size, **CLEAN)

    assert figures(at) == expected
    assert ("Testing has nothing by noto, noto-v1, twemoji" in words(at)) == (version == "thrown-away")


def test_the_split_on_show_is_that_of_the_panel_and_of_the_program(pool):
    at = open_lesson(**CLEAN)
    at.radio(key="pets-split").set_value("notes").run()
    at.select_slider(key="pets-split_size").set_value(1.0).run()
    at.button(key="pets-train").click().run()

    config = pool.store.read(pool.submitted[-1]).config
    assert config == replace(PETS, copies=False, split="notes", split_size=1.0)
    assert {"split": "notes", "split_size": "1.0"}.items() <= at.query_params.items()
    programs = [
        code.value for code in at.code if "testing_set = shuffled_set[-testing_length:]" in code.value
    ]
    assert len(programs) == 2, "beside the settings, and in the program to download"
    assert "SPLIT_SIZE = 1.0\n" in programs[-1]


def test_split_data_is_watched_file_by_file(pool):
    at = open_lesson(**CLEAN)
    slider = at.slider(key="pets-watch-done")
    assert slider.value == slider.max == 424
    at.button(key="pets-watch-next").click().run()

    log = at.code[4].value
    assert log == "200.jpg is zero length, so ignoring."
    at.slider(key="pets-watch-done").set_value(13).run()
    assert at.code[4].value.endswith("-> training/cats")
    assert "cats/   1 files" in at.code[3].value
    assert "skipped: 12 files" in at.code[3].value


def test_a_split_that_plays_moves_and_can_be_paused(pool):
    at = open_lesson(**CLEAN)
    at.button(key="pets-watch-play").click().run()

    moved = at.slider(key="pets-watch-done").value
    assert 0 < moved < 424
    assert at.button(key="pets-watch-play").label == "Pause"
    at.button(key="pets-watch-play").click().run()
    assert at.button(key="pets-watch-play").label == "Watch from the start"
    assert at.slider(key="pets-watch-done").value == moved


def test_the_splits_are_compared_on_one_seed_beside_the_prediction(pool):
    at = open_lesson(seed="7", **{"pets-leak": "b"})
    at.button(key="pets-compare-train").click().run()

    right = replace(PETS, seed=7, copies=False)
    configs = [pool.store.read(run_id).config for run_id in pool.submitted]
    assert configs == [right, replace(right, split="front"), replace(right, copies=True)]
    assert at.button(key="pets-compare-train").disabled
    for run_id, testing in zip(pool.submitted, (0.84, 1.0, 0.9), strict=True):
        pool.finish(run_id, 1.0, testing, 0.85)
    at.run()

    [table] = [table.value for table in at.table if "promised too much" in table.value]
    assert list(table["promised too much"]) == ["-1.0 points", "+15.0 points", "+5.0 points"]
    assert (
        "After epoch 1: the testing folder says 100.0 %, untouched pictures say 85.0 %: it promises 15.0 points more"
        in words(at)
    )
    assert at.radio(key="pets-leak_choice").disabled, "a prediction is made before"
    assert "All testing pictures are training pictures." in words(at)


def test_a_run_that_failed_is_left_out_of_the_comparison(pool):
    runs = [pool.submit(replace(PETS, copies=False, split=split), "ana") for split in ("right", "front")]
    pool.store.append(runs[0], Queued(0))
    pool.store.append(runs[0], Failed("The training broke."))
    pool.finish(runs[1], 1.0, 1.0, 0.85)
    at = open_lesson(splits=",".join(runs))

    assert [error.value for error in at.error] == ["The training broke."]
    assert "From the front: the testing folder says 100.0 %" in words(at)
    assert "Right: the testing folder" not in words(at)


def test_the_right_split_alone_does_not_answer_the_question(pool):
    run = pool.finish(pool.submit(PETS, "ana"), 0.9, 0.8, 0.8)
    at = open_lesson(run=run.id)

    assert "What happened" not in words(at)


def test_a_leaky_run_of_the_panel_answers_it_too(pool):
    run = pool.finish(pool.submit(replace(PETS, split="front"), "ana"), 1.0, 1.0, 0.8)
    at = open_lesson(run=run.id, split="front")

    assert "it promises 20.0 points more than is so" in words(at)


@pytest.mark.parametrize(
    ("config", "versions"),
    [
        (PETS, ["right", "front", "right"]),
        (replace(PETS, copies=False), ["right", "front"]),
        (replace(PETS, copies=False, split="front"), ["right", "front"]),
        (replace(PETS, split="counted-first"), ["right", "front", "counted-first"]),
        (replace(PETS, split="notes", split_size=1.0), ["right", "front", "notes"]),
        (replace(PETS, split="all-but-last", split_size=1.0), ["right", "front"]),
    ],
)
def test_a_split_with_nothing_to_test_on_is_not_compared(config, versions):
    configs = compared_configs(config)

    assert [each.split for each in configs] == versions
    assert all(each.validation_examples for each in configs)


def test_folders_that_cannot_be_made_are_one_sentence_and_the_rest_of_the_page_is_there(
    pool, tmp_path, monkeypatch
):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "pets").write_text("in the way")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    at = open_lesson()

    assert len(at.warning) == 1
    assert "cannot be written" in at.warning[0].value
    assert at.button(key="pets-train")


def test_a_file_that_is_no_picture_is_copied_all_the_same_and_told(pool, home):
    made = split(home / "cache", Cleaning(frozenset(), rename=False), "right", 0.8, 42)
    place = next(number for number, step in enumerate(made.steps, 1) if step.name == "README.txt")
    at = open_lesson(copies="True")
    at.slider(key="pets-watch-done").set_value(place).run()

    assert "README.txt cannot be read as a picture" in words(at)
    assert for_training(copies=True).drop == split_disk.UNREADABLE
