"""What a learner's two generators yield, for training and for validation, and that each reads its own folder.

For exercises whose learners write ``train_val_generators``. As :mod:`graders.grading.generators`, for two.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graders.grading.generators import (
    GeneratorReport,
    expect_binary_labels,
    expect_count,
    expect_generator,
    labels_of_files,
)
from graders.grading.verdicts import Wrong

NAMES = ("training", "validation")
FOLDERS = ("TRAINING_DIR", "VALIDATION_DIR")


@dataclass(frozen=True)
class GeneratorPair:
    """What ``train_val_generators`` returned for two folders, as far as its process says.

    Args:
        returned: kind of the answer: "values" for a tuple or list, "none", or another.
        reports: of each value in it.
        files: of the folders for training and validation, bytes by path; the last folder of a path is the class. The
            two hold different numbers of pictures.
    """

    returned: str
    reports: tuple[GeneratorReport, ...]
    files: tuple[Mapping[str, bytes], Mapping[str, bytes]]

    @classmethod
    def read(
        cls, answer: Any, training: Mapping[str, bytes], validation: Mapping[str, bytes]
    ) -> GeneratorPair:
        """Return what a probe reported as ``returned`` and ``generators``, what ``read_pictures`` tells of each."""
        told: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
        found = told.get("generators")
        reports = tuple(map(GeneratorReport.read, found)) if isinstance(found, list) else ()
        return cls(str(told.get("returned")), reports, (training, validation))

    @property
    def counts(self) -> tuple[int, ...]:
        """How many pictures each value yields."""
        return tuple(report.count for report in self.reports)

    @property
    def wanted(self) -> tuple[int, int]:
        """How many pictures lie in each folder."""
        return len(self.files[0]), len(self.files[1])


def expect_pair(pair: GeneratorPair) -> None:
    """Hold that two generators came, each of which yields pictures."""
    if len(pair.reports) != 2:
        told = {
            "none": (
                "returns_nothing",
                "train_val_generators returned None. It must return the generators, not print them: end it with "
                "return train_generator, validation_generator.",
            ),
            "generator": (
                "one_generator_only",
                "Only one generator came. Return both, with a comma between them.",
            ),
            "ImageDataGenerator": (
                "no_flow",
                "An ImageDataGenerator alone knows no pictures: return what its flow_from_directory returns, for both.",
            ),
        }
        mistake, why = told.get(
            pair.returned, ("no_pair", "train_val_generators must return two generators.")
        )
        several = f"{len(pair.reports)} values"
        raise Wrong(
            why,
            expected="two generators",
            received=several if pair.returned == "values" else pair.returned,
            mistake=mistake,
        )
    for name, report in zip(("first", "second"), pair.reports, strict=True):
        if report.kind == "none":
            raise Wrong(
                f"The {name} of the two values is None: it must be a generator too.",
                expected="two generators",
                received=f"None as the {name} value",
                mistake="one_generator_only",
            )
        expect_generator(report, "train_val_generators")
    for folder, report, files in zip(FOLDERS, pair.reports, pair.files, strict=True):
        if not report.count:
            expect_count(report, len(files), folder, "one of the folders in it")


def expect_own_folders(pair: GeneratorPair, elsewhere: Collection[int]) -> None:
    """Hold that each generator yields each picture of its own folder, once.

    Args:
        pair: of two generators.
        elsewhere: how many pictures lie in other folders that the learner knows, each number unlike those of the pair.
    """
    if pair.counts != pair.wanted:
        _explain_counts(pair, elsewhere)
    for name, report, files in zip(FOLDERS, pair.reports, pair.files, strict=True):
        expect_count(report, len(files), name, "one of the folders in it")
        different = len(files) if report.thumbnails is None else len(np.unique(report.thumbnails, axis=0))
        if different < len(files):
            raise Wrong(
                f"As many pictures came as lie in {name}, but some of them twice and others not at all.",
                expected="each picture once",
                received=f"{different} different pictures",
                mistake="pictures_repeated",
            )


def _explain_counts(pair: GeneratorPair, elsewhere: Collection[int]) -> None:
    """Fail with the cause if the counts tell it."""
    (training, validation), (first, second) = pair.wanted, pair.counts
    known = {
        (validation, training): (
            "folders_exchanged",
            "The two are exchanged: the first generator reads VALIDATION_DIR and the second TRAINING_DIR. Training "
            "comes first, also in return.",
        ),
        (training, training): (
            "same_folder_twice",
            "Both generators read TRAINING_DIR. Then validation shows pictures that the model has learnt by heart: "
            "give the second one directory=VALIDATION_DIR.",
        ),
        (validation, validation): (
            "same_folder_twice",
            "Both generators read VALIDATION_DIR: give the first one directory=TRAINING_DIR.",
        ),
    }
    mistake, why = known.get((first, second), ("", ""))
    is_cut = first + second in (training, validation) and first != training and second not in (0, validation)
    if not why and is_cut:
        mistake, why = (
            "split_of_one_folder",
            "Both generators read one and the same folder, cut in two. The pictures are split already: leave out "
            "validation_split and subset, and read TRAINING_DIR for one and VALIDATION_DIR for the other.",
        )
    if not why and {first, second} & set(elsewhere):
        mistake, why = (
            "fixed_folders",
            "The pictures of other folders came. Read the folders that the function is given, TRAINING_DIR and "
            "VALIDATION_DIR, and not fixed paths.",
        )
    if why:
        raise Wrong(
            why,
            expected=f"{training} and {validation} pictures",
            received=f"{first} and {second} pictures",
            mistake=mistake,
        )


def expect_of_both(pair: GeneratorPair, expect: Callable[[GeneratorReport], None]) -> None:
    """Hold something of both generators, and say which is wrong where only one of them is."""
    _expect_each(lambda number: expect(pair.reports[number]))


def expect_labels_of_both(pair: GeneratorPair, every: int) -> None:
    """Hold that each picture has one label, 0 or 1, which is its folder's, and that they mean the same in both.

    Args:
        pair: of two generators.
        every: as it was given to ``read_pictures``.
    """
    _expect_each(lambda number: expect_binary_labels(pair.reports[number], pair.files[number], every))
    first, second = (
        _first_label(report, files, every) for report, files in zip(pair.reports, pair.files, strict=True)
    )
    if first is not None and second is not None and first != second:
        raise Wrong(
            "A class has another label in validation than in training. Give both calls the same classes, or leave "
            "that argument out: then the classes are numbered in the order of the alphabet, in both.",
            expected="one numbering of the classes for both",
            received=f"the first class is {first} in training and {second} in validation",
            mistake="labels_differ",
        )


def _expect_each(expect: Callable[[int], None]) -> None:
    found: dict[str, Wrong] = {}
    for number, name in enumerate(NAMES):
        try:
            expect(number)
        except Wrong as wrong:
            found[name] = wrong
    if found:
        name, first = next(iter(found.items()))
        where = "" if len(found) == 2 else f"This is about the {name} generator only. "
        raise Wrong(
            where + first.message, expected=first.expected, received=first.received, mistake=first.mistake
        )


def _first_label(report: GeneratorReport, files: Mapping[str, bytes], every: int) -> int | None:
    """Return which label the first class has, or None where no picture of it can be recognised."""
    known = labels_of_files(report, files, every)
    if report.labels is None or len(known) != report.labels.size or not (known == 0).any():
        return None
    return int(report.labels.ravel()[known == 0][0])


def expect_unchanged_pictures(report: GeneratorReport, files: Mapping[str, bytes], every: int) -> None:
    """Hold that the validation pictures are those of the files: neither turned nor cut, mirrored nor recoloured."""
    known = labels_of_files(report, files, every)
    changed = int((known < 0).sum()) if len(known) == len(files) else len(files)
    if changed:
        raise Wrong(
            "The validation pictures were changed on their way. Augment training pictures only: validation has an "
            "ImageDataGenerator(rescale=1/255) of its own.",
            expected=f"{len(files)} pictures as they are in VALIDATION_DIR",
            received=f"{changed} changed pictures",
            mistake="validation_augmented",
        )
