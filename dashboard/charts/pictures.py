"""Small pictures as crisp PNG data: single pictures, contact sheets and sheets of weights."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw, ImageFont

from dashboard.charts import colours

__all__ = ["WeightsSheet", "picture_png", "picture_sheet", "weights_sheet"]

_GAP = 6
_CARD_EDGE = 4
_CAPTION_SIZE = 12


@dataclass(frozen=True)
class WeightsSheet:
    """A picture of a layer's weights.

    Attributes:
        png: The picture, PNG data.
        limit: The weight drawn in full colour; the scale runs from ``-limit`` to ``limit``.
        summary: The picture in a sentence, for a caption and for screen readers.
    """

    png: bytes
    limit: float
    summary: str


def picture_png(image: ArrayLike, scale: int = 1) -> bytes:
    """One picture as PNG data, enlarged without blurring.

    Args:
        image: Grey, shape ``(height, width)`` or ``(height, width, 1)``, or colour, ``(height, width, 3)``;
            whole numbers 0 to 255 or fractions 0 to 1.
        scale: Screen pixels for each pixel of the picture.

    Raises:
        ValueError: If the shape or the values are not those of a picture.
    """
    return _png(_enlarge(_to_image(_as_bytes(image)), scale))


def picture_sheet(images: ArrayLike, captions: Sequence[str], columns: int, scale: int = 3) -> bytes:
    """Pictures in rows, each on a white card with its caption, as one PNG.

    The cards are opaque, so that the captions can be read on a light page and on a dark one; the space
    between is clear.

    Args:
        images: Pictures, shape ``(n, height, width)``, or with 1 or 3 channels at the end; values as in
            :func:`picture_png`.
        captions: One caption a picture; a caption too long for its card is cut.
        columns: Pictures in a row, at least 1.
        scale: Screen pixels for each pixel of a picture.

    Raises:
        ValueError: If there is no picture, or not one caption a picture.
    """
    pictures = [_to_image(picture) for picture in _as_bytes(images)]
    if not pictures or len(pictures) != len(captions):
        raise ValueError(
            f"Expected at least one picture and a caption for each. Received: {len(pictures)} pictures, "
            f"{len(captions)} captions"
        )
    font = ImageFont.load_default(_CAPTION_SIZE)
    cards = [_card(_enlarge(p, scale), caption, font) for p, caption in zip(pictures, captions, strict=True)]
    return _png(_lay_out(cards, columns))


def weights_sheet(
    weights: ArrayLike, columns: int = 16, shape: tuple[int, int] = (28, 28), scale: int = 2
) -> WeightsSheet:
    """What each unit of a first dense layer looks for: its weights laid out as the picture they multiply.

    Orange weights ask for ink, blue ones for its absence, white ones do not care. All units share one scale,
    symmetric about 0, so that they can be compared.

    Args:
        weights: The layer's kernel, shape ``(inputs, units)``, for example ``(784, 128)``.
        columns: Units in a row, at least 1.
        shape: Height and width of the picture; their product is ``inputs``.
        scale: Screen pixels for each weight.

    Raises:
        ValueError: If the shapes do not fit, or no unit is given.
    """
    kernel = np.asarray(weights, dtype=np.float64)
    inputs = shape[0] * shape[1]
    if kernel.ndim != 2 or kernel.shape[0] != inputs or kernel.shape[1] == 0:
        raise ValueError(f"Expected weights of shape ({inputs}, units). Received: {kernel.shape}")
    finite = np.isfinite(kernel)
    limit = float(np.abs(kernel[finite]).max()) if finite.any() else 0.0
    tiles = [
        _enlarge(_to_image(_diverging(kernel[:, unit].reshape(shape), limit)), scale)
        for unit in range(kernel.shape[1])
    ]
    summary = (
        f"Weights of {kernel.shape[1]} unit{'' if kernel.shape[1] == 1 else 's'}, each as a picture of "
        f"{shape[0]}×{shape[1]}: blue is −{limit:.2g}, white 0, orange +{limit:.2g}."
    )
    if not finite.all():
        summary += f" {int((~finite).sum()):,} weights are not numbers (nan or inf) and are black."
    return WeightsSheet(png=_png(_lay_out(tiles, columns)), limit=limit, summary=summary)


def _diverging(values: NDArray[np.float64], limit: float) -> NDArray[np.uint8]:
    """Blue through white to orange, shape ``(height, width, 3)``; black where there is no number."""
    position = np.clip(values / limit, -1, 1) if limit > 0 else np.zeros_like(values)
    ends = np.where(position[..., None] < 0, colours.NEGATIVE_RGB, colours.POSITIVE_RGB)
    neutral = np.array(colours.NEUTRAL_RGB)
    mixed = neutral + np.abs(position)[..., None] * (ends - neutral)
    return np.where(np.isfinite(values)[..., None], mixed, 0).round().astype(np.uint8)


def _as_bytes(images: ArrayLike) -> NDArray[np.uint8]:
    """Whole numbers 0 to 255 as they are; fractions 0 to 1 times 255."""
    array = np.asarray(images)
    if array.dtype == np.uint8:
        return array
    whole = bool(np.issubdtype(array.dtype, np.integer))
    top = 255 if whole else 1
    if array.size and not (np.isfinite(array).all() and array.min() >= 0 and array.max() <= top):
        kind = "whole numbers 0 to 255" if whole else "fractions 0 to 1"
        raise ValueError(f"Expected {kind} as pixels. Received: {array.min()} to {array.max()}")
    return (array if whole else np.round(array * 255)).astype(np.uint8)


def _to_image(pixels: NDArray[np.uint8]) -> Image.Image:
    if pixels.ndim == 3 and pixels.shape[-1] == 1:
        pixels = pixels[..., 0]
    if pixels.ndim != 2 and not (pixels.ndim == 3 and pixels.shape[-1] == 3):
        raise ValueError(
            "Expected a picture of shape (height, width), with 1 or 3 channels at the end or none. "
            f"Received: {pixels.shape}"
        )
    return Image.fromarray(np.ascontiguousarray(pixels)).convert("RGBA")


def _enlarge(image: Image.Image, scale: int) -> Image.Image:
    return image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)


def _card(
    picture: Image.Image, caption: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont
) -> Image.Image:
    text_height = _CAPTION_SIZE + 6 if caption else 0
    size = (picture.width + 2 * _CARD_EDGE, picture.height + 2 * _CARD_EDGE + text_height)
    card = Image.new("RGBA", size, "white")
    card.paste(picture, (_CARD_EDGE, _CARD_EDGE))
    if caption:
        words = _cut(caption, picture.width, font)
        ImageDraw.Draw(card).text(
            (_CARD_EDGE, picture.height + _CARD_EDGE + 2), words, fill="#202020", font=font
        )
    return card


def _cut(caption: str, width: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> str:
    if font.getlength(caption) <= width:
        return caption
    while caption and font.getlength(f"{caption}…") > width:
        caption = caption[:-1]
    return f"{caption}…"


def _lay_out(tiles: Sequence[Image.Image], columns: int) -> Image.Image:
    if columns < 1:
        raise ValueError(f"Expected at least 1 column. Received: {columns}")
    columns = min(columns, len(tiles))
    rows = -(-len(tiles) // columns)
    width, height = max(tile.width for tile in tiles), max(tile.height for tile in tiles)
    sheet = Image.new("RGBA", (columns * (width + _GAP) - _GAP, rows * (height + _GAP) - _GAP), (0, 0, 0, 0))
    for index, tile in enumerate(tiles):
        sheet.paste(tile, ((index % columns) * (width + _GAP), (index // columns) * (height + _GAP)))
    return sheet


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
