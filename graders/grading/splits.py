"""Splitting files in folders into two parts: files drawn for it, what a split did, and what every right one is.

For exercises whose learners write ``split_data``. What a split did is told by the learner's process, so nothing in it
is taken on trust.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.verdicts import Wrong

Files = Mapping[str, NDArray[np.uint8]]
_KINDS = ("bird", "cat", "dog", "fish", "horse", "newt")


def draw_files(rng: np.random.Generator, count: int, empty: int = 0) -> dict[str, NDArray[np.uint8]]:
    """Draw files: ``count`` of them with different bytes, ``empty`` of none, in a random order.

    No name is part of another one.
    """
    numbers = rng.choice(np.arange(10_000, 100_000), count + empty, replace=False)
    kind = _KINDS[int(rng.integers(len(_KINDS)))]
    files = {}
    for place in rng.permutation(count + empty):
        size = 0 if place >= count else int(rng.integers(20, 200))
        files[f"{kind}.{numbers[place]}.jpg"] = rng.integers(0, 256, size).astype(np.uint8)
    return files


def digest_of(content: NDArray[np.uint8]) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(content.tobytes()).hexdigest()


def not_empty(files: Files) -> set[str]:
    """Return the names of the files that hold anything."""
    return {name for name, content in files.items() if content.size}


@dataclass(frozen=True)
class Split:
    """One call of ``split_data`` and what it did, as far as its process says.

    Args:
        files: what lay in the source.
        size: SPLIT_SIZE.
        source, training, testing: what lies in each folder afterwards: the SHA-256 of a file's bytes, or what else it
            is, by name.
        elsewhere: paths of what lies in none of them.
        order: names as os.listdir gave them before.
        printed: what was printed.
        stays: whether the current folder is still the same.
        raised: the class of a forgiven exception, or empty.
    """

    files: Files
    size: float
    source: Mapping[str, str]
    training: Mapping[str, str]
    testing: Mapping[str, str]
    elsewhere: Sequence[str]
    order: Sequence[str]
    printed: str
    stays: bool
    raised: str

    @property
    def length(self) -> int:
        """How many files belong into training."""
        return int(len(not_empty(self.files)) * self.size)

    @property
    def asked(self) -> str:
        """The call, in words."""
        empty = len(self.files) - len(not_empty(self.files))
        files = "1 file" if len(self.files) == 1 else f"{len(self.files)} files"
        return f"{files}{f', {empty} of them empty' if empty else ''}, SPLIT_SIZE {self.size:g}"


def texts_of(value: Any) -> list[str]:
    """Return the texts in an answer that should be a list of them."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def entries_of(value: Any) -> dict[str, str]:
    """Return the texts, by their names, in an answer that should be such a mapping."""
    pairs = value.items() if isinstance(value, dict) else ()
    return {name: entry for name, entry in pairs if isinstance(name, str) and isinstance(entry, str)}


def read_split(answer: Any, files: Files, size: float, folders: Sequence[str]) -> Split:
    """Return what a split did, from a probe's answer.

    Args:
        answer: has the fields ``files``: what lies in all folders, by path; ``order``, ``printed``, ``stays``,
            ``raised``, as :class:`Split` has them. Whatever is missing or of another type is taken for nothing.
        files: what lay in the source before.
        size: SPLIT_SIZE.
        folders: names of source, training and testing, as they begin the paths; none lies in another.
    """
    report = answer if isinstance(answer, dict) else {}
    found = entries_of(report.get("files"))
    source, training, testing = (
        {
            path.removeprefix(f"{folder}/"): entry
            for path, entry in found.items()
            if path.startswith(f"{folder}/")
        }
        for folder in folders
    )
    printed, raised = report.get("printed"), report.get("raised")
    return Split(
        files,
        size,
        source=source,
        training=training,
        testing=testing,
        elsewhere=sorted(
            path for path in found if not path.startswith(tuple(f"{each}/" for each in folders))
        ),
        order=texts_of(report.get("order")),
        printed=printed if isinstance(printed, str) else "",
        stays=report.get("stays") is True,
        raised=raised if isinstance(raised, str) else "",
    )


def some_of(names: Iterable[str]) -> str:
    """Return the first of some names, for a message."""
    shown = sorted(names)
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")


def expect_copies(split: Split) -> None:
    """Fail unless whatever lies in TRAINING and TESTING is a copy of a file of the source, under its name."""
    for folder, found in (("TRAINING", split.training), ("TESTING", split.testing)):
        for name, content in sorted(found.items()):
            if name not in split.files:
                raise Wrong(
                    f"In {folder} lies a file that SOURCE does not hold. Copies keep the names that the files have.",
                    expected=f"names such as {some_of(split.files)}",
                    received=name,
                    mistake="other_names",
                )
            if content == "link":
                raise Wrong(
                    f"In {folder} lies a link, which breaks when SOURCE is deleted. Copy the file: "
                    "copyfile(source, destination).",
                    expected="a copy",
                    received=f"a link called {name}",
                    mistake="link_not_copy",
                )
            if content != digest_of(split.files[name]):
                raise Wrong(
                    f"A file in {folder} does not hold what the file of that name in SOURCE holds. copyfile(source, "
                    "destination) copies every byte.",
                    expected=f"{name} with {split.files[name].size} bytes",
                    received="other content",
                    mistake="other_content",
                )


def expect_both_sides(split: Split) -> None:
    """Fail if TRAINING or TESTING is empty."""
    for name, found in (("TRAINING", split.training), ("TESTING", split.testing)):
        if not found:
            raise Wrong(
                f"Nothing arrived in {name} ({split.asked}). Two loops are needed: one for each folder.",
                expected="copies in both folders",
                received=f"{len(split.training)} files in TRAINING, {len(split.testing)} in TESTING",
                mistake="one_side_empty",
            )


def expect_everything_once(split: Split) -> None:
    """Fail unless each file that is not empty lies in exactly one of TRAINING and TESTING."""
    expect_copies(split)
    pictures = not_empty(split.files)
    both = set(split.training) & set(split.testing) & pictures
    if both:
        raise Wrong(
            f"{len(both)} of {len(pictures)} pictures lie in TRAINING and in TESTING ({split.asked}): the model would "
            "be tested on what it learnt by heart. Cut the shuffled list at one place: shuffled[:training_length] and "
            "shuffled[training_length:].",
            expected="no picture on both sides",
            received=some_of(both),
            mistake="leaky_split",
        )
    lost = pictures - set(split.training) - set(split.testing)
    if lost:
        raise Wrong(
            f"{len(lost)} of {len(pictures)} pictures arrived in neither folder ({split.asked}). Whatever is not for "
            "training is for testing: shuffled[training_length:].",
            expected=f"{len(pictures)} pictures in the two folders together",
            received=f"{len(pictures) - len(lost)}; missing: {some_of(lost)}",
            mistake="pictures_lost",
        )


# What else the size of a training set may have been taken for: its rule, of the number of pictures and SPLIT_SIZE, the
# mistake's id and its sentence.
_OTHER_SIZES: tuple[tuple[Callable[[int, float], int], str, str], ...] = (
    (
        lambda count, size: round(count * size),
        "rounded",
        "The number was rounded. int cuts the fraction off, so that 22.9 gives 22.",
    ),
    (
        lambda count, size: math.ceil(count * size),
        "rounded_up",
        "The number was rounded up, or int was taken of the part for testing. Take int of the part for training, so "
        "that 22.1 gives 22; all others are for testing.",
    ),
    (
        lambda count, size: count - int(count * size),
        "swapped",
        "TRAINING has as many as TESTING should: the two folders are exchanged.",
    ),
)


def expect_training_size(*splits: Split) -> None:
    """Fail unless ``int(number of files that are not empty * SPLIT_SIZE)`` files lie in TRAINING.

    Args:
        splits: several, so that the rule behind wrong numbers can be told from chance.
    """
    wrong = [split for split in splits if len(split.training) != split.length]
    if not wrong:
        return
    mistake, why = next(
        (
            (mistake, why)
            for rule, mistake, why in _OTHER_SIZES
            if all(len(each.training) == rule(len(not_empty(each.files)), each.size) for each in splits)
        ),
        (
            "wrong_size",
            "TRAINING gets exactly int(len(files) * SPLIT_SIZE) files: shuffle one list, and cut it there.",
        ),
    )
    split = wrong[0]
    raise Wrong(
        f"{why} ({split.asked})",
        expected=f"{split.length} files in TRAINING",
        received=f"{len(split.training)} files in TRAINING, {len(split.testing)} in TESTING",
        mistake=mistake,
    )
