"""Small pictures as crisp PNG data: single pictures and contact sheets and a first layer's weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw, ImageFont

from dashboard.charts.pixels import Sheet, enlarge, lay_out, png_data, sheet_of, to_image

__all__ = ["as_bytes", "picture_png", "picture_sheet", "weights_sheet"]

_CARD_EDGE = 4
_CAPTION_SIZE = 12


def picture_png(image: ArrayLike, scale: int = 1) -> bytes:
    """One picture as PNG data, enlarged without blurring.

    Args:
        image: Grey, shape ``(height, width)`` or ``(height, width, 1)``, or colour, ``(height, width, 3)``;
            whole numbers 0 to 255 or fractions 0 to 1.
        scale: Screen pixels for each pixel of the picture.

    Raises:
        ValueError: If the shape or the values are not those of a picture.
    """
    return png_data(enlarge(to_image(as_bytes(image)), scale))


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
    pictures = [to_image(picture) for picture in as_bytes(images)]
    if not pictures or len(pictures) != len(captions):
        raise ValueError(
            f"Expected at least one picture and a caption for each. Received: {len(pictures)} pictures, "
            f"{len(captions)} captions"
        )
    font = ImageFont.load_default(_CAPTION_SIZE)
    cards = [_card(enlarge(p, scale), caption, font) for p, caption in zip(pictures, captions, strict=True)]
    return png_data(lay_out(cards, columns))


def weights_sheet(
    weights: ArrayLike, columns: int = 16, shape: tuple[int, int] = (28, 28), scale: int = 2
) -> Sheet:
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
    tiles = kernel.T.reshape(-1, *shape)
    units = f"{len(tiles)} unit{'' if len(tiles) == 1 else 's'}"
    what = f"Weights of {units}, each as a picture of {shape[0]}×{shape[1]}"
    return sheet_of(tiles, what, "weights", columns=columns, scale=scale)


def as_bytes(images: ArrayLike) -> NDArray[np.uint8]:
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
