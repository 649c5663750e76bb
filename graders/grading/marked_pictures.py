"""Pictures that can be known again in what a learner's generators yield, whatever augmentation does to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.grading.generators import GeneratorReport
from graders.grading.silhouettes import ANIMAL_LABELS, SIDE
from graders.grading.verdicts import Wrong

SAME_LEVEL = 0.5  # grey levels; two plain pictures are at least 4 apart
SAME_PICTURE = 2.0  # mean difference in grey levels; two noisy pictures differ by about 85
MOST_COLUMNS = 100  # of one-hot rows; 26 for letters are usual
MOST = 0.9  # of the pictures must be known again before their labels are compared


@dataclass(frozen=True)
class MarkedPictures:
    """Training and validation pictures for ``train_val_generators``.

    Args:
        levels: of each training picture its one grey level. Whoever turns, moves or mirrors it does not change that.
        training_labels: shape (n,), every label among them.
        noise: validation pictures whose every pixel is drawn, so that nobody changes them unnoticed.
        validation_labels: as training_labels.
    """

    levels: NDArray[np.float64]
    training_labels: NDArray[np.int64]
    noise: NDArray[np.float64]
    validation_labels: NDArray[np.int64]

    @classmethod
    def draw(cls, rng: np.random.Generator, training: int, validation: int) -> MarkedPictures:
        """Return new ones; the brightest pixel of both is 255.

        Args:
            rng: decides all.
            training, validation: how many pictures; at most 50 for training, which have levels of their own.
        """
        levels = 255.0 - np.cumsum([0, *rng.integers(4, 6, training - 1)])
        noise = rng.integers(0, 256, (validation, SIDE, SIDE)).astype(np.float64)
        noise[:, 0, 0] = 255
        labels = [rng.permutation(np.resize(ANIMAL_LABELS, count)) for count in (training, validation)]
        return cls(rng.permutation(levels), labels[0], noise, labels[1])

    @property
    def plain(self) -> NDArray[np.float64]:
        """The training pictures, shape (n, 28, 28)."""
        return np.repeat(self.levels, SIDE * SIDE).reshape(-1, SIDE, SIDE)

    def training_shown(self, report: GeneratorReport) -> NDArray[np.int64]:
        """Return for each picture which one of the training set it is; -1 where that cannot be seen."""
        if report.thumbnails is None or len(report.thumbnails) != report.count:
            return np.zeros(0, np.int64)
        seen = np.nan_to_num(report.thumbnails.astype(np.float64)).reshape(len(report.thumbnails), -1)
        apart = np.abs(seen.max(axis=1)[:, None] * 255 - self.levels)
        return np.where(apart.min(axis=1) < SAME_LEVEL, apart.argmin(axis=1), -1)

    def validation_shown(self, report: GeneratorReport) -> NDArray[np.int64]:
        """Return for each picture which one of the validation set it is; -1 where it is none of them unchanged."""
        if report.thumbnails is None or report.thumbnails.shape != (report.count, SIDE, SIDE, 1):
            return np.zeros(0, np.int64)
        seen = np.nan_to_num(report.thumbnails[..., 0].astype(np.float64)) * 255
        apart = np.stack([np.abs(self.noise - one).mean(axis=(1, 2)) for one in seen])
        return np.where(apart.min(axis=1) < SAME_PICTURE, apart.argmin(axis=1), -1)

    def expect_own_labels(self, training: GeneratorReport, validation: GeneratorReport) -> None:
        """Hold that both generators yield each picture with its own label.

        Where a change of brightness leaves few pictures that can be known again, chance would decide, so they pass.

        Raises:
            Wrong: as :func:`class_labels`, or if labels were exchanged or numbered anew.
        """
        _expect_labels("training", training, self.training_shown(training), self.training_labels)
        _expect_labels("validation", validation, self.validation_shown(validation), self.validation_labels)


def _expect_labels(
    name: str, report: GeneratorReport, shown: NDArray[np.int64], true: NDArray[np.int64]
) -> None:
    largest = max(ANIMAL_LABELS)
    came = class_labels(report, largest)
    if len(shown) != len(came) or np.mean(shown >= 0) < MOST:
        return
    came, right = came[shown >= 0], true[shown[shown >= 0]]
    if np.array_equal(came, right):
        return
    wrong = int((came != right).sum())
    if np.array_equal(came, np.searchsorted(ANIMAL_LABELS, right)):
        mistake, why = (
            "labels_renumbered",
            f"The labels were numbered anew: keep 0 to {largest}, with their gap.",
        )
    else:
        mistake = "labels_mixed_up"
        why = (
            f"{wrong} {name} pictures came with another label than their own. Was only one of the two shuffled, or are "
            f"these not the {name} labels?"
        )
    raise Wrong(
        why,
        expected="the label of each picture",
        received=f"{wrong} of {len(right)} labels wrong",
        mistake=mistake,
    )


def class_labels(report: GeneratorReport, largest: int) -> NDArray[np.int64]:
    """Return the labels that a generator yields, one-hot or not, as whole numbers.

    Args:
        report: what was read.
        largest: the largest label that there is.

    Raises:
        Wrong: if there are none, or they are neither whole numbers from 0 to ``largest`` nor one-hot rows for them.
    """
    labels = report.labels
    if labels is None or labels.dtype.kind not in "iufb":
        raise Wrong(
            "The pictures came without labels, or with texts: flow(x=images, y=labels, ...).",
            expected="(pictures, labels) pairs",
            received="pictures alone" if labels is None else labels,
            mistake="no_labels",
        )
    if labels.ndim == 2 and labels.shape[1] > 1:
        one_each = np.isin(labels, (0, 1)).all() and (labels.sum(axis=1) == 1).all()
        if not one_each or not largest < labels.shape[1] <= MOST_COLUMNS:
            raise Wrong(
                f"One-hot rows have a single 1, and a column for every number from 0 to {largest}.",
                expected=f"{largest + 1} columns or a few more",
                received=f"{labels.shape[1]} columns",
                mistake="wrong_one_hot",
            )
        return labels.argmax(axis=1).astype(np.int64)
    if labels.size != len(labels) or not np.isin(labels, np.arange(largest + 1)).all():
        raise Wrong(
            f"A label is one whole number from 0 to {largest}, as in the file.",
            expected="labels of shape (n,)",
            received=labels,
            mistake="wrong_labels",
        )
    return labels.ravel().astype(np.int64)
