"""The pretrained base in ``data/pretrained``, as an exercise's material and as what its weights must be.

The side that decides the verdict never imports TensorFlow, so the file is read with h5py alone.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.paths import PRETRAINED


@cache
def pretrained_file() -> bytes:
    """Return the weights of a MobileNetV2 without its top, as Keras' ``load_weights`` reads them from an .h5 file."""
    return PRETRAINED.read_bytes()


@cache
def pretrained_digests(salt: str) -> Mapping[str, frozenset[str]]:
    """Return the digests of each layer's arrays in the file, by the layer's name; only layers that have weights.

    Args:
        salt: as for :func:`weights_digest`.
    """
    import h5py  # here, because nearly every run of the grader does without

    with h5py.File(io.BytesIO(pretrained_file()), "r") as file:
        return {
            name: frozenset(weights_digest(np.asarray(array), salt) for array in group.values())
            for name, group in file.items()
        }


def weights_digest(array: NDArray[Any], salt: str) -> str:
    """Return a digest of an array's numbers as float32, whatever their type and shape.

    A probe computes the same of a layer's weights, so that these need not be sent.

    Args:
        array: the numbers.
        salt: a text drawn anew, without which everybody could know the digests of a published file by heart.
    """
    return hashlib.sha256(salt.encode() + np.ascontiguousarray(array, "<f4").tobytes()).hexdigest()
