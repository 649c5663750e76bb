"""The weights that a model learned: how they are spread, and as pictures where that makes sense."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.numbers import (
    histogram,
    histogram_rows,
    histogram_summary,
    value_bars,
    value_rows,
)
from dashboard.charts.pictures import weights_sheet
from dashboard.charts.sheets import kernels_sheet
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import sheet_with_table
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.run import Run

SHEET_UNITS = 60
SHEET_COLUMNS = 10
_BARS = 128  # more are a histogram

_Weights = Mapping[str, NDArray[np.float32]]


def weights(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the weights of a layer that the learner chooses."""
    owned = {row.name: artifacts.layer_weights(row.name) for row in artifacts.summary.layers}
    learned = {name: arrays for name, arrays in owned.items() if arrays}
    classes = {row.name: row.class_name for row in artifacts.summary.layers}
    layer = st.selectbox(
        "Layer with weights",
        list(learned),
        format_func=lambda name: f"{name} ({classes[name]})",
        key=f"{key}-weights-layer",
        width=320,
    )
    if layer is None:
        st.caption("This model has no weights.")
        return
    chosen = learned[layer]
    shape = dataset_info(run.config.dataset).shape
    if chosen.get("kernel") is not None:
        _as_pictures(f"{key}-weights", chosen, shape if layer == next(iter(learned)) else ())
    for name, array in chosen.items():
        _spread(f"{key}-weights-{name}", layer, name, array)


def _as_pictures(key: str, arrays: _Weights, shape: tuple[int, ...]) -> None:
    """Draw a kernel as pictures.

    Args:
        key: unique on the page.
        arrays: the layer's weights by name.
        shape: shape of the model's input if the layer is the first with weights; else empty.
    """
    kernel = arrays["kernel"]
    bias = arrays.get("bias", np.zeros(kernel.shape[-1], np.float32))
    if kernel.ndim == 4:
        _filters(key, kernel, bias)
    elif kernel.ndim == 2 and len(shape) == 2 and kernel.shape[0] == math.prod(shape):
        _units(key, kernel, bias, (shape[0], shape[1]))
    else:
        st.markdown(
            "Each number of this layer weighs a value of the layer before it, not a pixel: there is no picture to see."
        )


def _units(key: str, kernel: NDArray[np.float32], bias: NDArray[np.float32], shape: tuple[int, int]) -> None:
    st.markdown(
        f"Each square is one neuron of the hidden layer: its {len(kernel):,} weights, put back as {shape[0]} rows of "
        f"{shape[1]}. Orange pixels speak for the pattern it looks for, blue ones against it. "
        "Noise means that it has learned little there."
    )
    if kernel.shape[1] > SHEET_UNITS:
        st.caption(f"The first {SHEET_UNITS} of {kernel.shape[1]:,} neurons.")
    shown = kernel[:, :SHEET_UNITS]
    sheet = weights_sheet(shown, columns=SHEET_COLUMNS, shape=shape)
    sheet_with_table(sheet, _rows("neuron", shown, bias), key=f"{key}-sheet")


def _filters(key: str, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
    height, width, channels, _ = kernel.shape
    st.markdown(
        f"Each square is one filter: {height}×{width} weights that are moved over the picture. Orange speaks for "
        "brightness at that place, blue against it: an edge is orange on one side and blue on the other."
    )
    channel = 0
    if channels > 1:
        channel = int(
            st.number_input(
                f"Channel of its input (0 to {channels - 1})",
                0,
                channels - 1,
                step=1,
                key=f"{key}-channel-{channels}",
                width=260,
                help="The layer before gives one map a filter. Every filter here has weights for each of them.",
            )
        )
    sheet = kernels_sheet(kernel, channel)
    sheet_with_table(
        sheet, _rows("filter", kernel[:, :, channel].reshape(height * width, -1), bias), key=f"{key}-sheet"
    )


def _rows(what: str, columns: NDArray[np.float32], bias: NDArray[np.float32]) -> list[dict[str, str | int]]:
    """Rows of a table, one a unit; ``columns`` has shape (weights, units)."""
    return [
        {
            what: place,
            "smallest weight": f"{column.min():.4g}",
            "largest weight": f"{column.max():.4g}",
            "bias": f"{one:.4g}",
        }
        for place, (column, one) in enumerate(zip(columns.T, bias, strict=False))
    ]


def _spread(key: str, layer: str, name: str, array: NDArray[np.float32]) -> None:
    shape = "(" + ", ".join(str(size) for size in array.shape) + ("," if array.ndim == 1 else "") + ")"
    st.markdown(f"**{layer}/{name}**, shape `{shape}`")
    noun = "bias" if name == "bias" else "weight"
    summary = histogram_summary(array, noun)
    if array.size == 1 or not np.isfinite(array).any():
        st.markdown(summary)
    elif array.ndim == 1 and array.size <= _BARS:
        unit = f"{name} of unit"
        figure_with_table(value_bars(array, unit), summary, value_rows(array, unit), key=key)
    else:
        figure_with_table(histogram(array, noun), summary, histogram_rows(array), key=key)
