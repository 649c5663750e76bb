"""Convolution, ReLU and pooling one after the other: what each hands on."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.pixels import png_data, to_image
from dashboard.components.data_table import numbers_table
from dashboard.components.picture_grid import crisp_image
from dashboard.experiments.filters import FilterSettings, convolve2d, pool2d, relu

_WIDTH = 300  # pixels: all stages are shown at one size


def layer_chain(pixels: NDArray[np.uint8], settings: FilterSettings) -> None:
    """Draw the picture after each of the three layers, with its size and the range of its numbers.

    Args:
        pixels: a grey picture, shape (height, width).
        settings: the kernel and how it moves.
    """
    sums = convolve2d(pixels, settings)
    kept = relu(sums)
    stages = {
        "Convolution": (sums, "black is the smallest sum, white the largest"),
        "ReLU": (kept, "what was negative is 0, black"),
        "Max pooling": (pool2d(kept, "max"), "the largest of each 2 × 2"),
    }
    with st.container(horizontal=True):
        for name, (values, says) in stages.items():
            with st.container(width=_WIDTH):
                height, width = values.shape
                caption = f"**{name}**, {height} × {width}: {says}"
                alt = f"The picture after {name}, {height} rows and {width} columns"
                crisp_image(_grey(values), caption, alt=alt, width=_WIDTH, key=f"chain-{name}")
    rows = [
        {
            "layer": name,
            "size": f"{values.shape[0]} × {values.shape[1]}",
            "numbers": f"{values.size:,}",
            "smallest": f"{values.min():.4g}",
            "largest": f"{values.max():.4g}",
            "zeros": f"{(values == 0).mean():.0%}",
        }
        for name, (values, _) in stages.items()
    ]
    numbers_table(rows, "Size and range of the numbers after each layer")


def _grey(values: NDArray[np.float64]) -> bytes:
    low, high = values.min(), values.max()
    scaled = (values - low) / (high - low) if high > low else np.zeros_like(values)
    return png_data(to_image((scaled * 255).round().astype(np.uint8)))
