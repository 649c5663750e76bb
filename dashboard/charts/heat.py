"""A map of numbers laid over a picture: orange where they are positive, blue where negative."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from dashboard.charts import colours
from dashboard.charts.pictures import as_bytes
from dashboard.charts.pixels import png_data

__all__ = ["heat_over", "heat_rows"]

_STRONGEST = 0.75  # share of the colour where the number is largest: the picture stays visible below


def heat_over(picture: ArrayLike, heat: ArrayLike, width: int = 288) -> bytes:
    """The picture, paler, with the map's colours over it, as PNG data.

    Args:
        picture: Shape ``(height, width)``, or with 1 or 3 channels at the end; values as in
            :func:`dashboard.charts.pictures.picture_png`.
        heat: Numbers, shape ``(rows, columns)``; enlarged smoothly to the picture. The colour is full where the
            number is farthest from 0.
        width: Width of the result in pixels.

    Raises:
        ValueError: If the map has not two axes.
    """
    numbers = np.asarray(heat, dtype=np.float32)
    if numbers.ndim != 2:
        raise ValueError(f"Expected a map of shape (rows, columns). Received: {numbers.shape}")
    pixels = as_bytes(picture)
    if pixels.ndim == 3 and pixels.shape[-1] == 1:
        pixels = pixels[..., 0]
    height = round(width * pixels.shape[0] / pixels.shape[1])
    below = np.asarray(
        Image.fromarray(pixels).convert("RGB").resize((width, height), Image.Resampling.NEAREST), np.float32
    )
    grey = (
        below.mean(axis=-1, keepdims=True) * 0.6 + 255 * 0.3
    )  # grey and pale: the colours are the map's alone
    strength = _strength(numbers, (width, height))[..., None]
    ends = np.where(strength < 0, colours.NEGATIVE_RGB, colours.POSITIVE_RGB)
    share = np.abs(strength) * _STRONGEST
    mixed: NDArray[np.uint8] = (grey * (1 - share) + ends * share).clip(0, 255).astype(np.uint8)
    return png_data(Image.fromarray(mixed))


def heat_rows(heat: ArrayLike, scale: float = 1.0) -> list[dict[str, str]]:
    """The map as rows of a table, each number times ``scale``."""
    return [
        {"row": str(row)} | {str(column): f"{value * scale:.2g}" for column, value in enumerate(values)}
        for row, values in enumerate(np.asarray(heat, dtype=np.float64))
    ]


def _strength(numbers: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    usable = np.where(np.isfinite(numbers), numbers, 0)
    limit = float(np.abs(usable).max()) or 1.0
    large = Image.fromarray((usable / limit).astype(np.float32)).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(large, np.float32).clip(-1, 1)
