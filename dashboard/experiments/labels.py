"""From two classes to many: what labels, last layer and loss fit each other, and what the losses compute.

In NumPy; tests hold the sums against Keras.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "FORMS",
    "LabelForm",
    "binary_crossentropy",
    "crossentropy",
    "last_layer",
    "one_hot",
    "sigmoid",
    "weights_of_last_layer",
]

_HIDDEN = 128  # neurons before the last layer, as on the page


@dataclass(frozen=True)
class LabelForm:
    """A form of labels, and the loss that takes it.

    Args:
        class_mode: its name for ``ImageDataGenerator``.
        label_mode: its name for ``image_dataset_from_directory``.
        title: a few words.
        loss: by Keras' name.
    """

    class_mode: str
    label_mode: str
    title: str
    loss: str


FORMS = {
    form.class_mode: form
    for form in (
        LabelForm("binary", "binary", "0 or 1", "binary_crossentropy"),
        LabelForm("categorical", "categorical", "one-hot", "categorical_crossentropy"),
        LabelForm("sparse", "int", "whole numbers", "sparse_categorical_crossentropy"),
    )
}


def one_hot(label: int, classes: int) -> list[int]:
    """Return a row of zeros with a 1 at the label's place.

    Args:
        label: from 0 to classes minus 1.
        classes: how many there are.

    Raises:
        ValueError: if there is no such place.
    """
    if not 0 <= label < classes:
        raise ValueError(f"Expected a label from 0 to {classes - 1}; received {label}.")
    return [int(place == label) for place in range(classes)]


def last_layer(form: LabelForm, classes: int) -> tuple[int, str]:
    """Return the units and the activation of a last layer that fits.

    Raises:
        ValueError: if labels of 0 or 1 are to tell more than two classes.
    """
    if form.class_mode != "binary":
        return classes, "softmax"
    if classes != 2:
        raise ValueError(f"Expected two classes for labels of 0 or 1; received {classes}.")
    return 1, "sigmoid"


def weights_of_last_layer(form: LabelForm, classes: int) -> int:
    """Return how many numbers the last layer learns, after a hidden layer of 128: a weight each and a bias."""
    units, _ = last_layer(form, classes)
    return (_HIDDEN + 1) * units


def sigmoid(scores: ArrayLike) -> NDArray[np.float64]:
    """Return 1 / (1 + e^-z) of each score by itself."""
    given = np.asarray(scores, np.float64)
    result: NDArray[np.float64] = 1 / (1 + np.exp(-given))
    return result


def crossentropy(probabilities: Sequence[float], label: Sequence[int]) -> float:
    """Return minus the sum of label times logarithm: of a one-hot label, minus the logarithm of one probability.

    Args:
        probabilities: above 0, one a class.
        label: one-hot.
    """
    return float(-(np.asarray(label, np.float64) * np.log(np.asarray(probabilities, np.float64))).sum())


def binary_crossentropy(probabilities: Sequence[float], label: Sequence[int]) -> float:
    """Return the mean over the outputs of what each yes-or-no question costs.

    Args:
        probabilities: between 0 and 1, without both ends.
        label: 0 or 1 for each.
    """
    said, true = np.asarray(probabilities, np.float64), np.asarray(label, np.float64)
    return float(-(true * np.log(said) + (1 - true) * np.log(1 - said)).mean())
