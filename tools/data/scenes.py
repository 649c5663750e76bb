"""Builds data/scenes: for each set train, same_artist and new_artist, as folders of JPEG files, and a manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.data.compose import Difficulty, scene
from tools.data.drawings import NEW_ARTISTS, TRAIN_ARTISTS, ArtistDrawings, Drawing

SEED = 20_260_101
QUALITY = 85
MANIFEST = "manifest.csv"
MANIFEST_COLUMNS = ("file", "artist", "drawing", "sha256")
# Of 256 bits: pictures that differ in fewer look the same. Chance pairs differ in a hundred and more.
NEAR = 24
# The new artists have other drawings; pictures of the same artists are new scenes of drawings that train shows too.
SPLITS = {"train": TRAIN_ARTISTS, "same_artist": TRAIN_ARTISTS, "new_artist": NEW_ARTISTS}


@dataclass(frozen=True)
class SceneSet:
    """What a set consists of.

    Args:
        name: its folder.
        hues: its classes, in the order of their labels, and by how many degrees the hue of a subject is turned.
        sizes: pictures of each class by split.
        difficulty: of its scenes.
    """

    name: str
    hues: Mapping[str, float]
    sizes: Mapping[str, int]
    difficulty: Difficulty


@dataclass
class _Seen:
    """The pictures of a set so far: none is taken twice, nor one that looks like another."""

    digests: set[str] = field(default_factory=set)
    hashes: list[NDArray[np.bool_]] = field(default_factory=list)

    def take(self, digest: str, picture: Image.Image) -> bool:
        mark = look_hash(picture)
        if digest in self.digests or any(int((mark ^ other).sum()) < NEAR for other in self.hashes):
            return False
        self.digests.add(digest)
        self.hashes.append(mark)
        return True


def build(scenes: SceneSet, artists: Mapping[str, ArtistDrawings], folder: Path) -> int:
    """Write one set; what was in its folder is removed.

    Args:
        scenes: the set.
        artists: the drawings by artist.
        folder: where the set's folder goes.

    Returns:
        How many pictures looked like another one and were drawn again.
    """
    out = folder / scenes.name
    shutil.rmtree(out, ignore_errors=True)
    seen, rows, again = _Seen(), [], 0
    trained: set[Drawing] = set()
    for split, names in SPLITS.items():
        for label, class_name in enumerate(scenes.hues):
            place = out / split / class_name
            place.mkdir(parents=True)
            poses = {name: artists[name].of_class(class_name) for name in names}
            if split == "same_artist":
                poses = {name: _only(trained, drawn) for name, drawn in poses.items()}
            subjects = _subjects(poses, (SEED, label, *split.encode()))
            for number, subject in zip(range(scenes.sizes[split]), subjects, strict=False):
                trained.add(subject)
                seed = (SEED, *scenes.name.encode(), *split.encode(), label, number)
                content, tries = _picture(scenes, subject, class_name, artists[subject.artist], seed, seen)
                again += tries
                file = place / f"{number:04d}.jpg"
                file.write_bytes(content)
                digest = hashlib.sha256(content).hexdigest()
                rows.append((file.relative_to(out).as_posix(), subject.artist, subject.name, digest))
    with (out / MANIFEST).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(MANIFEST_COLUMNS)
        writer.writerows(rows)
    return again


def look_hash(picture: Image.Image) -> NDArray[np.bool_]:
    """Return 256 bits, alike for pictures that look alike: whether each of 16 x 16 places is lighter than the last."""
    small = picture.convert("L").resize((17, 16), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.int16)
    return (grey[:, 1:] > grey[:, :-1]).ravel()


def contact_sheet(folder: Path, columns: int = 20, side: int = 64) -> Image.Image:
    """Return a sheet of some pictures of a set, a row each for every split and class, to look at."""
    rows = [sorted(place.glob("*.jpg"))[:columns] for place in sorted(folder.glob("*/*")) if place.is_dir()]
    sheet = Image.new("RGB", (columns * side, len(rows) * side), "white")
    for row, files in enumerate(rows):
        for column, file in enumerate(files):
            with Image.open(file) as picture:
                sheet.paste(
                    picture.resize((side, side), Image.Resampling.LANCZOS), (column * side, row * side)
                )
    return sheet


def _picture(
    scenes: SceneSet,
    subject: Drawing,
    class_name: str,
    artist: ArtistDrawings,
    seed: tuple[int, ...],
    seen: _Seen,
) -> tuple[bytes, int]:
    """Return a new picture as JPEG, and how many were drawn before that looked like another."""
    distractors = artist.distractors()
    for tries in range(20):
        rng = np.random.default_rng((*seed, tries))
        picture = scene(subject, distractors, scenes.difficulty, scenes.hues[class_name], rng)
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
        content = buffer.getvalue()
        if seen.take(hashlib.sha256(content).hexdigest(), picture):
            return content, tries
    raise RuntimeError(f"Twenty scenes of {subject.artist}/{subject.name} look like others in {scenes.name}.")


def _only(known: set[Drawing], poses: list[list[Drawing]]) -> list[list[Drawing]]:
    kept = [[drawing for drawing in pose if drawing in known] for pose in poses]
    return [pose for pose in kept if pose]


def _subjects(poses: Mapping[str, list[list[Drawing]]], seed: tuple[int, ...]) -> Iterator[Drawing]:
    """Give drawings without end: artists in turn, their poses in turn, drawings of a pose in random order."""
    rng = np.random.default_rng(seed)
    waiting: dict[tuple[str, int], list[Drawing]] = {}
    turn = 0
    while True:
        for artist, drawn in poses.items():
            pose = turn % len(drawn)
            left = waiting.setdefault((artist, pose), [])
            if not left:
                left += [drawn[pose][index] for index in rng.permutation(len(drawn[pose]))]
            yield left.pop()
        turn += 1
