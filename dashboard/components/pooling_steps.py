"""Pooling by hand: the numbers of a small piece of a picture, block by block, and what is kept of each."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.experiments.filters import pool2d

PATCH = 8  # rows and columns shown
_BLOCK = 2
# Light enough for black digits, also on a dark page.
_SHADES = ("#fde9d9", "#d9ecf7")
_STYLE = """<style>
.pooling { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
.pooling table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .8rem; }
.pooling caption { text-align: left; font-weight: 600; padding-bottom: .2rem; }
.pooling td { border: 1px solid #8a97a6; padding: .2rem; width: 2.1rem; text-align: right; color: #1b2430; }
.pooling td.largest { font-weight: 800; outline: 2px solid #d55e00; outline-offset: -2px; }
@media (max-width: 480px) { .pooling td { width: 1.75rem; padding: .1rem; font-size: .72rem; } }
</style>"""


def pooling_steps(pixels: NDArray[np.uint8]) -> None:
    """Draw the choice of a place, which is in the address, and the three tables.

    Args:
        pixels: a grey picture, shape (height, width), at least 8 x 8.
    """
    height, width = pixels.shape
    with st.container(horizontal=True):
        row = _place("Row of the piece", height, "row")
        column = _place("Column of the piece", width, "column")
    patch = pixels[row : row + PATCH, column : column + PATCH]
    largest, average = pool2d(patch, "max"), pool2d(patch, "average")
    st.html(
        f'{_STYLE}<div class="pooling">{_patch_table(patch)}'
        f"{_pooled_table(largest, 'The largest of each block')}"
        f"{_pooled_table(average, 'The average of each block')}</div>"
    )
    first = patch[:_BLOCK, :_BLOCK].ravel()
    numbers = ", ".join(str(number) for number in first)
    st.markdown(
        f"The first block holds {numbers}. Max pooling keeps {largest[0, 0]:g}; average pooling keeps "
        f"{average[0, 0]:g}. Of {patch.size} numbers {largest.size} are left."
    )


def _place(label: str, size: int, key: str) -> int:
    last = size - PATCH
    return int(
        st.number_input(
            label, 0, last, last // 2, step=_BLOCK, key=f"pool-{key}", bind="query-params", width=200
        )
    )


def _patch_table(patch: NDArray[np.uint8]) -> str:
    rows = []
    for y, values in enumerate(patch):
        cells = []
        for x, value in enumerate(values):
            top, left = y // _BLOCK * _BLOCK, x // _BLOCK * _BLOCK
            kept = value == patch[top : top + _BLOCK, left : left + _BLOCK].max()
            cells.append(_cell(int(value), y // _BLOCK, x // _BLOCK, kept))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><caption>{PATCH} × {PATCH} pixels</caption>{''.join(rows)}</table>"


def _pooled_table(values: NDArray[np.float64], caption: str) -> str:
    rows = (
        "".join(_cell(f"{value:g}", y, x, False) for x, value in enumerate(row))
        for y, row in enumerate(values)
    )
    return f"<table><caption>{caption}</caption>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(value: int | str, y: int, x: int, kept: bool) -> str:
    mark = ' class="largest"' if kept else ""
    return f'<td{mark} style="background:{_SHADES[(y + x) % 2]}">{value}</td>'
