"""The cats and dogs of the lesson on this computer's disk: the folder with all its faults, cleaned, and split.

Each is made when first asked for, aside and then renamed, so that any process finds whole folders only.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dashboard.experiments import pet_images as pet_images_module
from dashboard.experiments.data_folder import unreadable
from dashboard.experiments.pet_images import COPIES, PICTURES, clean, look_through, make_pet_images, make_tree
from dashboard.experiments.scenes import scene_folder, shrink
from dashboard.experiments.split_versions import CLASSES, SIDES, VERSIONS, Step, split_folders, split_source

FAULTS = ("zero length", "cut short", "not a picture", "copy", "misnamed")
ARTISTS = ("noto", "noto-v1", "twemoji", "emojione")  # in the order of the names of their files
UNREADABLE = frozenset({"cut short", "not a picture"})
_FOLDERS = {"cats": "Cat", "dogs": "Dog"}
_STEPS = "steps.json"
MOST_PICTURES = 2 * (PICTURES + COPIES)  # that a side of a split may have
_KEPT = 60  # split folders, of about a megabyte each


@dataclass(frozen=True)
class FileFound:
    """A file of the folder and what is wrong with it.

    Args:
        folder: ``Cat`` or ``Dog``.
        name: its name.
        fault: one of ``FAULTS``, or empty.
        how: how that was found out.
        size: bytes.
        fingerprint: of its pixels; empty if it cannot be read.
    """

    folder: str
    name: str
    fault: str
    how: str
    size: int
    fingerprint: str


@dataclass(frozen=True)
class Cleaning:
    """What is done with the faulty files; those of zero length stay, since ``split_data`` skips them.

    Args:
        drop: faults whose files are left out.
        rename: whether misnamed files get a right name.
    """

    drop: frozenset[str] = UNREADABLE | {"copy"}
    rename: bool = True

    @property
    def name(self) -> str:
        """A name for its folder."""
        text = ",".join([*sorted(self.drop), "rename" if self.rename else ""])
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def for_training(*, copies: bool) -> Cleaning:
    """Return the cleaning before a training: without it Keras would stop at the first broken file.

    Args:
        copies: whether pictures that are there twice stay so.
    """
    return Cleaning(UNREADABLE if copies else UNREADABLE | {"copy"})


@dataclass(frozen=True)
class Split:
    """A tree of directories on the disk, and how it came about.

    Args:
        source: the folder PetImages that was split.
        folder: ``cats-v-dogs``, which holds training and testing.
        steps: what ``split_data`` did with each file.
        overlap: pictures that are on both sides: class, name in testing, name in training.
    """

    source: Path
    folder: Path
    steps: tuple[Step, ...]
    overlap: tuple[tuple[str, str, str], ...]

    def path(self, side: str, class_name: str, name: str) -> Path:
        """Return where a picture lies."""
        return self.folder / side / class_name / name


def pet_images(root: Path) -> Path:
    """Return the folder PetImages with all its faults; it is made if it is not there.

    Args:
        root: where folders are kept.

    Raises:
        OSError: if it cannot be written.
    """
    pictures = scene_folder("cats_and_dogs", "train")
    return (
        _made(_home(root) / "all", lambda draft: make_pet_images(pictures, draft / "PetImages")) / "PetImages"
    )


def files_found(root: Path) -> tuple[FileFound, ...]:
    """Return every file of PetImages with its fault.

    Raises:
        OSError: if the folder cannot be made or read.
    """
    return _files_found(pet_images(root))


@lru_cache(maxsize=2)
def _files_found(folder: Path) -> tuple[FileFound, ...]:
    return tuple(
        FileFound(name, file, fault, how, (folder / name / file).stat().st_size, fingerprint)
        for name in _FOLDERS.values()
        for file, fault, how, fingerprint in look_through(folder / name)
    )


def cleaned(root: Path, cleaning: Cleaning) -> Path:
    """Return the folder PetImages after a cleaning; it is made if it is not there.

    Raises:
        OSError: if it cannot be written.
    """
    dirty = pet_images(root)

    def make(draft: Path) -> None:
        for name in _FOLDERS.values():
            clean(dirty / name, draft / "PetImages" / name, cleaning.drop, cleaning.rename)

    return _made(_home(root) / f"clean-{cleaning.name}", make) / "PetImages"


def split(root: Path, cleaning: Cleaning, version: str, split_size: float, seed: int) -> Split:
    """Return the tree that a version of ``split_data`` makes of a cleaned folder; it is made if it is not there.

    Args:
        root: where folders are kept.
        cleaning: what was done with the faulty files before.
        version: a key of ``VERSIONS``.
        split_size: share of the files for training, 0 to 1.
        seed: what ``random.seed`` gets before.

    Raises:
        OSError: if it cannot be written.
    """
    source = cleaned(root, cleaning)
    name = f"split-{cleaning.name}-{version}-{split_size!r}-{seed}"

    def make(draft: Path) -> None:
        make_tree(draft / "cats-v-dogs")
        steps = split_folders(version, source, draft / "cats-v-dogs", split_size, seed)
        (draft / _STEPS).write_text(json.dumps([asdict(step) for step in steps]), encoding="utf-8")

    folder = _made(_home(root) / name, make)
    with contextlib.suppress(OSError):
        os.utime(folder)  # in use: the last to be removed
    _forget_old(_home(root))
    steps = tuple(Step(**step) for step in json.loads((folder / _STEPS).read_text(encoding="utf-8")))
    return Split(source, folder / "cats-v-dogs", steps, _overlap(steps, _fingerprints(source)))


@dataclass(frozen=True)
class SplitFacts:
    """What a split did, in numbers.

    Args:
        training: files in training.
        testing: files in testing.
        neither: files of some length that came to neither side.
        unreadable: files on either side that are no pictures, or half of one.
        artists: for each side the pictures of each artist.
    """

    training: int
    testing: int
    neither: int
    unreadable: int
    artists: dict[str, Counter[str]]


def split_facts(made: Split) -> SplitFacts:
    """Return what a split did, in numbers.

    Raises:
        OSError: if the folder that was split is gone.
    """
    copied = {
        side: {(step.class_name, step.name) for step in made.steps if step.side == side} for side in SIDES
    }
    everywhere = copied["training"] | copied["testing"]
    whole = {
        (class_name, path.name)
        for class_name, name in _FOLDERS.items()
        for path in (made.source / name).iterdir()
        if path.stat().st_size
    }
    pictures = _fingerprints(made.source)
    artists = {
        side: Counter(_artist(name) for class_name, name in files if (class_name, name) in pictures)
        for side, files in copied.items()
    }
    return SplitFacts(
        training=len(copied["training"]),
        testing=len(copied["testing"]),
        neither=len(whole - everywhere),
        unreadable=len(everywhere - pictures.keys()),
        artists=artists,
    )


def _artist(name: str) -> str:
    """Return who drew a picture: they lie in the folder artist by artist."""
    return ARTISTS[int(name[:3]) * len(ARTISTS) // PICTURES]


def split_pictures(folder: Path, side: str, size: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the pictures of one side of a tree, and their labels: 0 for cats, 1 for dogs.

    Args:
        folder: ``cats-v-dogs``.
        side: ``training`` or ``testing``.
        size: the wanted height and width.

    Returns:
        uint8 pixels of shape (pictures, size, size, 3), sorted by class and name as Keras sorts them, and labels.

    Raises:
        DatasetError: if a file cannot be read as a picture.
    """
    files = [
        (label, path)
        for label, class_name in enumerate(CLASSES)
        for path in sorted((folder / side / class_name).iterdir())
    ]
    images = np.empty((len(files), size, size, 3), np.uint8)
    for place, (_, path) in enumerate(files):
        try:
            with Image.open(path, formats=["JPEG", "PNG"]) as picture:
                images[place] = shrink(picture, size)
        except (OSError, ValueError, SyntaxError) as error:
            raise unreadable(path, error) from None
    return images, np.array([label for label, _ in files], np.uint8)


@lru_cache(maxsize=8)
def _fingerprints(folder: Path) -> dict[tuple[str, str], str]:
    """Return the fingerprint of the pixels of each picture, by class and name."""
    return {
        (class_name, file): fingerprint
        for class_name, name in _FOLDERS.items()
        for file, _, _, fingerprint in look_through(folder / name)
        if fingerprint
    }


def _overlap(
    steps: tuple[Step, ...], fingerprints: dict[tuple[str, str], str]
) -> tuple[tuple[str, str, str], ...]:
    """Return the pictures of testing whose pixels are in training too, under whatever name."""
    prints = {side: {} for side in SIDES}  # type: dict[str, dict[tuple[str, str], str]]
    for step in steps:
        fingerprint = fingerprints.get((step.class_name, step.name))
        if step.side and fingerprint:
            prints[step.side][step.class_name, step.name] = fingerprint
    known = {fingerprint: name for (_, name), fingerprint in prints["training"].items()}
    return tuple(
        (class_name, name, known[fingerprint])
        for (class_name, name), fingerprint in sorted(prints["testing"].items())
        if fingerprint in known
    )


def _home(root: Path) -> Path:
    """Return where the folders of this edition are kept: those of another program would not be the same."""
    return root / "pets" / _edition()


@lru_cache
def _edition() -> str:
    sources = [inspect.getsource(pet_images_module), *map(split_source, VERSIONS)]
    return hashlib.sha256("".join(sources).encode()).hexdigest()[:10]


def _made(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return a folder, made if it is not there."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = folder.with_name(f"{folder.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
        try:
            draft.mkdir()
            make(draft)
            with contextlib.suppress(OSError):  # another process was faster: its folder is the same
                draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder


def _forget_old(parent: Path) -> None:
    """Remove the split folders that were used longest ago, beyond five dozen."""
    found = sorted(
        (path for path in parent.glob("split-*") if not path.name.endswith(".part")),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    for path in found[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
