"""Whether a learner's generator changes pictures at random, or yields them as they lie in their folder.

For exercises on augmentation. What is compared comes from the learner's process (``GeneratorReport``), so nothing in it
is taken on trust.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from graders.grading.generators import SAME_PICTURE, GeneratorReport
from graders.grading.verdicts import Wrong

# With a flip alone half of the pictures change; of 100, fewer than a fifth do once in 10^10 rounds.
CHANGED_SHARE = 0.2
# Of the files' detail: what courses recommend leaves more than 0.9 of it, shifts by half the picture 0.6, and shifts
# by 0.9 leave 0.3.
LEFT_DETAIL = 0.4


def expect_as_in_files(rounds: Sequence[GeneratorReport], files: Mapping[str, bytes], every: int) -> None:
    """Hold that each round yields every picture once, as it is in its file, whatever it was rescaled to.

    Args:
        rounds: what was read, a report a round.
        files: the validation pictures by path, all of one size.
        every: as it was given to ``read_pictures``.
    """
    originals = _originals(files, every)
    for report in rounds:
        seen = _as_pixels(report, originals)
        apart = _apart(seen, originals)
        changed = int((apart.min(axis=1) >= SAME_PICTURE).sum())
        if changed:
            raise Wrong(
                "The validation pictures are augmented. Then validation measures something else each time, and never "
                "what the model will meet: give it a generator of its own that only rescales.",
                expected="validation pictures as they are in their folder",
                received=f"{changed} of {len(seen)} changed",
                mistake="validation_augmented",
            )
        different = len(set(apart.argmin(axis=1).tolist()))
        if different < len(originals):
            raise Wrong(
                "Some validation pictures came twice and others not at all.",
                expected=f"{len(originals)} different pictures",
                received=f"{different} different pictures",
                mistake="pictures_repeated",
            )


def expect_augmented(
    rounds: Sequence[GeneratorReport],
    files: Mapping[str, bytes],
    every: int,
    *,
    augments_later: Callable[[], bool],
) -> None:
    """Hold that pictures are changed at random, anew in each round, and that something is left of them.

    Args:
        rounds: what was read, two reports.
        files: the training pictures by path, all of one size.
        every: as it was given to ``read_pictures``.
        augments_later: asked where pictures come as they are in their files: whether the model changes them.
    """
    originals = _originals(files, every)
    first, second = (_as_pixels(report, originals) for report in rounds)
    changed = min(_changed_share(first, originals), _changed_share(second, originals))
    if changed < CHANGED_SHARE:
        if augments_later():
            return
        raise Wrong(
            "The training pictures come as they are in their folder: give their ImageDataGenerator rotation_range, "
            "width_shift_range, height_shift_range, zoom_range and horizontal_flip=True, or begin the model with "
            "layers such as RandomFlip. Layers that are made but not called on the pictures do nothing.",
            expected="training pictures that are changed at random",
            received=f"{changed:.0%} of them changed",
            mistake="not_augmented",
        )
    left = _detail(first) / _detail(originals)
    if left < LEFT_DETAIL:
        raise Wrong(
            "Too much: in many training pictures hardly anything is left to be seen. Shifts and zoom are parts of the "
            "picture: 0.1 is a tenth.",
            expected="pictures in which one can see what they show",
            received=f"{left:.0%} of the pictures' detail left",
            mistake="augmented_too_much",
        )
    if _changed_share(second, first) < CHANGED_SHARE:
        raise Wrong(
            "The training pictures were changed once, and are the same in each round: augment after cache(), or "
            "outside what is computed once, so that each epoch sees new ones.",
            expected="other changes in each round",
            received="the same pictures in both rounds",
            mistake="augmented_once",
        )


def _originals(files: Mapping[str, bytes], every: int) -> NDArray[np.float64]:
    """Return every so many-th row and column of the files' pictures, shape (n, rows, columns, 3)."""
    pictures = [
        np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.float64) for content in files.values()
    ]
    return np.stack(pictures)[:, ::every, ::every]


def _as_pixels(report: GeneratorReport, originals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a report's pictures with values as in files, whatever they were rescaled to.

    So who rescales wrongly is told so once, and not by each check.
    """
    seen = report.thumbnails
    if not report.count:
        raise Wrong(
            "The generator yielded pictures once, and none in the next round: it must begin anew in each epoch, as "
            "what flow_from_directory returns does.",
            expected="the same pictures in each round",
            received="no pictures in one of the rounds",
            mistake="only_one_round",
        )
    if seen is None or seen.shape[1:] != originals.shape[1:] or not len(seen):
        raise Wrong(
            "The pictures of this round do not fit together.",
            expected="batches of pictures of one size",
            received="pictures of several sizes, or none",
            mistake="no_pictures",
        )
    pixels = np.nan_to_num(seen[: 2 * len(originals)].astype(np.float64))
    low, high = min(report.low, 0.0), report.high
    return (pixels - low) * (255 / max(high - low, 1e-12))


def _apart(seen: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean difference of each picture to each known one, shape (n, known)."""
    return np.stack([np.abs(known - one).mean(axis=(1, 2, 3)) for one in seen])


def _changed_share(seen: NDArray[np.float64], known: NDArray[np.float64]) -> float:
    return float(np.mean(_apart(seen, known).min(axis=1) >= SAME_PICTURE))


def _detail(pictures: NDArray[np.float64]) -> float:
    """Return how much pixels differ from their neighbours, in the mean over pictures."""
    return float(sum(np.abs(np.diff(pictures, axis=axis)).mean() for axis in (1, 2)))
