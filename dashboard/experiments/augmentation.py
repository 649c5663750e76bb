"""Image augmentation as a setting: which random transformations a training picture gets, and how strong each is.

As text, in the address and in a run's settings, it is ``none`` or parts such as ``flip:horizontal,rotation:0.05``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

NONE = "none"
# The modes of keras.layers.RandomFlip.
FLIPS = ("horizontal", "vertical", "horizontal_and_vertical")
_TEXT_LENGTH = 200  # characters that are read at most


class AugmentationError(ValueError):
    """A setting of the augmentation is out of range; the message is one sentence for a person."""


@dataclass(frozen=True)
class Transformation:
    """One kind of random change of a picture.

    Args:
        id: its name in :class:`Augmentation` and in the address.
        class_name: its class in ``keras.layers``.
        title: its name for people.
        high: the largest strength; 0 leaves it out. A flip has a mode in place of a strength, and ``high`` 0.
        step: distance between two strengths on a slider.
        keeps: what stays true of the picture, in one sentence.
    """

    id: str
    class_name: str
    title: str
    high: float
    step: float
    keeps: str


TRANSFORMATIONS: dict[str, Transformation] = {
    each.id: each
    for each in (
        Transformation(
            "flip", "RandomFlip", "Flip", 0.0, 0.0, "Mirrored, a cat is a cat; a 2 is no longer a 2."
        ),
        Transformation(
            "rotation", "RandomRotation", "Rotation", 0.5, 0.01, "The camera is never quite level."
        ),
        Transformation("zoom", "RandomZoom", "Zoom", 0.9, 0.05, "Near or far, the animal is the same."),
        Transformation(
            "translation", "RandomTranslation", "Translation", 0.5, 0.05, "It is seldom in the middle."
        ),
        Transformation(
            "brightness", "RandomBrightness", "Brightness", 1.0, 0.05, "Noon or evening, same animal."
        ),
        Transformation("contrast", "RandomContrast", "Contrast", 1.0, 0.05, "Sun or mist, same animal."),
    )
}


@dataclass(frozen=True)
class Augmentation:
    """The transformations of a training picture, in the order in which they are made.

    Args:
        flip: one of ``FLIPS``, each with a chance of one half, or an empty text for no flip.
        rotation: to either side at most, as a fraction of a full turn, 0 to 0.5.
        zoom: smaller or larger at most, as a fraction of the side, 0 to 0.9.
        translation: up, down and aside at most, as a fraction of the side, 0 to 0.5.
        brightness: darker or lighter at most, as a fraction of the range from black to white, 0 to 1.
        contrast: less or more at most, as a fraction of the distance from the mean, 0 to 1.

    Raises:
        AugmentationError: if one of them is something else.
    """

    flip: str = ""
    rotation: float = 0.0
    zoom: float = 0.0
    translation: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0

    def __post_init__(self) -> None:
        if self.flip != "" and (not isinstance(self.flip, str) or self.flip not in FLIPS):
            raise AugmentationError(
                f"flip must be one of {', '.join(FLIPS)}, or left out; received {str(self.flip)[:40]!r}."
            )
        for each in TRANSFORMATIONS.values():
            if each.id == "flip":
                continue
            value = getattr(self, each.id)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not math.isfinite(value) or not 0 <= value <= each.high:
                raise AugmentationError(
                    f"{each.id} must be a number from 0 to {each.high:g}; received {str(value)[:40]!r}."
                )
            object.__setattr__(self, each.id, float(f"{value:.6g}"))

    @property
    def used(self) -> tuple[Transformation, ...]:
        """The transformations that change anything, in their order."""
        return tuple(each for each in TRANSFORMATIONS.values() if getattr(self, each.id))

    def only(self, name: str) -> Augmentation:
        """Return one transformation alone, at its strength here."""
        return Augmentation(**{name: getattr(self, name)})

    def to_text(self) -> str:
        """Return it as the address holds it; :func:`augmentation_from_text` reads it."""
        parts = [f"{each.id}:{_text(getattr(self, each.id))}" for each in self.used]
        return ",".join(parts) or NONE

    def in_words(self) -> str:
        """Return it for a person, for example ``"flip horizontal, rotation ±18°"``; ``"none"`` if nothing changes."""
        return ", ".join(strength(each.id, getattr(self, each.id)) for each in self.used) or NONE


# Measured over several seeds: narrows the gap between training and validation and does no harm; a strength of each that
# the eye sees at once; and far too much.
MILD = Augmentation("horizontal", zoom=0.1, brightness=0.2, contrast=0.3)
VISIBLE = Augmentation("horizontal", 0.1, 0.3, 0.2, 0.3, 0.5)
STRONG = Augmentation("horizontal_and_vertical", 0.5, 0.5, 0.4, 0.8, 0.9)


def augmentation_from_text(text: object) -> Augmentation:
    """Read what :meth:`Augmentation.to_text` wrote.

    Raises:
        AugmentationError: if it is no such text, names a transformation twice or one that there is not, or a
            strength is out of range.
    """
    if not isinstance(text, str) or len(text) > _TEXT_LENGTH:
        raise AugmentationError(f"{_EXPECTED}; received {str(text)[:40]!r}.")
    if text == NONE:
        return Augmentation()
    values: dict[str, str | float] = {}
    for part in text.split(","):
        name, _, value = part.partition(":")
        if name not in TRANSFORMATIONS or name in values:
            raise AugmentationError(f"{_EXPECTED}; received {part[:40]!r}.")
        values[name] = value if name == "flip" else _number(name, value)
    found = Augmentation(**values)  # type: ignore[arg-type]
    if len(found.used) < len(values):  # one form for each augmentation: what changes nothing is left out
        raise AugmentationError(f"{_EXPECTED}, and none of strength 0; received {text[:40]!r}.")
    return found


def checked_augmentation(text: object) -> str:
    """Return the text of an augmentation in its one form.

    Raises:
        AugmentationError: as :func:`augmentation_from_text` does.
    """
    return augmentation_from_text(text).to_text()


def strength(name: str, value: str | float) -> str:
    """Return a transformation and its strength in words, for example ``"rotation ±18°"``."""
    if isinstance(value, str):
        return f"flip {value.replace('_', ' ') or 'never'}"
    if name == "rotation":
        return f"rotation ±{value * 360:.3g}°"
    return f"{TRANSFORMATIONS[name].id} ±{value * 100:.3g} %"


_EXPECTED = (
    f"augmentation must be none or parts such as flip:horizontal,rotation:0.05 of {', '.join(TRANSFORMATIONS)}, "
    "each at most once"
)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise AugmentationError(f"{name} must be a number; received {text[:40]!r}.") from None


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"
