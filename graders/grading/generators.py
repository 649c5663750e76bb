"""What a learner's generator of pictures yields, and what every right one is.

For exercises whose learners return generators over folders. What is read from one comes from the learner's process
(``read_pictures`` of the training probe), so nothing in it is taken on trust.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from graders.grading.arrays import as_finite
from graders.grading.verdicts import Wrong

SAME_PICTURE = 2.0  # mean difference in grey levels; two drawn pictures differ by more than ten


@dataclass(frozen=True)
class GeneratorReport:
    """One round of a generator's batches, as far as its process says.

    Args:
        kind: "generator" if pictures could be read from it, else what it is: "none", "pair", a class's name.
        shapes: of the pictures, batch by batch.
        low, high: the smallest and the largest number; 0 where it is none.
        thumbnails: of all pictures, every so many-th row and column, shape (n, rows, columns, channels); None where
            batches do not fit together.
        labels: of all pictures, shape (n, ...); None where there are none.
    """

    kind: str
    shapes: tuple[tuple[int, ...], ...]
    low: float
    high: float
    thumbnails: NDArray[Any] | None
    labels: NDArray[Any] | None

    @classmethod
    def read(cls, answer: Any) -> GeneratorReport:
        """Return what ``read_pictures`` reported; what does not look like its report is left out."""
        told: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
        batches, labels, thumbnails = told.get("batches"), told.get("labels"), told.get("thumbnails")
        listed = batches if isinstance(batches, list) else []
        are_pictures = (
            isinstance(thumbnails, np.ndarray) and thumbnails.ndim == 4 and thumbnails.dtype.kind in "iuf"
        )
        return cls(
            str(told.get("kind")),
            tuple(tuple(shape) for shape in listed if isinstance(shape, list) and shape and _sizes(shape)),
            as_finite(told.get("low")),
            as_finite(told.get("high")),
            thumbnails if are_pictures else None,
            labels if isinstance(labels, np.ndarray) and labels.ndim else None,
        )

    @property
    def count(self) -> int:
        """How many pictures came."""
        return sum(shape[0] for shape in self.shapes)


def _sizes(shape: list[Any]) -> bool:
    return all(isinstance(size, int) and not isinstance(size, bool) for size in shape)


def expect_generator(report: GeneratorReport, subject: str) -> None:
    """Hold that pictures can be read from what came.

    Args:
        report: what was read.
        subject: what the learner calls it, at the beginning of a sentence: a function's name, "The second value".

    Raises:
        Wrong: where it is None, a generator that was never given a folder, or something else.
    """
    if report.kind == "generator":
        return
    told = {
        "none": ("returns_nothing", f"{subject} returned None: end it with return."),
        "ImageDataGenerator": (
            "no_flow",
            "An ImageDataGenerator alone knows no pictures: return what its flow_from_directory returns.",
        ),
    }
    mistake, why = told.get(
        report.kind, ("no_generator", f"{subject} must return what yields batches of pictures.")
    )
    raise Wrong(why, expected="what flow_from_directory returns", received=report.kind, mistake=mistake)


def expect_count(report: GeneratorReport, count: int, folder: str, inside: str) -> None:
    """Hold that one round yields each picture of the folder.

    Args:
        report: what was read.
        count: how many pictures lie in the folder.
        folder: as the learner has to give it.
        inside: one of its folders of a class, which is often given instead.
    """
    if report.count == count:
        return
    why = f"{report.count} of the {count} pictures came. Is a part held back, or one folder left out?"
    if report.count == 0:
        why = (
            "No picture came. flow_from_directory looks for one folder a class *in* the directory that it is "
            f"given: give it {folder}, not {inside}."
        )
    elif report.count > count:
        why = (
            f"{report.count} pictures came, and the folder holds {count}: one round yields each picture once."
        )
    raise Wrong(
        why,
        expected=f"{count} pictures",
        received=f"{report.count} pictures",
        mistake="not_all_pictures" if report.count else "wrong_directory",
    )


def expect_size(report: GeneratorReport, side: int) -> None:
    """Hold that all batches have shape (n, side, side, 3)."""
    for shape in report.shapes:
        if shape[1:] != (side, side, 3):
            grey = len(shape) == 4 and shape[3] == 1
            raise Wrong(
                "The pictures came in grey: leave color_mode as it is."
                if grey
                else f"The pictures came in another size: set target_size=({side}, {side}).",
                expected=f"batches of shape (n, {side}, {side}, 3)",
                received=f"a batch of shape {shape}",
                mistake="grey_pictures" if grey else "wrong_target_size",
            )


def expect_rescaled(report: GeneratorReport) -> None:
    """Hold that pixels go from 0 to 1, and were divided by 255 once."""
    low, high = report.low, report.high
    only_two = report.thumbnails is not None and bool(np.isin(report.thumbnails, (0, 1)).all())
    if low >= 0 and 0.9 <= high <= 1.0 + 1e-6 and not only_two:
        return
    if only_two:
        mistake, why = (
            "integer_division",
            "Only 0 and 1 are left: // drops the fraction. Divide with a single slash.",
        )
    elif high > 255.5:
        mistake, why = "wrong_factor", "rescale multiplies: 1 / 255, not 255."
    elif high > 1:
        mistake, why = (
            "not_rescaled",
            "The pixels still go up to 255: use rescale=1/255. (1//255, with two slashes, is 0, which Keras takes for "
            "no rescaling.)",
        )
    elif low < 0:
        mistake, why = "scaled_to_minus_one", "The pixels go below 0; the task asks for 0 to 1."
    else:
        mistake, why = "divided_twice", "The brightest pixel is far below 1: was it divided by 255 twice?"
    raise Wrong(
        why, expected="values from 0 to 1", received=f"values from {low:.4g} to {high:.4g}", mistake=mistake
    )


def expect_binary_labels(report: GeneratorReport, files: Mapping[str, bytes], every: int) -> None:
    """Hold that each picture has one label, 0 or 1, and that it is its folder's.

    Args:
        report: what was read.
        files: the pictures by path; the last folder of the path is the class.
        every: as it was given to ``read_pictures``.

    Pictures that were turned or cut by augmentation cannot be told apart, and are not looked at.
    """
    labels = report.labels
    if labels is None:
        raise Wrong(
            "The pictures came without labels: set class_mode='binary'.",
            expected="(pictures, labels) pairs",
            received="pictures alone",
            mistake="no_labels",
        )
    if labels.ndim == 2 and labels.shape[1] == 2:
        raise Wrong(
            "Each label has two numbers, one for each class: class_mode='categorical' does that. "
            "With two classes one number is enough: class_mode='binary'.",
            expected="labels of shape (n,)",
            received=f"labels of shape (n, {labels.shape[1]})",
            mistake="categorical_labels",
        )
    if labels.ndim not in (1, 2) or labels.size != len(labels) or not np.isin(labels, (0, 1)).all():
        raise Wrong(
            "The labels must be 0 or 1, one for each picture.", received=labels, mistake="wrong_labels"
        )
    known = labels_of_files(report, files, every)
    recognised = known >= 0 if len(known) == len(labels) else np.zeros(len(labels), bool)
    given, true = labels.ravel()[recognised], known[recognised] if recognised.any() else known[:0]
    # Which of the two is 0 does not matter, as long as it is always the same one.
    if len(given) and not (np.array_equal(given, true) or np.array_equal(given, 1 - true)):
        first, second = classes_of(files)
        raise Wrong(
            "Some pictures came with the label of the other folder.",
            expected=f"one label for {first}, the other for {second}",
            received=f"{int(min((given != true).sum(), (given == true).sum()))} wrong labels",
            mistake="labels_mixed_up",
        )


def classes_of(files: Mapping[str, bytes]) -> list[str]:
    """Return the classes of pictures in folders, in the order of the alphabet."""
    return sorted({_class_of(name) for name in files})


def _class_of(name: str) -> str:
    return name.split("/")[-2]


def labels_of_files(report: GeneratorReport, files: Mapping[str, bytes], every: int) -> NDArray[np.int64]:
    """Return for each picture the number of its class, read off the file that it shows; -1 where it shows none.

    Args:
        report: what was read; nothing is returned for one without thumbnails, or with more pictures than files.
        files: the pictures by path, all of one size; the last folder of the path is the class.
        every: as it was given to ``read_pictures``.

    Returns:
        Shape (n,). A picture that was not resized nor augmented differs from its file by less than
        ``SAME_PICTURE``.
    """
    thumbnails = report.thumbnails
    if thumbnails is None or not thumbnails.size or len(thumbnails) > len(files):
        return np.zeros(0, np.int64)
    originals = np.stack([_thumbnail(content, every) for content in files.values()])
    classes = classes_of(files)
    folders = np.array([classes.index(_class_of(name)) for name in files])
    if thumbnails.shape[1:] != originals.shape[1:]:
        return np.full(len(thumbnails), -1)
    seen = np.nan_to_num(thumbnails.astype(np.float64))
    seen *= 255 if seen.max() <= 1 else 1
    apart = np.stack([np.abs(originals - one).mean(axis=(1, 2, 3)) for one in seen])
    return np.where(apart.min(axis=1) < SAME_PICTURE, folders[apart.argmin(axis=1)], -1)


def _thumbnail(content: bytes, every: int) -> NDArray[np.float64]:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.float64)[::every, ::every]
