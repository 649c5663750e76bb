"""Fonts for drawn reports: one that has every character of a text, from this machine or from Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

# Regular and bold by file name, the widest first; Pillow looks for them where each system keeps its fonts.
_FAMILIES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial Unicode.ttf", "Arial Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
)
_NO_CHARACTER = "\U0010fffe"  # in no font, so that it is drawn as what stands for a missing one


class LetteringError(Exception):
    """No font has all characters of a text; the message is one sentence with the remedy."""


@dataclass(frozen=True)
class Lettering:
    """A family of fonts.

    Args:
        regular: the file of its regular font; empty for the font that comes with Pillow.
        bold: the file of its bold font, or empty.
    """

    regular: str = ""
    bold: str = ""

    def font(self, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        """Return the font of this size in pixels."""
        return _font(self.bold if bold else self.regular, size)

    def has(self, text: str) -> bool:
        """Return whether both of its fonts have every character of a text."""
        return all(_draws(self.font(32, bold=bold), text) for bold in (False, True))


def lettering_for(text: str) -> Lettering:
    """Return a family that has every character of ``text``.

    Raises:
        LetteringError: if there is none on this machine.
    """
    for family in _families():
        if family.has(text):
            return family
    missing = next((char for char in text if not any(family.has(char) for family in _families())), text[:20])
    raise LetteringError(
        f"Expected a font that has {missing!r}; this machine has none: install one (on Debian fonts-dejavu-core or "
        "fonts-noto), or give the name in other letters with --name."
    )


def _families() -> Iterator[Lettering]:
    for regular, bold in _FAMILIES:
        try:
            _font(regular, 32)
            _font(bold, 32)
        except OSError:
            continue
        yield Lettering(regular, bold)
    yield Lettering()


@lru_cache(maxsize=64)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    if file:
        return ImageFont.truetype(file, size)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow is built without FreeType"
    return font


def _draws(font: ImageFont.FreeTypeFont, text: str) -> bool:
    missing = bytes(font.getmask(_NO_CHARACTER))
    return all(char.isspace() or bytes(font.getmask(char)) != missing for char in set(text))
