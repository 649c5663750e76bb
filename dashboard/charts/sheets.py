"""What a layer learned and what it sees, as rows of small pictures: kernels of convolutions, maps of features."""

import numpy as np
from numpy.typing import ArrayLike

from dashboard.charts.pixels import Sheet, sheet_of

__all__ = ["kernels_sheet", "maps_rows", "maps_sheet"]

_COLUMNS = 8


def kernels_sheet(kernel: ArrayLike, channel: int = 0, columns: int = _COLUMNS, scale: int = 14) -> Sheet:
    """What each filter of a convolution looks for in one channel of its input.

    Args:
        kernel: The layer's kernel, shape ``(height, width, channels, filters)``.
        channel: The channel, from 0.
        columns: Filters in a row, at least 1.
        scale: Screen pixels for each weight.

    Raises:
        ValueError: If the shape is another, or there is no such channel.
    """
    weights = np.asarray(kernel, dtype=np.float64)
    if weights.ndim != 4 or not weights.size:
        raise ValueError(
            f"Expected a kernel of shape (height, width, channels, filters). Received: {weights.shape}"
        )
    height, width, channels, filters = weights.shape
    if not 0 <= channel < channels:
        raise ValueError(f"Expected a channel from 0 to {channels - 1}. Received: {channel}")
    tiles = weights[:, :, channel].transpose(2, 0, 1)
    of_input = f" for channel {channel} of the {channels} it reads" if channels > 1 else ""
    what = f"Kernels of {filters} filter{'' if filters == 1 else 's'} of {height}×{width}{of_input}"
    return sheet_of(tiles, what, "weights", columns=columns, scale=scale)


def maps_sheet(values: ArrayLike, columns: int = _COLUMNS) -> Sheet:
    """The feature maps that a layer makes of one picture, in the order of its filters.

    Args:
        values: The layer's output for one picture, shape ``(height, width, maps)`` or ``(height, width)``.
        columns: Maps in a row, at least 1.

    Raises:
        ValueError: If the shape is another.
    """
    maps = _as_maps(values)
    count, height, width = maps.shape
    what = f"{count} map{'' if count == 1 else 's'} of {height}×{width}"
    # A map of 13 is drawn as large as one of 26: what a layer sees, not how many pixels it has for it, is compared.
    scale = max(1, round((140 if count == 1 else 72) / max(height, width)))
    return sheet_of(maps, what, "values", columns=columns, scale=scale)


def maps_rows(values: ArrayLike) -> list[dict[str, str | int]]:
    """The maps as rows of a table: smallest and largest value, mean and share of zeros of each."""
    return [
        {
            "map": place,
            "smallest": f"{one.min():.4g}",
            "largest": f"{one.max():.4g}",
            "mean": f"{one.mean():.4g}",
            "zeros": f"{(one == 0).mean() * 100:.1f} %",
        }
        for place, one in enumerate(_as_maps(values))
    ]


def _as_maps(values: ArrayLike) -> np.ndarray:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 2:
        array = array[..., None]
    if array.ndim != 3 or not array.size:
        raise ValueError(
            f"Expected values of shape (height, width, maps) or (height, width). Received: {array.shape}"
        )
    return array.transpose(2, 0, 1)
