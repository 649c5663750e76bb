"""Six ways to write ``split_data``: which of them leak, at which SPLIT_SIZE, and that what is shown is what runs."""

import os
import random
import shutil
from collections import Counter

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.split_versions import SIDES, VERSIONS, split_counts, split_folders, split_source

GOOD, EMPTY = 20, 3


@pytest.fixture
def source(tmp_path):
    """Folders Cat and Dog with 20 files each, and 3 of zero length."""
    for name in ("Cat", "Dog"):
        (tmp_path / "PetImages" / name).mkdir(parents=True)
        for number in range(GOOD + EMPTY):
            content = b"x" if number < GOOD else b""
            (tmp_path / "PetImages" / name / f"{number:02d}.jpg").write_bytes(content)
    return tmp_path / "PetImages"


def sides(steps, class_name="cats"):
    """The names that came to training and to testing, in the order of copying."""
    return tuple(
        [step.name for step in steps if (step.side, step.class_name) == (side, class_name)] for side in SIDES
    )


def in_folder(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def run(source, tmp_path):
    def split(version, split_size, seed=42, target="tree"):
        for side in SIDES:
            for name in ("cats", "dogs"):
                (tmp_path / target / side / name).mkdir(parents=True)
        return split_folders(version, source, tmp_path / target, split_size, seed)

    return split


@pytest.mark.parametrize("split_size", [0.1, 0.5, 0.8, 0.9, 0.95, 1.0])
def test_the_right_version_never_leaks_and_loses_nothing(run, tmp_path, split_size):
    steps = run("right", split_size)

    for class_name in ("cats", "dogs"):
        training, testing = sides(steps, class_name)
        assert not set(training) & set(testing)
        assert len(training) + len(testing) == GOOD
        assert len(training) == int(GOOD * split_size)
        for side, names in zip(SIDES, (training, testing), strict=True):
            assert in_folder(tmp_path / "tree" / side / class_name) == sorted(names)


# How many of 20 files are in training, in testing, and in both.
@pytest.mark.parametrize(
    ("version", "split_size", "training", "testing", "both"),
    [
        ("notes", 0.9, 18, 2, 0),
        ("notes", 1.0, 20, 20, 20),
        ("front", 0.8, 16, 4, 4),
        ("all-but-last", 0.8, 16, 16, 16),
        ("all-but-last", 1.0, 20, 0, 0),
        ("thrown-away", 0.8, 16, 4, 0),
        # Counted with the three empty files: int(23 * 0.8) = 18 and 5 more.
        ("counted-first", 0.8, 18, 5, 3),
    ],
)
def test_each_wrong_version_leaks_as_it_is_said_to(run, version, split_size, training, testing, both):
    names = sides(run(version, split_size))

    assert tuple(map(len, names)) == (training, testing)
    assert len(set(names[0]) & set(names[1])) == both


def test_only_the_version_that_throws_the_shuffle_away_keeps_the_order(run):
    unshuffled = [f"{number:02d}.jpg" for number in range(16)]
    kept = {version for version in VERSIONS if sides(run(version, 0.8, target=version))[0] == unshuffled}

    assert kept == {"thrown-away"}


def test_zero_length_files_are_skipped_with_the_words_of_the_notes(run):
    skipped = [step for step in run("right", 0.9) if not step.side]

    assert [step.said for step in skipped] == [
        f"{number}.jpg is zero length, so ignoring." for _ in range(2) for number in (20, 21, 22)
    ]
    assert Counter(step.class_name for step in skipped) == {"cats": 3, "dogs": 3}


def test_the_same_seed_gives_the_same_split_and_another_seed_another(run):
    assert run("right", 0.8) == run("right", 0.8, target="again")
    assert run("right", 0.8, target="third") != run("right", 0.8, seed=43, target="fourth")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_source_on_the_page_does_the_same_in_a_program_of_its_own(version, run, source, tmp_path, capsys):
    steps = run(version, 0.8)
    names = {"os": os, "random": random, "copyfile": shutil.copyfile}
    exec(split_source(version), names)
    random.seed(42)
    for name, class_name in (("Cat", "cats"), ("Dog", "dogs")):
        folders = [tmp_path / "program" / side / class_name for side in SIDES]
        for folder in folders:
            folder.mkdir(parents=True)
        names["split_data"](str(source / name), *map(str, folders), 0.8)

    assert capsys.readouterr().out.splitlines() == [step.said for step in steps if step.said]
    for class_name in ("cats", "dogs"):
        for side, copied in zip(SIDES, sides(steps, class_name), strict=True):
            assert in_folder(tmp_path / "program" / side / class_name) == sorted(copied)


def test_settings_know_their_examples_without_a_disk():
    config = TrainingConfig("cats_v_dogs", "folders", split="notes", split_size=1.0)

    assert (config.training_examples, config.validation_examples) == (400, 400)
    assert split_counts("right", 0.8, copies=False) == (320, 80)
    assert split_counts("right", 0.8, copies=True) == (384, 96)
    assert split_counts("right", 1.0, copies=False) == (400, 0)


def test_settings_of_a_split_are_in_the_address():
    config = TrainingConfig("cats_v_dogs", "folders", split="front", split_size=0.9, copies=True)
    query = config.to_query()

    assert {"split": "front", "split_size": "0.9", "copies": "True"}.items() <= query.items()
    assert TrainingConfig.from_query(query) == (config, ())
    assert TrainingConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"split": "both"}, "split must be one of right, notes"),
        ({"split_size": "0"}, "split_size must be a number from 0.1 to 1"),
        ({"split_size": "nan"}, "split_size must be a number from 0.1 to 1"),
        ({"copies": "yes"}, "copies must be one of False, True"),
    ],
)
def test_a_split_that_there_is_not_is_one_sentence(query, problem):
    defaults = TrainingConfig("cats_v_dogs", "folders")
    config, problems = TrainingConfig.from_query(query, defaults, fixed=True)

    assert config == defaults
    assert len(problems) == 1
    assert problems[0].startswith(problem)
