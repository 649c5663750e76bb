"""A learner's own pictures for a project: read, cleaned, and split, class by class."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from dashboard.experiments.picture_bytes import OwnPictureError, colour_picture

SIZE = 128  # pixels: the base then sees a picture as 4 x 4 places
CLASSES = (2, 5)
PICTURES = (8, 60)  # usable ones, in each class
LONGEST_NAME = 24


class ProjectError(ValueError):
    """The pictures are no project yet; the message is one sentence with the remedy."""


@dataclass(frozen=True)
class LeftOut:
    """A file that is not used.

    Args:
        name: the file's name; untrusted text.
        why: a few words.
    """

    name: str
    why: str


@dataclass(frozen=True)
class PictureClass:
    """The pictures of one class.

    Args:
        name: what they show, in the learner's words.
        names: of the usable files, in the order of ``pixels``.
        pixels: uint8, shape (pictures, SIZE, SIZE, 3).
        left_out: the other files.
    """

    name: str
    names: tuple[str, ...] = ()
    pixels: NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, SIZE, SIZE, 3), np.uint8))
    left_out: tuple[LeftOut, ...] = ()


def digest(pixels: NDArray[np.uint8]) -> str:
    """Return what two equal pictures have in common and no others."""
    return hashlib.sha256(pixels.tobytes()).hexdigest()


def with_files(
    kept: PictureClass, files: Iterable[tuple[str, bytes]], others: Sequence[PictureClass] = ()
) -> PictureClass:
    """Return a class with more files: those that can be used, and why the others cannot.

    Args:
        kept: what it has so far.
        files: names and contents.
        others: the other classes of the project: a picture that one of them has is left out.
    """
    known = {
        digest(picture): (name, each.name)
        for each in (*others, kept)
        for name, picture in zip(each.names, each.pixels, strict=True)
    }
    names, pictures, left_out = list(kept.names), list(kept.pixels), list(kept.left_out)
    for name, content in files:
        try:
            pixels = _pixels(content)
            _expect_new(pixels, known, kept.name)
            if len(names) >= PICTURES[1]:
                raise ProjectError(f"there are {PICTURES[1]} pictures already")
        except ProjectError as error:
            left_out.append(LeftOut(name, str(error)))
            continue
        known[digest(pixels)] = (name, kept.name)
        names.append(name)
        pictures.append(pixels)
    stacked = np.stack(pictures) if pictures else kept.pixels
    return PictureClass(kept.name, tuple(names), stacked, tuple(left_out))


def _pixels(content: bytes) -> NDArray[np.uint8]:
    if not content:
        raise ProjectError("the file is empty: zero bytes")
    try:
        picture = colour_picture(content, SIZE)
    except OwnPictureError as error:
        raise ProjectError(str(error)) from error
    square: NDArray[np.uint8] = np.asarray(ImageOps.fit(picture, (SIZE, SIZE), Image.Resampling.BILINEAR))
    return square


def _expect_new(pixels: NDArray[np.uint8], known: dict[str, tuple[str, str]], class_name: str) -> None:
    twin = known.get(digest(pixels))
    if twin is None:
        return
    name, owner = twin
    if owner == class_name:
        raise ProjectError(f"the same picture as {name}: one copy could land on each side of the split")
    raise ProjectError(f"the same picture as {name}, which is in the class {owner}")


def expect_project(classes: Sequence[PictureClass]) -> None:
    """Fail unless the classes make a project.

    Raises:
        ProjectError: if there are too few or too many classes or pictures, or two classes have one name.
    """
    low, high = CLASSES
    if not low <= len(classes) <= high:
        raise ProjectError(f"Expected {low} to {high} classes; received {len(classes)}.")
    names = [each.name.strip() for each in classes]
    for name in names:
        if (
            not name
            or len(name) > LONGEST_NAME
            or any(not char.isprintable() or char in "/\\" for char in name)
        ):
            raise ProjectError(
                f"Expected a name of 1 to {LONGEST_NAME} letters, without slashes, for each class; received {name!r}."
            )
    if len({name.casefold() for name in names}) < len(names):
        raise ProjectError("Expected a different name for each class; received one twice.")
    for each in classes:
        if len(each.names) < PICTURES[0]:
            raise ProjectError(
                f"Expected at least {PICTURES[0]} usable pictures of “{each.name}”; received {len(each.names)}. "
                "Add some more: other sides, other light, other places."
            )


def split(count: int, share: float, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which pictures of a class are for training and which for validation, at least two of each.

    Args:
        count: pictures of the class, at least 4.
        share: the fraction for validation.
        rng: where the order comes from.
    """
    order = rng.permutation(count)
    aside = min(max(2, round(count * share)), count - 2)
    return np.sort(order[aside:]), np.sort(order[:aside])
