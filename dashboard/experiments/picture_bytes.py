"""A picture file that a learner brings, decoded within bounds."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000  # a phone's photograph has 12 to 50 million; more could fill the memory


class OwnPictureError(ValueError):
    """A file cannot be shown as a picture; the message is one sentence for the learner."""


def colour_picture(content: bytes, side: int) -> Image.Image:
    """Return a picture file in colour, turned as the camera was held; transparent parts become white.

    Args:
        content: a PNG or JPEG file.
        side: what it will be shrunk to, in pixels: no more than a few times as many are decoded from a JPEG.

    Raises:
        OwnPictureError: if the file is no such picture, too large, or too small.
    """
    upright = opened(content, "RGB", side * 4)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        return Image.alpha_composite(ground, upright).convert("RGB")
    return upright.convert("RGB")


def opened(content: bytes, mode: str, side: int) -> Image.Image:
    """Return a picture file's picture, decoded, upright; a large JPEG is decoded not much larger than the side.

    Args:
        content: a PNG or JPEG file.
        mode: ``"L"`` or ``"RGB"``: what a JPEG is decoded to.
        side: what it will be shrunk to, in pixels.

    Raises:
        OwnPictureError: if the file is no such picture, too large, or too small.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise OwnPictureError(
                    f"Expected a picture of at most {MOST_PIXELS / 1e6:.0f} million pixels; received "
                    f"{picture.width} × {picture.height}. Make it smaller and try again."
                )
            if min(picture.size) < 8:
                raise OwnPictureError(
                    f"Expected at least 8 pixels on each side; received {picture.width} × {picture.height}."
                )
            picture.draft(mode, (side, side))
            upright = ImageOps.exif_transpose(picture)
            upright.load()
            return upright
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, OwnPictureError):
            raise
        raise OwnPictureError(
            "Expected a PNG or JPEG picture, but the file cannot be read as one: save it again and try that."
        ) from None
