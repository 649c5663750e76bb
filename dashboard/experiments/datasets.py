"""The data sets, read without TensorFlow: what is known of each, its pictures, its points.

The files of Fashion-MNIST lie where ``keras.datasets`` looks for them under ``KERAS_HOME``, so that the code shown to a
learner and the dashboard read the same bytes.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.data_folder import PROJECT_ROOT, REMEDY, DatasetError, missing, unreadable
from dashboard.experiments.motion import (
    ACTIVITIES,
    TEST_PEOPLE,
    TEST_SEED,
    TRAIN_PEOPLE,
    TRAIN_SEED,
    recordings,
)
from dashboard.experiments.pet_images import PICTURES
from dashboard.experiments.points import LINE_POINTS
from dashboard.experiments.scenes import SCENE_SIDE, SCENES, scene_classes, scene_counts, scenes
from dashboard.experiments.silhouettes import ANIMALS, SILHOUETTE_COUNTS, silhouettes

# Where data lie and what is said when they are missing belongs to knowing the data sets: pages find it here.
__all__ = [
    "CLASS_NAMES",
    "PROJECT_ROOT",
    "REMEDY",
    "DatasetError",
    "DatasetInfo",
    "Pictures",
    "Points",
    "arrays",
    "as_points",
    "dataset_info",
    "keras_home",
    "load",
    "points",
]


@dataclass(frozen=True)
class DatasetInfo:
    """What is known of a data set before reading it, and how a model learns it.

    Args:
        id: the value of ``TrainingConfig.dataset``; for Fashion-MNIST also its module in ``keras.datasets``.
        title: its name for people.
        shape: shape of one input, as ``keras.Input`` takes it; of scenes, that of the files: a run may shrink them.
        class_names: name of each class, by label; empty when the target is a number.
        train_size: training examples.
        test_size: test examples; 0 when there are none, and the training examples are all there is to look at.
        loss: what training makes smaller, by Keras' name.
        metrics: what is reported beside the loss, by Keras' names.
        validated: whether a part of the training examples is held back for validation.
        divisor: inputs are divided by it before the model sees them.
        folder: its folder under ``KERAS_HOME/datasets``; empty when it has none there.
        validation_size: examples of a validation set of its own; 0 when a part of the training examples is held back.
        validation_of: what tells the validation examples from others, for people; empty for a plain split.
        test_of: the same for the test examples.
        example: what one example is, in a word.
        examples: the same, for several.
    """

    id: str
    title: str
    shape: tuple[int, ...]
    class_names: tuple[str, ...]
    train_size: int
    test_size: int
    loss: str = "sparse_categorical_crossentropy"
    metrics: tuple[str, ...] = ("accuracy",)
    validated: bool = True
    divisor: float = 255.0
    folder: str = ""
    example: str = "picture"
    examples: str = "pictures"
    validation_size: int = 0
    validation_of: str = ""
    test_of: str = ""

    @property
    def output_units(self) -> int:
        """Outputs of a model: one a class, but a single one for two classes or a number."""
        return 1 if self.loss in ("binary_crossentropy", "mean_squared_error") else len(self.class_names)


@dataclass(frozen=True)
class Pictures:
    """One split of a data set.

    Args:
        images: uint8 pixels from 0 to 255, shape (pictures, height, width), with three channels if in colour.
        labels: uint8 classes, shape (pictures,).
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@dataclass(frozen=True)
class Points:
    """Examples whose inputs and targets are numbers.

    Args:
        x: float32 inputs, shape (points, 1).
        y: float32 targets, shape (points, 1).
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]


# Source of the names: the table of labels in Zalando's README of Fashion-MNIST.
CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
_DATASETS = {
    "fashion_mnist": DatasetInfo(
        id="fashion_mnist",
        title="Fashion-MNIST",
        shape=(28, 28),
        class_names=CLASS_NAMES,
        train_size=60_000,
        test_size=10_000,
        folder="fashion-mnist",
    ),
    "line": DatasetInfo(
        id="line",
        title="the line y = 2x - 1",
        shape=(1,),
        class_names=(),
        train_size=len(LINE_POINTS),
        test_size=0,
        loss="mean_squared_error",
        metrics=(),
        validated=False,
        divisor=1.0,
        example="number",
        examples="numbers",
    ),
    "motion": DatasetInfo(
        id="motion",
        title="people in motion",
        shape=(3,),
        class_names=ACTIVITIES,
        train_size=TRAIN_PEOPLE * len(ACTIVITIES),
        test_size=TEST_PEOPLE * len(ACTIVITIES),
        divisor=1.0,
        example="person",
        examples="people",
    ),
    "animal_silhouettes": DatasetInfo(
        id="animal_silhouettes",
        title="the animal silhouettes",
        shape=(28, 28),
        class_names=ANIMALS,
        train_size=SILHOUETTE_COUNTS["train"],
        test_size=SILHOUETTE_COUNTS["test"],
    ),
}
_SCENE_TITLES = {
    "horse_or_human": "the rendered scenes of horses and humans",
    "cats_and_dogs": "the rendered scenes of cats and dogs",
    "rock_paper_scissors": "the rendered scenes of rock, paper and scissors",
}
# A scene's split by that of a training: tuning looks at artists whose drawings are known, the last word has others.
_SCENE_SPLITS = {"train": "train", "validation": "same_artist", "test": "new_artist"}


def _scenes_info(name: str) -> DatasetInfo:
    counts, classes = scene_counts(name), scene_classes(name)
    return DatasetInfo(
        id=name,
        title=_SCENE_TITLES[name],
        shape=(SCENE_SIDE, SCENE_SIDE, 3),
        class_names=classes,
        train_size=counts["train"],
        test_size=counts["new_artist"],
        loss="binary_crossentropy" if len(classes) == 2 else "sparse_categorical_crossentropy",
        validation_size=counts["same_artist"],
        validation_of="same artists",
        test_of="new artists",
    )


_DATASETS |= {name: _scenes_info(name) for name in SCENES}
# The pictures of the folder PetImages, which a learner cleans and splits; others never were in it.
_DATASETS["cats_v_dogs"] = DatasetInfo(
    id="cats_v_dogs",
    title="the folder cats-v-dogs",
    shape=(SCENE_SIDE, SCENE_SIDE, 3),
    class_names=scene_classes("cats_and_dogs"),
    train_size=2 * PICTURES,
    test_size=scene_counts("cats_and_dogs")["same_artist"],
    loss="binary_crossentropy",
    validation_of="the testing folder",
    test_of="untouched pictures",
)
_PREFIXES = {"train": "train", "test": "t10k"}


def keras_home() -> Path:
    """Return the folder to give as ``KERAS_HOME``, so that ``keras.datasets`` finds the embedded files."""
    return PROJECT_ROOT / "data" / "keras"


def dataset_info(dataset: str) -> DatasetInfo:
    """Return the description of a data set.

    Raises:
        DatasetError: if there is none of that name.
    """
    try:
        return _DATASETS[dataset]
    except KeyError:
        raise DatasetError(f"Expected one of {', '.join(_DATASETS)}; received {dataset!r}.") from None


def load(dataset: str, split: str, home: Path | None = None, *, size: int | None = None) -> Pictures:
    """Read one split of a data set of pictures.

    Args:
        dataset: for example ``"fashion_mnist"``.
        split: ``"train"`` or ``"test"``; for a data set with a validation set of its own also ``"validation"``.
        home: the folder that holds ``datasets/``, for Fashion-MNIST; :func:`keras_home` by default.
        size: height and width of scenes; those of the files by default. Other pictures have one size.

    Returns:
        The pictures, read-only.

    Raises:
        DatasetError: if a file is missing, damaged or cut short, or the data set has no pictures.
    """
    info = dataset_info(dataset)
    if not info.class_names or dataset == "motion":
        has = info.examples if info.class_names else "points"
        raise DatasetError(f"Expected a data set of pictures; received {dataset!r}, which has {has}.")
    expected = ("train", "validation", "test") if info.validation_size else ("train", "test")
    if split not in expected:
        raise DatasetError(
            f"Expected the split {', '.join(expected[:-1])} or {expected[-1]}; received {split!r}."
        )
    if dataset == "cats_v_dogs":
        return _cats_v_dogs(split, size or SCENE_SIDE)
    if dataset in SCENES:
        found = scenes(dataset, _SCENE_SPLITS[split], size or SCENE_SIDE)
        return Pictures(found.images, found.labels)
    if dataset == "animal_silhouettes":
        return Pictures(*silhouettes(split))
    return _fashion_mnist(info, split, home or keras_home())


def _cats_v_dogs(split: str, size: int) -> Pictures:
    found = scenes("cats_and_dogs", "train" if split == "train" else "same_artist", size)
    if split == "test":
        return Pictures(found.images, found.labels)
    chosen = np.concatenate([np.flatnonzero(found.labels == label)[:PICTURES] for label in (0, 1)])
    return Pictures(found.images[chosen], found.labels[chosen])


def _fashion_mnist(info: DatasetInfo, split: str, home: Path) -> Pictures:
    size = info.train_size if split == "train" else info.test_size
    folder = home / "datasets" / info.folder
    images = _read_idx(folder / f"{_PREFIXES[split]}-images-idx3-ubyte.gz", (size, *info.shape))
    labels = _read_idx(folder / f"{_PREFIXES[split]}-labels-idx1-ubyte.gz", (size,))
    if int(labels.max()) >= len(info.class_names):
        raise DatasetError(f"{folder} holds labels outside 0 to {len(info.class_names) - 1}. {REMEDY}")
    return Pictures(images, labels)


def points(dataset: str) -> Points:
    """Return the points of a data set of numbers: for ``"line"``, y = 2x - 1 at x = -1, 0, ... 4.

    Raises:
        DatasetError: if the data set has no points.
    """
    info = dataset_info(dataset)
    if info.class_names:
        raise DatasetError(f"Expected a data set of points; received {dataset!r}, which has {info.examples}.")
    return as_points(LINE_POINTS)


def as_points(pairs: Sequence[tuple[float, float]]) -> Points:
    """Return pairs of an input and a target as a model takes them."""
    both = np.array(pairs, dtype=np.float32)  # (points, 2)
    return Points(both[:, :1], both[:, 1:])


def arrays(dataset: str, split: str, size: int | None = None) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return inputs and targets as they are stored; a model divides the inputs by ``DatasetInfo.divisor``.

    Args:
        dataset: the value of ``TrainingConfig.dataset``.
        split: ``"train"`` or ``"test"``, or ``"validation"`` where there is one; without test examples, ``"test"``
            gives the training examples.
        size: height and width of scenes; those of the files by default.

    Raises:
        DatasetError: if a file is missing, damaged or cut short.
    """
    if dataset == "motion":
        return (
            recordings(TRAIN_PEOPLE, TRAIN_SEED) if split == "train" else recordings(TEST_PEOPLE, TEST_SEED)
        )
    if dataset_info(dataset).class_names:
        pictures = load(dataset, split, size=size)
        return pictures.images, pictures.labels
    some = points(dataset)
    return some.x, some.y


def _read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read a gzipped IDX file of unsigned bytes: a magic number, the sizes (big-endian), then the values."""
    header = 4 + 4 * len(shape)
    try:
        with gzip.open(path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error) from None
    expected = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
    if content[:header] != expected or len(content) != header + math.prod(shape):
        raise DatasetError(
            f"The data file {path} is damaged: expected {' x '.join(map(str, shape))} values after an IDX header, "
            f"received {len(content)} bytes that do not fit. {REMEDY}"
        )
    return np.frombuffer(content, dtype=np.uint8, offset=header).reshape(shape)
