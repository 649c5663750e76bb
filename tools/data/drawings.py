"""Which drawings stand for which class, and how an icon becomes a picture."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import resvg_py
from PIL import Image

TRAIN_ARTISTS = ("noto", "noto-v1", "twemoji", "emojione")
NEW_ARTISTS = ("fluent", "fluent-flat")

# Names of icons by class and by pose, each pose as frequent as the others. The art is drawn for text messages: left
# out are cats with tears, hearts or hands before the face, people upside down, and what shows two classes at once.
_HEADS = ("man", "woman", "boy", "girl", "old-man", "old-woman", "person", "child", "man-beard")
_FIGURES = (
    "man-walking", "woman-walking", "person-walking", "man-running", "woman-running", "person-running",
    "man-dancing", "woman-dancing", "man-standing", "woman-standing", "person-standing", "man-kneeling",
    "woman-kneeling",
)  # fmt: skip
_CAT_FACES = (
    "cat-face", "cat-with-wry-smile", "grinning-cat", "grinning-cat-with-smiling-eyes", "pouting-cat",
    "cat-face-with-wry-smile", "grinning-cat-face", "grinning-cat-face-with-smiling-eyes", "pouting-cat-face",
)  # fmt: skip
POSES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "horses": (("horse", "carousel-horse"), ("horse-face",)),
    "humans": (_FIGURES, _HEADS),
    "cats": (("cat", "black-cat"), _CAT_FACES),
    "dogs": (("dog", "poodle", "guide-dog", "service-dog"), ("dog-face",)),
    "rock": (("raised-fist", "oncoming-fist"), ("left-facing-fist", "right-facing-fist")),
    "paper": (("raised-hand", "hand-with-fingers-splayed", "raised-back-of-hand"),),
    "scissors": (("victory-hand",),),
}
# Looked at and left out, by artist.
EXCLUDED = {"noto-v1": {"carousel-horse"}}  # it has a horn
DISTRACTORS = (
    "deciduous-tree", "evergreen-tree", "palm-tree", "cactus", "sunflower", "tulip", "mushroom", "house", "tent",
    "bicycle", "automobile", "soccer-ball", "basketball", "balloon", "umbrella", "red-apple", "star", "cloud",
    "hot-beverage", "alarm-clock", "sailboat",
)  # fmt: skip
_LARGE = 256  # pixels; larger than any subject of a scene, a figure with wide margins excepted
_TONES = ("", "-light", "-medium-light", "-medium", "-medium-dark", "-dark")


@dataclass(frozen=True)
class Drawing:
    """One drawing of one artist.

    Args:
        artist: a key of ``packages.ARTISTS``.
        name: the icon's name in the artist's set.
        svg: the drawing.
    """

    artist: str
    name: str
    svg: str

    def render(self, size: int) -> Image.Image:
        """Return the drawing as RGBA, cut to its visible part, its longer side ``size`` pixels."""
        visible = _visible(self.svg)
        scale = size / max(visible.size)
        width, height = (max(1, round(side * scale)) for side in visible.size)
        return visible.resize((width, height), Image.Resampling.LANCZOS)


@lru_cache(maxsize=1000)
def _visible(svg: str) -> Image.Image:
    """Return what is to be seen of a drawing, large; transparent margins are cut off."""
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=_LARGE, height=_LARGE))
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    return picture.crop(picture.getchannel("A").point(lambda alpha: 255 * (alpha > 8)).getbbox())


class ArtistDrawings:
    """The drawings of one artist.

    Args:
        artist: a key of ``packages.ARTISTS``.
        icons: the JSON of the artist's icon set.
    """

    def __init__(self, artist: str, icons: Mapping[str, Any]) -> None:
        self.artist = artist
        self._icons = icons

    def of_class(self, class_name: str) -> list[list[Drawing]]:
        """Return the drawings of a class, one list a pose, skin tones side by side, each drawing once.

        A pose that the artist did not draw is left out.
        """
        seen: set[str] = set()
        poses = []
        for names in POSES[class_name]:
            pose = []
            for drawing in self._named(names):
                if drawing.svg not in seen:
                    pose.append(drawing)
                    seen.add(drawing.svg)
            if pose:
                poses.append(pose)
        return poses

    def distractors(self) -> list[Drawing]:
        """Return drawings that belong to no class."""
        return list(self._named(DISTRACTORS))

    def _named(self, names: tuple[str, ...]) -> Iterator[Drawing]:
        for name in names:
            if name in EXCLUDED.get(self.artist, ()):
                continue
            for tone in _TONES:
                for suffix in (tone, f"{tone}-skin-tone") if tone else ("",):
                    svg = self._svg(name + suffix)
                    if svg:
                        yield Drawing(self.artist, name + suffix, svg)

    def _svg(self, name: str) -> str:
        """Return an icon as SVG; empty if the set has none of that name. Aliases repeat icons and are passed over."""
        icon = self._icons["icons"].get(name)
        if icon is None:
            return ""
        box = [
            icon.get(key, self._icons.get(key, default))
            for key, default in (("left", 0), ("top", 0), ("width", 16), ("height", 16))
        ]
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="{" ".join(map(str, box))}">{icon["body"]}</svg>'
        )
