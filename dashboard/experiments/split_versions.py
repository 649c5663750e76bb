"""``split_data`` as learners write it, right and wrong: the source that the page shows is the source that runs."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

from dashboard.experiments.pet_images import COPIES, EMPTY, PICTURES

CLASSES = ("cats", "dogs")
SIDES = ("training", "testing")


@dataclass(frozen=True)
class SplitVersion:
    """One way to write the middle of ``split_data``.

    Args:
        id: the value of ``TrainingConfig.split``.
        title: its name for people.
        lines: the lines that set ``training_set`` and ``testing_set``.
        why: what comes of it.
    """

    id: str
    title: str
    lines: tuple[str, ...]
    why: str


_LENGTH = "training_length = int(len(files) * SPLIT_SIZE)"
_REST = "testing_length = int(len(files) - training_length)"
_SHUFFLE = "shuffled_set = random.sample(files, len(files))"
_FRONT = "training_set = shuffled_set[:training_length]"
VERSIONS: dict[str, SplitVersion] = {
    version.id: version
    for version in (
        SplitVersion(
            "right",
            "Right: one cut, two sides of it",
            (_LENGTH, _SHUFFLE, _FRONT, "testing_set = shuffled_set[training_length:]"),
            "Both slices end and begin at the same place. So no file can be on both sides, and none is lost.",
        ),
        SplitVersion(
            "notes",
            "The notes': [-testing_length:]",
            (_LENGTH, _REST, _SHUFFLE, _FRONT, "testing_set = shuffled_set[-testing_length:]"),
            "It counts from the end and is right until `testing_length` is 0: `[-0:]` is `[0:]`, the whole list. "
            "At a SPLIT_SIZE of 1.0 every training picture is a testing picture too.",
        ),
        SplitVersion(
            "front",
            "Counted from the front: [:testing_length]",
            (_LENGTH, _REST, _SHUFFLE, _FRONT, "testing_set = shuffled_set[:testing_length]"),
            "Both slices begin at the front, so the smaller one lies inside the larger one. "
            "What is not in training is in neither folder.",
        ),
        SplitVersion(
            "all-but-last",
            "Minus on the wrong side: [:-testing_length]",
            (_LENGTH, _REST, _SHUFFLE, _FRONT, "testing_set = shuffled_set[:-testing_length]"),
            "All but the last `testing_length` files: exactly the training set again. "
            "At a SPLIT_SIZE of 1.0 it is `[:-0]`, which is empty.",
        ),
        SplitVersion(
            "thrown-away",
            "Shuffled, and thrown away",
            (
                _LENGTH,
                "random.sample(files, len(files))",
                "training_set = files[:training_length]",
                "testing_set = files[training_length:]",
            ),
            "`random.sample` returns a new list and leaves `files` as it is. Nothing leaks, yet nothing is shuffled: "
            "the files lie artist by artist, so testing is the end of the list. At 0.8 that is the last artist alone.",
        ),
        SplitVersion(
            "counted-first",
            "Counted before the zero-length files were dropped",
            (
                "training_length = int(len(os.listdir(SOURCE)) * SPLIT_SIZE)",
                "testing_length = len(os.listdir(SOURCE)) - training_length",
                _SHUFFLE,
                _FRONT,
                "testing_set = shuffled_set[-testing_length:]",
            ),
            "The two lengths add up to more files than are left, so the slices meet in the middle and overlap: by one "
            "picture for each zero-length file. At 1.0 it is the notes' leak again.",
        ),
    )
}
_SOURCE = """def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in sorted(os.listdir(SOURCE)):
        if os.path.getsize(os.path.join(SOURCE, filename)) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")

    {lines}

    for filename in training_set:
        copyfile(os.path.join(SOURCE, filename), os.path.join(TRAINING, filename))
    for filename in testing_set:
        copyfile(os.path.join(SOURCE, filename), os.path.join(TESTING, filename))
"""


@dataclass(frozen=True)
class Step:
    """What ``split_data`` did with one file.

    Args:
        class_name: ``cats`` or ``dogs``.
        name: the file.
        side: ``training`` or ``testing``, where it was copied to; empty if it was skipped.
        said: what was printed.
    """

    class_name: str
    name: str
    side: str
    said: str = ""


def split_source(version: str) -> str:
    """Return the function ``split_data`` of a version as Python source; it needs os, random and copyfile."""
    return _SOURCE.format(lines="\n    ".join(VERSIONS[version].lines))


def split_folders(version: str, source: Path, target: Path, split_size: float, seed: int) -> tuple[Step, ...]:
    """Run a version of ``split_data`` on source/Cat and then source/Dog.

    Args:
        version: a key of ``VERSIONS``.
        source: holds the folders Cat and Dog.
        target: holds the tree of directories, training and testing with cats and dogs each.
        split_size: share of the files for training, 0 to 1.
        seed: what ``random.seed`` gets before.

    Returns:
        What was done, in its order.

    Raises:
        OSError: if a file cannot be read or written.
    """
    return _run(
        version,
        (str(source / "Cat"), str(source / "Dog")),
        str(target),
        split_size,
        seed,
        os,
        shutil.copyfile,
    )


@lru_cache(maxsize=64)
def split_counts(version: str, split_size: float, *, copies: bool) -> tuple[int, int]:
    """Return how many pictures of the cleaned folder come to training and to testing; touches no disk.

    Args:
        version: a key of ``VERSIONS``.
        split_size: share of the files for training, 0 to 1.
        copies: whether pictures that are there twice were left so.
    """
    names = [str(number) for number in range(PICTURES + copies * COPIES + EMPTY)]
    path = SimpleNamespace(join=lambda *parts: str(PurePosixPath(*parts)), getsize=_fake_size)
    fake = SimpleNamespace(listdir=lambda _: names, path=path)
    steps = _run(version, ("Cat", "Dog"), "", split_size, 0, fake, lambda *_: None)
    training, testing = (sum(step.side == side for step in steps) for side in SIDES)
    return training, testing


def _fake_size(path: str) -> int:
    return 0 if int(PurePosixPath(path).name) < EMPTY else 1


def _run(
    version: str,
    sources: tuple[str, str],
    target: str,
    split_size: float,
    seed: int,
    system: Any,
    copy: Callable[[str, str], object],
) -> tuple[Step, ...]:
    """Run the source that the page shows, with the system that it is to see, and note what it does."""
    steps: list[Step] = []
    # Set by each of the two calls below, read by what the source calls.
    now = SimpleNamespace(class_name="")

    def say(text: str) -> None:
        steps.append(Step(now.class_name, text.split(" is zero", maxsplit=1)[0], "", text))

    def copyfile(origin: str, destination: str) -> None:
        copy(origin, destination)
        goal = PurePosixPath(Path(destination).as_posix())
        steps.append(Step(now.class_name, goal.name, goal.parent.parent.name))

    names: dict[str, Any] = {"os": system, "random": random.Random(seed), "print": say, "copyfile": copyfile}
    exec(split_source(version), names)  # our own text, above: no word of it comes from outside
    for class_name, source in zip(CLASSES, sources, strict=True):
        now.class_name = class_name
        training, testing = (str(Path(target, side, class_name)) for side in SIDES)
        names["split_data"](source, training, testing, split_size)
    return tuple(steps)
