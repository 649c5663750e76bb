"""From arrays to PNG data, one screen pixel or more a value, never blurred."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dashboard.charts import colours

__all__ = ["Sheet", "diverging", "enlarge", "lay_out", "png_data", "sheet_of", "to_image"]

_GAP = 6


@dataclass(frozen=True)
class Sheet:
    """Numbers in rows of small pictures.

    Attributes:
        png: The picture, PNG data.
        limit: The number drawn in full colour; the scale runs from ``-limit`` to ``limit``.
        summary: The picture in a sentence, for a caption and for screen readers.
        width: Width of the picture in screen pixels.
    """

    png: bytes
    limit: float
    summary: str
    width: int


def sheet_of(tiles: NDArray[np.floating], what: str, values: str, *, columns: int, scale: int) -> Sheet:
    """Lay out numbers as small pictures; all share one scale, symmetric about 0, so that they can be compared.

    Args:
        tiles: The numbers, shape ``(pictures, height, width)``, at least one picture.
        what: The beginning of the summary: what is shown.
        values: What the numbers are, for the summary: ``"weights"``.
        columns: Pictures in a row, at least 1.
        scale: Screen pixels for each number.
    """
    finite = np.isfinite(tiles)
    limit = float(np.abs(tiles[finite]).max()) if finite.any() else 0.0
    pictures = [enlarge(to_image(diverging(tile, limit)), scale) for tile in tiles]
    blue = f"blue is −{limit:.2g}, " if (tiles[finite] < 0).any() else ""
    summary = f"{what}: {blue}white 0, orange +{limit:.2g}."
    if not finite.all():
        summary += f" {int((~finite).sum()):,} {values} are not numbers (nan or inf) and are black."
    image = lay_out(pictures, columns)
    return Sheet(png_data(image), limit, summary, image.width)


def diverging(values: NDArray[np.float64], limit: float) -> NDArray[np.uint8]:
    """Blue through white to orange, shape ``(height, width, 3)``; black where there is no number."""
    position = np.clip(values / limit, -1, 1) if limit > 0 else np.zeros_like(values)
    ends = np.where(position[..., None] < 0, colours.NEGATIVE_RGB, colours.POSITIVE_RGB)
    neutral = np.array(colours.NEUTRAL_RGB)
    mixed = neutral + np.abs(position)[..., None] * (ends - neutral)
    return np.where(np.isfinite(values)[..., None], mixed, 0).round().astype(np.uint8)


def to_image(pixels: NDArray[np.uint8]) -> Image.Image:
    """Grey, shape ``(height, width)`` or with 1 channel, or colour with 3 channels.

    Raises:
        ValueError: If the shape is another.
    """
    if pixels.ndim == 3 and pixels.shape[-1] == 1:
        pixels = pixels[..., 0]
    if pixels.ndim != 2 and not (pixels.ndim == 3 and pixels.shape[-1] == 3):
        raise ValueError(
            "Expected a picture of shape (height, width), with 1 or 3 channels at the end or none. "
            f"Received: {pixels.shape}"
        )
    return Image.fromarray(np.ascontiguousarray(pixels)).convert("RGBA")


def enlarge(image: Image.Image, scale: int) -> Image.Image:
    """Repeat every pixel ``scale`` times in both directions."""
    return image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)


def lay_out(tiles: Sequence[Image.Image], columns: int) -> Image.Image:
    """Put pictures in rows, with clear space between.

    Raises:
        ValueError: If there is no column.
    """
    if columns < 1:
        raise ValueError(f"Expected at least 1 column. Received: {columns}")
    columns = min(columns, len(tiles))
    rows = -(-len(tiles) // columns)
    width, height = max(tile.width for tile in tiles), max(tile.height for tile in tiles)
    sheet = Image.new("RGBA", (columns * (width + _GAP) - _GAP, rows * (height + _GAP) - _GAP), (0, 0, 0, 0))
    for index, tile in enumerate(tiles):
        sheet.paste(tile, ((index % columns) * (width + _GAP), (index // columns) * (height + _GAP)))
    return sheet


def png_data(image: Image.Image) -> bytes:
    """The picture as PNG data."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
